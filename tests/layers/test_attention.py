"""The attention assignment: references, cases, mistakes, right styles and constructed answers."""

from __future__ import annotations

import ast
import copy
import runpy
import warnings
from pathlib import Path

import numpy as np
import pytest

from autograder import references
from autograder.exercises import Case
from autograder.exercises import attention as ask
from autograder.graders import attention_properties as claim
from autograder.graders.diagnosis import diagnose
from autograder.misconceptions.attention import MISTAKES
from autograder.references.attention import EXACT
from forwardpass.compare import compare
from forwardpass.live.attention import KERAS

SUBMISSIONS = Path(__file__).resolve().parents[1] / "submissions"
CORRECT = sorted((SUBMISSIONS / "correct" / "attention").glob("*.py"))
WRONG = sorted((SUBMISSIONS / "wrong" / "attention").glob("*.py"))
STUBS = {exercise.name: exercise.cases for exercise in ask.EXERCISES if exercise.kind == "stub"}
EVERY_CASE = [
    pytest.param(stub, maker, id=f"{stub}-{maker.__name__}") for stub, makers in STUBS.items() for maker in makers
]


def generator(seed):
    return np.random.default_rng([1809, seed])


def functions(path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        names = runpy.run_path(str(path))
    return {stub: names[stub] for stub in STUBS if stub in names}


def answer_to(function, case):
    """The answer and the arguments after the call. Right styles may overflow on the way to a right answer."""
    args, kwargs = copy.deepcopy((case.args, dict(case.kwargs)))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return function(*args, **kwargs), args


def fault(function, stub, case):
    """What is wrong with a function's answer to a case, asked as the graders ask; or None."""
    expected = references.expected("attention", stub, case)
    try:
        answer, after = answer_to(function, case)
    except Exception as error:
        return repr(error)
    difference = compare(answer, expected.value, expected.bound, reveal=False)
    if difference is not None:
        return difference.message
    same = all(np.array_equal(a, b) for a, b in zip(case.args, after, strict=True) if isinstance(a, np.ndarray))
    return None if same else "inputs changed"


def faults(function, stub, seeds=1):
    cases = [maker(generator(seed)) for seed in range(seeds) for maker in STUBS[stub]]
    return [message for case in [*cases, cases[0]] if (message := fault(function, stub, case)) is not None]


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_keras_agrees_with_the_formula_for_many_seeds(stub, maker):
    for seed in range(25):
        case = maker(generator(seed))
        exact = EXACT[stub](*case.args, **case.kwargs)
        by_keras = KERAS[stub](*copy.deepcopy(case.args), **copy.deepcopy(dict(case.kwargs)))
        assert compare(by_keras, exact.value, exact.bound) is None


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_a_bound_leaves_no_room_for_a_wrong_digit(stub, maker):
    exact = EXACT[stub](*(case := maker(generator(0))).args, **case.kwargs)
    values, bounds = (x if isinstance(x, tuple) else (x,) for x in (exact.value, exact.bound))
    large = {"far_keys", "weights_of_large_scores", "dot_large_scores", "additive_large_scale", "heads_large_scores"}
    digits = 1e-3 if maker.__name__ in large else 5e-5  # an honest softmax of a score of 1000 errs by 1000 u
    largest = max(1.0, *(np.max(np.abs(a)) for a in case.args if isinstance(a, np.ndarray) and a.dtype != bool))
    for value, bound in zip(values, bounds, strict=True):
        assert np.shape(value) == np.shape(bound)
        assert np.max(np.where(np.isfinite(bound), bound, 0)) <= digits * largest


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_cases_are_drawn_from_the_generator_alone(stub, maker):
    one, same, other = maker(generator(1)), maker(generator(1)), maker(generator(2))
    assert one.label == same.label == other.label
    assert all(np.array_equal(a, b) for a, b in zip(one.args, same.args, strict=True))
    assert any(
        isinstance(a, np.ndarray) and not np.array_equal(a, b) for a, b in zip(one.args, other.args, strict=True)
    )


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_every_query_may_attend_to_something(stub, maker):
    for seed in range(25):
        case = maker(generator(seed))
        masks = [a for a in (*case.args, *case.kwargs.values()) if isinstance(a, np.ndarray) and a.dtype == bool]
        assert all(mask.any(axis=-1).all() for mask in masks)
        assert all(not mask.all() for mask in masks)


def test_large_scores_do_overflow_without_a_shift():
    with np.errstate(over="ignore"):
        for seed in range(25):
            query, keys, _ = ask.far_keys(generator(seed)).args
            assert np.isinf(np.exp(keys @ query)).any()
            query, _, key = ask.dot_large_scores(generator(seed)).args
            assert np.isinf(np.exp(query @ key.swapaxes(1, 2) / np.float32(7**0.5))).any()


def test_scores_under_the_mask_may_be_anything():
    case = ask.dot_under_causal_mask(generator(0))
    expected = references.expected("attention", "dot_product_attention", case)
    scores, weights, output = (np.array(x) for x in expected.value)
    for hidden in (-np.inf, -1e9, np.nan, 0.0):
        there = np.where(case.kwargs["mask"], scores, hidden)
        assert compare((there, weights, output), expected.value, expected.bound) is None
    assert compare((scores + 0.01, weights, output), expected.value, expected.bound) is not None


def test_the_dot_product_is_that_of_keras_layers():
    from keras import layers, ops

    query, value, key = ask.dot_scaled_by_default(generator(0)).args
    exact = EXACT["dot_product_attention"](query, value, key, 1.0)
    output, weights = layers.Attention()([query, value, key], return_attention_scores=True)
    assert compare(ops.convert_to_numpy(weights), exact.value[1], exact.bound[1]) is None
    assert compare(ops.convert_to_numpy(output), exact.value[2], exact.bound[2]) is None
    query, value, key = ask.dot_one_sequence(generator(0)).args
    exact = EXACT["dot_product_attention"](query, value, key, 1.0, ask.causal_mask(5))
    output = layers.Attention()([query, value, key], use_causal_mask=True)
    assert compare(ops.convert_to_numpy(output), exact.value[2], exact.bound[2]) is None


# -- mistakes and submissions -----------------------------------------------------------------------------------------


def test_every_stub_has_both_references_and_mistakes():
    assert set(STUBS) == set(EXACT) == set(KERAS) == {mistake.stub for mistake in MISTAKES}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.stub}-{mistake.name}")
