"""The assignment on inductive bias: boxes are what Keras computes, and who does not look earns nothing."""

from __future__ import annotations

import sys
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from autograder.audit import identify as auditing
from autograder.audit.answers import model_answers
from autograder.audit.asking import Bounded, ask, generator
from autograder.compose import read_notebook
from autograder.demonstrations import is_demo, to_run
from autograder.exercises import of_assignment
from autograder.exercises.inductive_bias import FAMILIES
from autograder.graders import Wrong, boxes, direct
from autograder.graders.box_facts import FACTS, every_kind, images, sequences, shorter
from autograder.graders.box_grading import GROUPS, Asked, details_of, family_of, score
from autograder.sandbox import Crashed, LimitReached, Refusal
from autograder.submission import SubmittedCell

ROOT = Path(__file__).resolve().parents[2]
NAME = "inductive_bias"
CONSTRUCT = [each.name for each in of_assignment("inductive_bias") if each.notebook == "inductive_bias" and
             each.kind == "construct"]  # fmt: skip
FOR = {"shift_step": images, "is_causal": sequences}


def verdicts(name, function, secret):
    session = Bounded({name: function})
    return [ask(check, session, "inductive_bias", secret) for check in direct.checks_of("inductive_bias", name)]


@pytest.fixture(scope="module")
def practice():
    sys.path.insert(0, str(ROOT / "source" / "inductive_bias"))
    try:
        return __import__("practice")
    finally:
        sys.path.pop(0)


# -- boxes ------------------------------------------------------------------------------------------------------------


def by_keras(box, x):
    from keras import layers, ops

    if box.family == "dense_flat":
        *_, units = box.weights[0].shape
        made = [
            layers.Flatten(dtype="float64"),
            layers.Dense(units, dtype="float64"),
            layers.Reshape(box.options["layout"], dtype="float64"),
        ]
    elif box.family == "lstm":
        units, whole = len(box.weights[1]), box.details["return_sequences"]
        way = box.details["direction"]
        layer = layers.LSTM(units, return_sequences=whole, go_backwards=way == "backward", dtype="float64")
        made = [layers.Bidirectional(layer, dtype="float64") if way == "bidirectional" else layer]
    elif box.family == "attention":
        units = box.weights[-2].shape[0]
        layer = layers.MultiHeadAttention(2, 3, output_shape=units, dtype="float64")
        placed = x + box.weights[-1]
        layer.build(placed.shape, x.shape, placed.shape)
        layer.set_weights(box.weights[:-1])
        return ops.convert_to_numpy(layer(placed, x, placed, use_causal_mask=box.details["causal"]))
    elif box.family == "pooling":
        kind = "Max" if box.details["kind"] == "max" else "Average"
        size = box.details["pool_size"]
        made = [getattr(layers, f"{kind}Pooling{len(size)}D")(size, dtype="float64")]
    else:
        units = box.weights[0].shape[-1]
        made = [
            {
                "dense": lambda: layers.Dense(units, dtype="float64"),
                "layer_norm": lambda: layers.LayerNormalization(epsilon=1e-3, dtype="float64"),
                "conv2d": lambda: layers.Conv2D(units, **box.details, padding=box.options["padding"], dtype="float64"),
            }[box.family]()
        ]
    for layer in made:
        layer.build(x.shape)
        if layer.weights:
            layer.set_weights(box.weights)
        x = layer(x)
    x = ops.convert_to_numpy(x)
    turned = box.family == "lstm" and box.details["direction"] == "backward" and box.details["return_sequences"]
    return x[:, ::-1] if turned else x


@pytest.mark.parametrize("seed", range(4))
def test_every_box_is_the_keras_layer(seed):
    rng = np.random.default_rng([2207, seed])
    kinds = every_kind(rng)
    assert {box.family for box in kinds} == set(FAMILIES)
    for box in kinds:
        x = rng.standard_normal((2, *box.input_shape))
        right = by_keras(box, x)
        assert box(x).shape == right.shape
        exact = 1e-6 if box.family == "attention" else 1e-12  # Keras scales the scores in float32
        assert np.max(np.abs(box(x) - right)) < exact, (box.family, box.details)


