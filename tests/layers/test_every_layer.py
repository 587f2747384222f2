"""What holds for the stubs of all four layers: references, cases, mistakes, right styles and wrong submissions."""

from __future__ import annotations

import ast
import copy

import numpy as np
import pytest

from autograder import references
from forwardpass.compare import compare

from .bench import BENCHES, INPUTS_CHANGED, call, identical

EVERY_BENCH = pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.layer)
EVERY_CASE = pytest.mark.parametrize(
    ("bench", "stub", "maker"),
    [
        pytest.param(bench, stub, maker, id=f"{bench.layer}-{stub}-{maker.__name__}")
        for bench in BENCHES
        for stub, maker in bench.every_case
    ],
)
# Right numbers, written into the arguments. All other mistakes give wrong numbers.
ONLY_INPUTS = {"relu-in-place", "sigmoid-in-place", "scores-changed"}
# A hint is a sentence; these begin with a number, or with a name as it stands in the code.
FIRST_WORDS = {"conv2d": {"200", "strides", "dilation_rate", "reshape"}}

# Wrong only from the second kernel of one shape on: two draws of every case show it, as the graders ask for.
NEEDS_TWO_DRAWS = {("conv2d", "remembers_the_kernel")}


def every_mistake(*names):
    return pytest.mark.parametrize(
        ("bench", "mistake"),
        [
            pytest.param(bench, mistake, id=f"{bench.layer}-{mistake.stub}-{mistake.name}")
            for bench in BENCHES
            for mistake in bench.mistakes
            if not names or mistake.name in names
        ],
    )


def every_submission(kind):
    paths = [(bench, path) for bench in BENCHES for path in getattr(bench, kind)]
    return pytest.mark.parametrize(
        ("bench", "path"), [pytest.param(bench, path, id=f"{bench.layer}-{path.stem}") for bench, path in paths]
    )


# -- references and cases ---------------------------------------------------------------------------------------------


@EVERY_BENCH
def test_every_stub_has_both_references_and_mistakes(bench):
    assert set(bench.stubs) == set(bench.exact) == set(bench.keras) == {mistake.stub for mistake in bench.mistakes}


@EVERY_CASE
def test_keras_agrees_with_the_formula_for_many_seeds(bench, stub, maker):
    for seed in range(25):
        case = maker(bench.generator(seed))
        exact = bench.exact[stub](*copy.deepcopy(case.args), **copy.deepcopy(dict(case.kwargs)))
        by_keras = bench.keras[stub](*copy.deepcopy(case.args), **copy.deepcopy(dict(case.kwargs)))
        assert compare(by_keras, exact.value, exact.bound) is None
        assert references.expected(bench.layer, stub, case).value is not None


@EVERY_CASE
def test_cases_are_drawn_from_the_generator_alone(bench, stub, maker):
    one, same = maker(bench.generator(1)), maker(bench.generator(1))
    assert identical((one.args, dict(one.kwargs)), (same.args, dict(same.kwargs)))
    draws = [maker(bench.generator(seed)) for seed in range(2, 12)]
    assert {draw.label for draw in (same, *draws)} == {one.label}
    if arrays(one):
        assert not any(identical(arrays(one), arrays(draw)) for draw in draws)
    else:  # a few whole numbers may be drawn twice
        assert not all(identical(one.args, draw.args) for draw in draws)


def arrays(case):
    return [a for a in case.args if isinstance(a, np.ndarray)]


# -- mistakes ---------------------------------------------------------------------------------------------------------


@every_mistake()
def test_every_mistake_is_rejected_whatever_the_seed(bench, mistake):
    for seed in range(10):
        cases = bench.cases(mistake.stub, [seed])
        found = {bench.fault(mistake.function, mistake.stub, case) for case in cases} - {None}
        assert found, f"no case of seed {seed} sees this mistake"
        assert (found == {INPUTS_CHANGED}) == (mistake.name in ONLY_INPUTS)


@every_mistake(*ONLY_INPUTS)
def test_writing_into_the_input_is_seen_by_the_input_alone(bench, mistake):
    assert set(bench.faults(mistake.function, mistake.stub, range(10), times=2)) == {INPUTS_CHANGED}


@EVERY_BENCH
def test_mistakes_have_distinct_names_and_a_sentence(bench):
    assert len({(mistake.stub, mistake.name) for mistake in bench.mistakes}) == len(bench.mistakes) >= 25
    allowed = FIRST_WORDS.get(bench.layer, set())
    for hint in (mistake.hint for mistake in bench.mistakes):
        assert hint[0].isupper() or hint.split()[0] in allowed
        assert hint[-1] in ".?"


# -- submissions ------------------------------------------------------------------------------------------------------


@every_submission("correct")
def test_every_right_style_is_accepted(bench, path):
    found = bench.functions(path)
    assert found
    for stub, function in found.items():
        assert bench.faults(function, stub, range(20), times=2) == []


@every_submission("wrong")
def test_every_wrong_submission_is_rejected_whatever_the_seed(bench, path):
    assert ast.get_docstring(ast.parse(path.read_text()))
    assert bench.functions(path)
    draws = 2 if (bench.layer, path.stem) in NEEDS_TWO_DRAWS else 1
    for seed in range(3):
        for stub, function in bench.functions(path).items():
            assert bench.faults(function, stub, range(seed, seed + draws)), (stub, seed)


@EVERY_BENCH
def test_there_are_enough_submissions(bench):
    assert len(bench.correct) >= 6
    assert len(bench.wrong) >= 8


# -- the bench itself -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda a, pair, options: a.__setitem__(0, -0.0),
        lambda a, pair, options: pair[1].__setitem__(0, 5.0),
        lambda a, pair, options: options["state"][0].__setitem__(0, 5.0),
        lambda a, pair, options: options.pop("state"),
    ],
)
def test_no_change_of_an_input_escapes_the_bench(change):
    args, kwargs = (np.zeros(2), (np.zeros(1), np.zeros(1))), {"options": {"state": [np.zeros(1)]}}
    kept = call(lambda a, pair, options: None, args, kwargs)
    spoilt = call(change, args, kwargs)
    assert identical((args, kwargs), (kept.inputs_after, kept.kwargs_after))
    assert not identical((args, kwargs), (spoilt.inputs_after, spoilt.kwargs_after))


def test_the_first_case_is_asked_again_at_the_end():
    (bench, *_), asked = BENCHES, []

    def right_the_first_time_through(z):
        asked.append(z)
        return z if len(asked) <= len(bench.stubs["linear"]) else 0 * z

    assert len(bench.faults(right_the_first_time_through, "linear", [0])) == 1
    assert bench.faults(lambda z: z, "linear", [0]) == []