def test_every_mistake_is_rejected_for_every_seed(mistake):
    for seed in range(4):
        cases = [maker(generator(seed)) for maker in STUBS[mistake.stub]]
        assert any(fault(mistake.function, mistake.stub, case) for case in cases)


@pytest.mark.parametrize(
    "mistake",
    [m for m in MISTAKES if m.name != "scores-changed"],  # gives the right numbers: seen by its inputs
    ids=lambda mistake: f"{mistake.stub}-{mistake.name}",
)
def test_every_mistake_is_named_to_the_student(mistake):
    named = []
    for maker in STUBS[mistake.stub]:
        case = maker(generator(0))
        try:
            answer, _ = answer_to(mistake.function, case)
        except Exception:
            continue
        expected = references.expected("attention", mistake.stub, case)
        difference = compare(answer, expected.value, expected.bound)
        if difference is None:
            continue
        if difference.stage in ("structure", "shape"):  # the sentence about shapes says it
            assert difference.message
            return
        named.append(diagnose("attention", mistake.stub, case, answer, expected))
    assert mistake.hint in named


def test_changed_scores_are_seen_by_the_inputs_alone():
    (changed,) = (m for m in MISTAKES if m.name == "scores-changed")
    assert set(faults(changed.function, changed.stub)) == {"inputs changed"}


def test_mistakes_have_distinct_names_and_a_sentence():
    assert len({(mistake.stub, mistake.name) for mistake in MISTAKES}) == len(MISTAKES) >= 25
    assert all(mistake.hint[0].isupper() or mistake.hint[0] in "-0" for mistake in MISTAKES)
    assert all(mistake.hint[-1] in ".?" for mistake in MISTAKES)