def test_sixty_boxes_are_drawn_and_every_hyperparameter_occurs():
    for secret in range(5):
        [drawn] = auditing.courses(secret, 60)
        every = [box for _, group in drawn for box in (*group.targets, *group.others)]
        assert len(every) == 60
        details = {(box.family, *box.details.items()) for box in every if box.family in ("lstm", "attention")}
        assert len(details) == 6 + 4
        convolutions = [box for box in every if box.family == "conv2d"]
        for name in ("strides", "dilation_rate"):
            assert {max(box.details[name]) > 1 for box in convolutions} == {True, False}
        assert {box.options["padding"] for box in convolutions} == {"same", "valid"}
        assert {(box.details["kind"], len(box.input_shape)) for box in every if box.family == "pooling"} == {
            (kind, axes) for kind in ("max", "average") for axes in (2, 3)
        }


def test_no_two_secrets_and_no_two_boxes_share_weights():
    every = [box for drawn in auditing.courses(0, 180) for _, group in drawn for box in (*group.targets, *group.others)]
    weights = [box.weights[0].tobytes() for box in every if box.weights]
    assert len(weights) == len(set(weights))


REFUSED = {
    "text": "x", "none": None, "ragged": [[1.0], [2.0, 3.0]], "no batch": np.zeros((7, 4)), "a number": 3.0,
    "other shape": np.zeros((1, 8, 4)), "other axes": np.zeros((1, 7, 4, 1)), "empty": np.zeros((0, 7, 4)),
    "huge batch": np.zeros((257, 7, 4)), "NaN": np.full((1, 7, 4), np.nan), "infinite": np.full((1, 7, 4), np.inf),
    "1e300": np.full((1, 7, 4), 1e300), "complex": np.ones((1, 7, 4), complex), "objects": np.full((1, 7, 4), None),
    "integers without end": [[[10**400] * 4] * 7], "a dict": {"x": 1}, "0-d": np.array(1.0),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_box_refuses_what_its_layer_does_not_take(name, practice):
    rng = np.random.default_rng(1)
    for box in (boxes.dense(rng, (7, 4)), boxes.lstm(rng, (7, 4), "forward", True), boxes.pooling(rng, (7, 4), "max")):
        with pytest.raises(Refusal):
            boxes.Lent(box)(REFUSED[name])
    with pytest.raises(ValueError):  # NumPy's own where there is no array
        practice.boxes()[0](REFUSED[name])
    with pytest.raises(Refusal, match="one argument"):
        boxes.Lent(box)(np.zeros((1, 7, 4)), training=True)


@pytest.mark.parametrize("dtype", ["float16", "float32", "int8", "uint64", "bool", ">f8"])
def test_a_box_takes_real_numbers_of_any_kind(dtype):
    for box in every_kind(np.random.default_rng(2)):
        answer = boxes.Lent(box)(np.ones((2, *box.input_shape), dtype))
        assert answer.dtype == np.float64
        assert np.array_equal(answer, box(np.ones((2, *box.input_shape))))


def test_a_box_answers_numbers_as_large_as_it_takes():
    for box in every_kind(np.random.default_rng(3)):
        assert np.isfinite(boxes.Lent(box)(np.full((1, *box.input_shape), boxes.LARGEST))).all()


def test_a_box_counts_its_calls():
    lent = boxes.Lent(boxes.dense(np.random.default_rng(1), (7, 4)))
    for _ in range(boxes.MOST_CALLS):
        lent(np.zeros((1, 7, 4)))
    assert not lent.overdrawn
    with pytest.raises(Refusal, match="no more than 60 calls"):
        lent(np.zeros((1, 7, 4)))
    assert lent.overdrawn


# -- facts and answers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FACTS)
def test_what_is_true_of_a_box_is_what_the_model_answer_measures(name):
    probe = model_answers(NAME)[name]
    for seed in range(8):
        for box in FOR.get(name, every_kind)(np.random.default_rng([5, seed])):
            if name in ("is_additive", "inputs_seen", "shift_step") or len(box.input_shape) == 2:
                assert np.array_equal(probe(boxes.Lent(box), box.input_shape), FACTS[name](box)), box.details


HOSTILE = {
    "none": None, "nan": np.nan, "text": "conv2d" * 1000, "huge": np.zeros(2_000_000), "0-d": np.array(1.0),
    "ragged": [[1], [2, 3]], "1e300": 1e300, "complex": 1j, "whole": 10**400, "empty": np.zeros(0), "set": {"dense"},
    "deep": {"family": {"family": "dense"}}, "list": {"family": ["lstm"]}, "array": {"family": np.array(["lstm"])},
    "details": {"family": "conv2d", "kernel_size": np.full(3, np.nan), "strides": "x", "dilation_rate": {}},
    "ones": {"family": "conv2d", "kernel_size": [[1], [1]], "strides": 10**400},
    "direction": {"family": "lstm", "direction": 1e300, "return_sequences": None},
}  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", CONSTRUCT)
def test_whatever_comes_back_is_the_students_fault(name, value):
    found = verdicts(name, lambda layer, input_shape: HOSTILE[value], 1)
    assert not any(verdict.passed or verdict.ours for verdict in found)


@pytest.mark.parametrize("fault", [ZeroDivisionError(), LimitReached("time"), Crashed(), SystemExit()])
@pytest.mark.parametrize("name", CONSTRUCT)
def test_whatever_is_raised_is_the_students_fault(name, fault):
    def raising(layer, input_shape):
        raise fault

    found = verdicts(name, raising, 1)
    assert not any(verdict.passed or verdict.ours for verdict in found)


def test_what_fails_on_one_box_costs_that_box_only():
    model = model_answers(NAME)["is_additive"]

    def fails_on_images(layer, input_shape):
        return model(layer, input_shape) if len(input_shape) == 2 else 1 // 0

    [check] = direct.checks_of("inductive_bias", "is_additive")
    with pytest.raises(AssertionError, match="Right on 5 of 16 boxes") as wrong:
        direct.run(check, Bounded({"is_additive": fails_on_images}), "inductive_bias", np.random.default_rng(0))
    assert 0 < wrong.value.credit < 0.5


def test_one_by_one_convolutions_are_dense():
    assert family_of({"family": "conv2d", "kernel_size": (1, 1)}) == "dense"
    assert family_of({"family": "conv2d", "kernel_size": [1, 1], "strides": np.array([1, 1])}) == "dense"
    for other in ({}, {"kernel_size": (1, 2)}, {"kernel_size": (1, 1), "strides": (2, 1)}, {"kernel_size": (True, 1)}):
        assert family_of({"family": "conv2d", **other}) == "conv2d" or other == {"kernel_size": (True, 1)}


def test_names_and_yeses_are_taken_in_every_form():
    assert family_of({"family": "LSTM"}) == "lstm"
    assert family_of({"family": "Conv2D", "kernel_size": (1, 1)}) == "dense"
    box = boxes.attention(np.random.default_rng(1), (7, 4), True, False)
    for yes in (True, np.True_, np.array(True), np.array([True])):
        assert details_of({"causal": yes, "positions": not yes}, box)
        assert not details_of({"causal": yes, "positions": yes}, box)
    assert not details_of({"causal": 1, "positions": 0}, box)


# -- what guessing earns ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_one_family_for_all_earns_nothing(family):
    for name, draw in GROUPS.items():
        group = draw(generator("inductive_bias", name, 0))
        answers = [Asked(box, {"family": family, **box.details}) for box in (*group.targets, *group.others)]
        assert score(group, answers).credit == 0


@pytest.mark.parametrize("name", ["is_additive", "is_permutation_equivariant", "is_causal", "is_order_sensitive",
                                  "has_budget"])  # fmt: skip
def test_counting_the_boxes_earns_next_to_nothing(name):
    rng = np.random.default_rng(0)
    asked = {"is_additive": every_kind(rng), "is_causal": sequences(rng)}.get(name, [*sequences(rng), *shorter(rng)])
    turn = cycle([FACTS[name](box) for box in asked])
    [check] = direct.checks_of("inductive_bias", name)
    session, earned = Bounded({name: lambda layer, shape: next(turn)}), []
    for secret in range(30):
        try:
            direct.run(check, session, "inductive_bias", generator("inductive_bias", check.__name__, secret))
            earned.append(1.0)
        except Wrong as wrong:
            earned.append(wrong.credit)
    assert np.mean(earned) < 0.2, earned


def test_the_model_answer_names_every_box_and_lazy_answers_earn_little():
    first, *others = auditing.audit(240)[0]
    assert (first.family, first.exact, set(first.scores)) == (1, 1, {1})
    points = {each.name: float(np.mean(each.scores)) for each in others}
    assert len(points) == 13
    assert points["a blind guess"] < 0.12
    assert points["by counting the boxes"] < 0.12
    assert points["always the commonest answer"] == 0
    assert max(points.values()) < 0.35


# -- practice ---------------------------------------------------------------------------------------------------------


def test_the_practice_boxes_say_what_the_model_answers_say(practice):
    names = model_answers(NAME)
    assert tuple(FAMILIES) == practice.FAMILIES
    assert {box.answer["family"] for box in practice.boxes()} == set(FAMILIES)
    for box in practice.boxes():
        assert names["identify"](box, box.input_shape) == box.answer
    for box in practice.boxes():
        for name, due in box.right.items():
            box.calls = 0
            assert np.array_equal(names[name](box, box.input_shape), due), (box.name, name)


def test_a_practice_box_takes_what_the_secret_ones_take(practice):
    for x in (np.ones((256, 7, 4), bool), np.full((1, 7, 4), -1_000_000), np.ones((1, 7, 4), "float16").tolist()):
        assert len(practice.boxes()[0](x)) == len(x)
    with pytest.raises(ValueError, match="at most a million"):
        practice.boxes()[0](np.full((1, 7, 4), 1_000_001))


def test_a_practice_box_counts_calls_too(practice):
    box = practice.boxes()[0]
    for _ in range(60):
        box(np.zeros((1, 7, 4)))
    with pytest.raises(ValueError, match="no more than 60 calls"):
        box(np.zeros((1, 7, 4)))


def test_practice_shows_what_is_wrong_and_survives_it(practice, capsys, monkeypatch):
    import matplotlib.pyplot as plt

    monkeypatch.setattr(plt, "show", lambda: plt.close("all"))
    practice.draw_responses()
    for function in (lambda layer, shape: None, lambda layer, shape: 1 // 0, lambda layer, shape: {"family": "lstm"}):
        function.__name__ = "is_causal"
        practice.show_answers(function)
        practice.draw_confusion(function)
    told = capsys.readouterr().out
    assert "Write is_causal first." in told
    assert "Write identify first." in told
    assert "ZeroDivisionError" in told
    assert "0 of 10 right." in told


def test_practice_is_never_needed_to_grade():
    for folder in ("release", "solutions"):
        assert (ROOT / folder / "inductive_bias" / "practice.py").is_file()
        notebook = read_notebook(ROOT / folder / "inductive_bias" / "inductive_bias.ipynb")
        cells = [
            SubmittedCell(i, c.cell_type, c.source, c.metadata.nbgrader.grade_id, "instructor", c.id, c.metadata)
            for i, c in enumerate(notebook.cells)
        ]
        assert sum("practice" in cell.source for cell in cells if is_demo(cell)) == 9
        assert not any("from practice" in cell.source for cell in to_run(cells))


def test_identify_names_layers_made_by_keras():
    from keras import layers

    identify = model_answers(NAME)["identify"]
    last = {"family": "lstm", "direction": "forward", "return_sequences": False}
    for layer, shape, due in (
        (layers.LSTM(4, dtype="float64"), (7, 3), last),
        (layers.Conv2D(5, (2, 3), dtype="float64"), (9, 11, 3),
         {"family": "conv2d", "kernel_size": (2, 3), "strides": (1, 1), "dilation_rate": (1, 1)}),
        (layers.Conv2D(5, (1, 1), dtype="float64"), (9, 11, 3), {"family": "dense"}),
        (layers.AveragePooling2D((2, 3), dtype="float64"), (9, 11, 3),
         {"family": "pooling", "kind": "average", "pool_size": (2, 3)}),
    ):  # fmt: skip
        assert identify(lambda x, layer=layer: np.asarray(layer(x)), shape) == due