@pytest.mark.parametrize("path", CORRECT, ids=lambda path: path.stem)
def test_every_right_style_is_accepted(path):
    found = functions(path)
    assert found
    for stub, function in found.items():
        assert faults(function, stub, seeds=20) == []


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_every_wrong_submission_is_rejected(path):
    assert ast.get_docstring(ast.parse(path.read_text()))
    found = functions(path)
    assert found
    for stub, function in found.items():
        assert faults(function, stub), stub


def test_there_are_enough_submissions():
    assert len(CORRECT) >= 6
    assert len(WRONG) >= 8


# -- by hand: every number below can be found with a pencil -----------------------------------------------------------

LN2, LN3, LN5 = np.log([2.0, 3.0, 5.0])
ATANH = np.log(3.0) / 2  # tanh of it is (3 - 1) / (3 + 1) = 1/2


def rows(*numbers):
    return np.array(numbers, float)[None]


HANDMADE = [
    # similarities 0 and ln 3, weights 1/4 and 3/4
    ("soft_lookup", (np.array([1.0, 0.0]), np.array([[0.0, 5.0], [LN3, 2.0]]), np.array([8.0, 4.0])), 5.0),
    # 8 / (5 · 2), and -3 / (5 · 1)
    ("cosine_scores", (np.array([[3.0, 4.0]]), np.array([[0.0, 2.0], [-1.0, 0.0]])), [[0.8, -0.6]]),
    ("attention_weights", (np.array([[0.0, LN2, LN5]]),), [[1 / 8, 2 / 8, 5 / 8]]),
    ("attention_weights", (np.array([[0.0, LN2, LN5]]), np.array([True, True, False])), [[1 / 3, 2 / 3, 0.0]]),
    # width 4: products 2 ln 3 and 0, divided by 2
    (
        "dot_product_attention",
        (rows([2, 0, 0, 0]), rows([4, 0], [0, 8]), rows([LN3, 1, 0, 0], [0, 5, 1, 0])),
        ([[[LN3, 0.0]]], [[[3 / 4, 1 / 4]]], [[[3.0, 2.0]]]),
    ),
    # tanh of [0, 1/2 ln 3] and [0, 0]: scores 2 ln 3 · 1/2 = ln 3 and 0, weights 3/4 and 1/4
    (
        "additive_attention",
        (rows([1, 0]), rows([4.0], [8.0]), rows([-1, ATANH], [-1, 0]), np.array([1.0, 2 * LN3])),
        [[[5.0]]],
    ),
    # head 1: 3·1, head 2: 1 + 2 + 10
    (
        "project_heads",
        (rows([1, 2]), np.array([[[3.0], [1.0]], [[0.0], [1.0]]]), np.array([[0.0], [10.0]])),
        [[[[3.0]], [[13.0]]]],
    ),
    # size 1, query 1, keys ln 3 and 0. Head 1 mixes 4 and 8 to 5, head 2 (keys times 0) to 6; output 5 + 10·6 + 100
    (
        "multi_head_attention",
        (
            *(rows([1.0]), rows([4.0], [8.0]), rows([LN3], [0.0])),
            *(np.array([[[1.0], [1.0]]]), np.zeros((2, 1)), np.array([[[1.0], [0.0]]]), np.zeros((2, 1))),
            *(np.array([[[1.0], [1.0]]]), np.zeros((2, 1)), np.array([[[1.0]], [[10.0]]]), np.array([100.0])),
        ),
        [[[165.0]]],
    ),
]


@pytest.mark.parametrize(("stub", "args", "value"), HANDMADE)
def test_formula_by_hand(stub, args, value):
    exact = references.expected("attention", stub, Case("by hand", args))
    for got, due in zip(*((x if isinstance(x, tuple) else (x,)) for x in (exact.value, value)), strict=True):
        np.testing.assert_allclose(got, due, rtol=0, atol=1e-13)


# -- constructed answers ----------------------------------------------------------------------------------------------


def refused(function, *args):
    with pytest.raises(AssertionError) as refusal:
        function(*args)
    return str(refusal.value)


def pairs():
    rng = generator(0)
    return rng.standard_normal((5, 3)), rng.standard_normal((5, 2)), rng.standard_normal((6, 3))


@pytest.mark.parametrize("order", [[4, 3, 2, 1, 0], [1, 0, 2, 3, 4], [2, 3, 4, 0, 1]])
def test_a_shuffle_of_pairs_is_accepted(order):
    key, value, queries = pairs()
    claim.shuffles_pairs(key, value, (key[order], value[order].astype(np.float32)), queries)


@pytest.mark.parametrize(
    ("shuffle", "said"),
    [
        (lambda k, v: (k, v), "Nothing moved"),
        (lambda k, v: (k[::-1], v), "lost its value"),
        (lambda k, v: (k[::-1], np.roll(v, 1, axis=0)), "lost its value"),
        (lambda k, v: (k[:, ::-1], v), "not the given rows"),
        (lambda k, v: (0 * k, 0 * v), "not the given rows"),
        (lambda k, v: (np.repeat(k[:1], 5, 0), np.repeat(v[:1], 5, 0)), "not the given rows"),
        (lambda k, v: (k[::-1], np.full_like(v, np.nan)), "NaN"),
        (lambda k, v: (k[:4], v[:4]), "another shape"),
        (lambda k, v: k[::-1], "tuple"),
        (lambda k, v: None, "Not answered"),
        (lambda k, v: ("key", v), "numbers"),
    ],
)
def test_other_shuffles_are_refused(shuffle, said):
    key, value, queries = pairs()
    assert said in refused(claim.shuffles_pairs, key, value, shuffle(key, value), queries)


def start_token(length):
    value = np.zeros((length, 1))
    value[0] = 1
    return value


def sequence(length, query=0.0, key=0.0, first=None, value=None):
    rest = np.full((length, 2), float(key))
    if first is not None:
        rest[0] = first
    return np.full((length, 2), float(query)), rest, start_token(length) if value is None else value


@pytest.mark.parametrize(
    "make",
    [
        lambda n: sequence(n),
        lambda n: sequence(n, query=1.5, key=-2.0),
        lambda n: sequence(n, query=0.0, key=3.0, first=7.0),
        lambda n: tuple(array.tolist() for array in sequence(n)),
    ],
)
def test_a_leak_of_position_is_accepted(make):
    for length in (6, 11):
        claim.leaks_position(length, make(length))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda n: sequence(n, value=1 / np.arange(1, n + 1)[:, None]), "`value` after the first differ"),
        (lambda n: sequence(n, query=1.0, key=0.0, first=1.0), "is not 1/2"),
        (lambda n: sequence(n, value=np.ones((n, 1))), "is not 1/2"),
        (lambda n: sequence(n, value=np.zeros((n, 1))), "is not 1/1"),
        (lambda n: (np.arange(n)[:, None], np.zeros((n, 1)), start_token(n)), "`query` after the first differ"),
        (lambda n: (np.zeros((n, 1)), np.zeros((n, 2)), start_token(n)), "same width"),
        (lambda n: (np.zeros((n, 0)), np.zeros((n, 0)), start_token(n)), "another shape"),
        (lambda n: sequence(8), "another shape"),
        (lambda n: sequence(n, query=np.nan), "NaN"),
        (lambda n: sequence(n, query=1e8), "between"),
    ],
)
def test_no_leak_of_position_is_refused(make, said):
    assert said in refused(claim.leaks_position, 6, make(6))


A, B = [1.0, 0.0, 2.0], [0.0, -1.0, 1.0]


@pytest.mark.parametrize(
    "answer",
    [
        ([A, B], [A, A, B, B]),
        ([A, B], [B, A, B, A, B, A]),
        {"small": [A, A, B], "large": [A, B, A, A, B, A]},
        (np.array([A, B, B, A], np.float32), np.array([B, A], np.float32)),
    ],
)
def test_sets_that_cannot_be_counted_are_accepted(answer):
    claim.cannot_count(answer, 0.5 * generator(0).standard_normal((16, 3)))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (([A, B], [A, A, B]), "a query for which"),
        (([A, B], [A, B, [0.5, -0.5, 1.5]]), "a query for which"),
        (([A, B], [A, B, [0, 0, 0]]), "a query for which"),
        (([A, B], [B, A]), "same size"),
        (([A, A], [A, A, A]), "at least two tokens"),
        (([[0, 0, 0]] * 2, [[0, 0, 0]] * 4), "at least two tokens"),
        (([A], [A, A]), "at least two tokens"),
        (([[1e4, 0, 0], [-1e4, 0, 0]], [[1e4, 0, 0], [1e4, 0, 0], [-1e4, 0, 0]]), "between"),
        (([A, [0, 0, np.inf]], [A, A, B, B]), "NaN or infinity"),
        (([A[:2], B[:2]], [A[:2], A[:2], B[:2], B[:2]]), "another shape"),
        ((np.zeros((0, 3)), [A, B]), "another shape"),
        (None, "Not answered"),
    ],
)
def test_sets_that_differ_are_refused(answer, said):
    assert said in refused(claim.cannot_count, answer, 0.5 * generator(0).standard_normal((16, 3)))


LINE = [[0.0, 0.0], [2.0, 4.0], [1.0, 2.0]]  # the third is the mean of the others


@pytest.mark.parametrize(
    "answer",
    [
        (LINE, np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.1, 0.8])),
        # 0, 1 and 4 on a line: 1 = 3/4 · 0 + 1/4 · 4, so 0.4 of it is 0.3 of the first and 0.1 of the last
        ([[0, 0], [1, 0], [4, 0]], np.log([0.2, 0.6, 0.2]), np.log([0.5, 0.2, 0.3])),
        {"value": np.array(LINE), "scores_a": np.log([5, 5, 2]) + 3, "scores_b": np.log([1, 1, 10])},
    ],
)
def test_two_explanations_are_accepted(answer):
    claim.explains_twice(answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((LINE, [0.0, 1.0, 2.0], [5.0, 6.0, 7.0]), "nowhere 0.2 apart"),
        ((LINE, np.log([0.4, 0.4, 0.2]), np.log([0.35, 0.35, 0.3])), "nowhere 0.2 apart"),
        ((LINE, np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.8, 0.1])), "outputs differ"),
        (([[0, 0], [1, 0], [0, 1]], np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.1, 0.8])), "outputs differ"),
        ((np.zeros((3, 2)), [0.0, 0.0, 5.0], [5.0, 0.0, 0.0]), "(nearly) the same"),
        (([[0, 0], [0, 0], [1, 2]], [5.0, 0.0, 0.0], [0.0, 5.0, 0.0]), "(nearly) the same"),
        ((LINE, [0.0, 0.0, np.nan], [0.0, 0.0, 1.0]), "NaN"),
        ((LINE, [0.0, 0.0, -1e300], [0.0, 0.0, 1.0]), "between"),
        ((LINE, [0.0, 0.0]), "tuple"),
    ],
)
def test_single_explanations_are_refused(answer, said):
    assert said in refused(claim.explains_twice, answer)


# -- built models -----------------------------------------------------------------------------------------------------


class Built:
    """A Keras model as the sandbox hands it to a check: plain values in, plain values out."""

    def __init__(self, model):
        self.model = model
        self.get_weights, self.set_weights = model.get_weights, model.set_weights

    def value(self, name):
        return getattr(self.model, name)

    def __call__(self, x):
        from keras import ops, tree

        return tree.map_structure(ops.convert_to_numpy, self.model(x))


def one_head(parts, scale=None, order=("query", "key", "value"), swap=False, bias=True, use_scale=False):
    import keras
    from keras import layers

    inputs = {name: keras.Input((None, 32)) for name in ("query", "value", "key")}
    dense = {name: layers.Dense(4, use_bias=bias) for name in order}
    query, value, key = (dense[name](inputs[name]) for name in ("query", "value", "key"))
    if swap:
        value, key = key, value
    if scale is not None:
        query = layers.Rescaling(scale)(query)
    if parts == 1:
        outputs = layers.Attention(use_scale=use_scale)([query, value, key])
    else:
        scores = layers.Dot(axes=(2, 2))([query, key])
        weights = layers.Softmax()(scores)
        outputs = [scores, weights, layers.Dot(axes=(2, 1))([weights, value])]
    return Built(keras.Model(list(inputs.values()), outputs))


@pytest.mark.parametrize("order", [("query", "key", "value"), ("value", "query", "key")])
def test_a_head_from_single_steps_is_accepted(order):
    model = one_head(3, order=order)
    for lengths in ((16, 5), (8, 3)):
        claim.attends_with_one_head(model, generator(0), lengths, scale=1.0, parts=3)


def test_a_head_from_operations_is_accepted():
    import keras
    from keras import layers, ops

    query, value, key = (keras.Input((None, 32)) for _ in range(3))
    q, k, v = layers.Dense(4)(query), layers.Dense(4)(key), layers.Dense(4)(value)
    scores = ops.matmul(q, ops.transpose(k, (0, 2, 1)))
    weights = ops.softmax(scores, axis=-1)
    model = keras.Model([query, value, key], [scores, weights, ops.matmul(weights, v)])
    claim.attends_with_one_head(Built(model), generator(0), (16, 5), scale=1.0, parts=3)


def test_scaled_heads_are_accepted():
    import keras
    from keras import layers

    claim.attends_with_one_head(one_head(1, scale=0.5), generator(0), (7, 5), scale=0.5, parts=1)
    query, value, key = (keras.Input((None, 32)) for _ in range(3))
    output = layers.Attention()([layers.Dense(4)(query), layers.Dense(4)(value), layers.Dense(4)(key) / 4**0.5])
    claim.attends_with_one_head(
        Built(keras.Model([query, value, key], output)), generator(0), (7, 5), scale=0.5, parts=1
    )


def test_other_heads_are_refused():
    def hint(model, scale, parts):
        with pytest.raises(AssertionError) as refusal:
            claim.attends_with_one_head(model, generator(0), (7, 5), scale=scale, parts=parts)
        return refusal.value.hint

    assert "changed places" in hint(one_head(3, swap=True), 1.0, 3)
    assert "changed places" in hint(one_head(1, scale=0.5, swap=True), 0.5, 1)
    assert "should not scale" in hint(one_head(3, scale=0.5), 1.0, 3)
    assert "not scaled" in hint(one_head(1), 0.5, 1)
    assert "learnt scale" in hint(one_head(1, use_scale=True), 0.5, 1)
    assert hint(one_head(3, bias=False), 1.0, 3) == ""
    assert hint(one_head(3, scale=0.25), 1.0, 3) == ""


def test_models_of_another_form_are_refused():
    import keras
    from keras import layers

    x = keras.Input((None, 32))
    single = Built(keras.Model(x, layers.Dense(4)(x)))
    assert "three inputs" in refused(claim.has_three_projections, single)
    assert "(steps, 6)" in refused(claim.has_the_parts_of_a_classifier, single)


def classifier(heads=2, size=4, pool="GlobalAveragePooling1D", activation="softmax", causal=False, two=False):
    import keras
    from keras import layers

    x = keras.Input((None, 6))
    attention = layers.MultiHeadAttention(num_heads=heads, key_dim=size)
    attended = attention(query=x, value=x, use_causal_mask=causal)
    dense = layers.Dense(3)(getattr(layers, pool)()(attended))
    return Built(keras.Model(x, layers.Activation(activation)(dense) if two else _activated(dense, activation)))


def _activated(x, activation):
    from keras import activations

    return activations.get(activation)(x)


@pytest.mark.parametrize("two", [False, True])
def test_classifiers_are_accepted(two):
    model = classifier(two=two)
    for steps in (7, 11):
        claim.classifies_sequences(model, generator(0), steps)


@pytest.mark.parametrize(
    "options",
    [{"heads": 1}, {"size": 2}, {"pool": "GlobalMaxPooling1D"}, {"activation": "sigmoid"}, {"causal": True}],
)
def test_other_classifiers_are_refused(options):
    refused(claim.classifies_sequences, classifier(**options), generator(0), 7)
