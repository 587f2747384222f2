"""The convolution's hidden checks, run without a sandbox: on the model answers, on nothing, and on Keras models."""

from __future__ import annotations

import copy
import inspect
import re
import types

import nbformat
import numpy as np
import pytest

from autograder.exercises import conv2d as ask
from autograder.graders import Wrong, conv2d_models, grade_conv2d

LISTED = [exercise for exercise in ask.EXERCISES if exercise.notebook != "conv2d_reasoning"]  # which has its own tests
CHECKS = [function for name, function in vars(grade_conv2d).items() if name.startswith("test_")]
REGION = re.compile(r"^ *### BEGIN SOLUTION\n.*?^ *### END SOLUTION\n?", re.DOTALL | re.MULTILINE)


class Model:
    """A Keras model as a check sees it: attributes by value(), arrays out."""

    def __init__(self, model):
        self.model = model

    def __call__(self, x):
        return np.asarray(self.model(x))

    def value(self, attribute):
        return getattr(self.model, attribute)

    def __getattr__(self, method):
        return getattr(self.model, method)


class Stub:
    def __init__(self, name, function):
        self.layer, self.name, self.function = "conv2d", name, function

    def answer(self, *args, **kwargs):
        given, named = copy.deepcopy((args, kwargs))
        value = self.function(*given, **named)
        return types.SimpleNamespace(value=value, inputs_after=given, kwargs_after=named)

    def __call__(self, *args, **kwargs):
        return self.answer(*args, **kwargs).value


class Student:
    """Answers from a namespace, in this process."""

    def __init__(self, namespace):
        self.namespace = namespace

    def __getattr__(self, name):
        return Stub(name, self.namespace[name])

    def value(self, name):
        return self.namespace[name]

    def build(self, name):
        model = self.namespace[name]()
        assert model is not None, "not written yet"
        return Model(model)


def namespace(repository, *, solved):
    """What the solution cells of both notebooks define."""
    import keras

    names = {"np": np, "keras": keras, "layers": keras.layers}
    for notebook in ("conv2d", "conv2d_keras"):
        for cell in nbformat.read(repository / "source" / "conv2d" / f"{notebook}.ipynb", as_version=4).cells:
            if cell.cell_type == "code" and cell.metadata.nbgrader.solution:
                cleared = REGION.sub("    ...\n" if "def " in cell.source else "", cell.source)
                exec(cell.source if solved else cleared, names)
    return names


@pytest.fixture(scope="module")
def model_answers(repository):
    return namespace(repository, solved=True)


@pytest.fixture(scope="module")
def unwritten(repository):
    return namespace(repository, solved=False)


def run(check, names, seed=0):
    given = {"student": Student(names), "rng": np.random.default_rng([7, seed])}
    check(*(given[parameter] for parameter in inspect.signature(check).parameters))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_model_answers_pass(check, model_answers):
    for seed in range(3):
        run(check, model_answers, seed)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_nothing_earns_nothing(check, unwritten):
    with pytest.raises(AssertionError) as refusal:
        run(check, unwritten)
    assert getattr(refusal.value, "credit", 0) == 0


def test_every_exercise_but_the_explanation_is_checked():
    checked = {mark.kwargs["name"] for check in CHECKS for mark in check.pytestmark}
    assert checked == {exercise.name for exercise in LISTED if exercise.kind != "explain"}


def test_the_notebooks_ask_what_the_exercises_list(repository):
    listed, badges = [], []
    for notebook in ("conv2d", "conv2d_keras"):
        for cell in nbformat.read(repository / "source" / "conv2d" / f"{notebook}.ipynb", as_version=4).cells:
            if cell.metadata.nbgrader.grade:
                listed.append((cell.metadata.nbgrader.grade_id, notebook, cell.metadata.nbgrader.points))
            for title, points, stars, minutes in re.findall(
                r"### Exercise \d+ · (.*)\n\*(\d+) points? · (★+)☆* · (\d+) min\*", cell.source
            ):
                badges.append((title.replace("×", "x"), int(points), len(stars), int(minutes)))
    assert [entry[:2] for entry in listed] == [(e.name, e.notebook) for e in LISTED]
    due = zip(LISTED, listed, strict=True)
    assert badges == [(e.title.replace("×", "x"), points, e.difficulty, e.minutes) for e, (_, _, points) in due]
    assert 40 <= sum(points for _, _, points in listed) <= 70


# -- models that are not quite right ----------------------------------------------------------------------------------


def classifier(filters=8, size=3, units=2, activation="softmax", relu="relu", padding="valid"):
    from keras import Input, Model, layers

    inputs = Input(shape=(32, 32, 3))
    maps = layers.Conv2D(filters, size, activation=relu, padding=padding)(inputs)
    return Model(inputs, layers.Dense(units, activation=activation)(layers.Flatten()(maps)))


@pytest.mark.parametrize(
    "options",
    [{"activation": None}, {"activation": "sigmoid"}, {"relu": None}, {"relu": "tanh"}, {"filters": 9}, {"size": 5},
     {"units": 3}, {"padding": "same"}],
)  # fmt: skip
def test_a_wrong_classifier_is_refused(options):
    with pytest.raises(AssertionError):
        run(grade_conv2d.test_classifier_outputs, {"build_conv_classifier": lambda: classifier(**options)})


def test_a_classifier_with_activation_layers_of_its_own_is_accepted():
    from keras import Input, Model, layers

    def build():
        inputs = Input(shape=(32, 32, 3))
        maps = layers.ReLU()(layers.Conv2D(8, 3)(inputs))
        return Model(inputs, layers.Softmax()(layers.Dense(2)(layers.Reshape((7200,))(maps))))

    for seed in range(3):
        run(grade_conv2d.test_classifier_outputs, {"build_conv_classifier": build}, seed)


@pytest.mark.parametrize("first", [{"strides": 2, "padding": "same"}, {"padding": "same"}, {"strides": 2}])
@pytest.mark.parametrize("second", [{"dilation_rate": 2, "padding": "same"}, {"padding": "same"}])
@pytest.mark.parametrize("activation", ["relu", None])
def test_feature_maps_are_told_apart(first, second, activation):
    from keras import Input, Model, layers

    def build():
        inputs = Input(shape=(32, 24, 3))
        maps = layers.Conv2D(8, 3, activation="relu", **first)(inputs)
        return Model(inputs, layers.Conv2D(16, 3, activation=activation, **second)(maps))

    if len(first) == len(second) == 2 and activation:
        run(grade_conv2d.test_feature_maps_outputs, {"build_conv_maps": build})
    else:
        with pytest.raises(AssertionError):
            run(grade_conv2d.test_feature_maps_outputs, {"build_conv_maps": build})


@pytest.mark.parametrize("kind", ["dense", "fixed size", "no relu", "3 x 3"])
def test_a_wrong_pixel_dense_is_refused(kind):
    from keras import Input, Model, layers

    def build():
        inputs = Input(shape=(6, 9, 3) if kind == "fixed size" else (None, None, 3))
        if kind == "dense":
            return Model(inputs, layers.Dense(8, activation="relu")(inputs))
        size, activation = 3 if kind == "3 x 3" else 1, None if kind == "no relu" else "relu"
        return Model(inputs, layers.Conv2D(8, size, padding="same", activation=activation)(inputs))

    with pytest.raises(AssertionError):
        run(grade_conv2d.test_pixel_dense_outputs, {"build_pixel_dense": build})


def invariant(kind):
    from keras import Input, Model, layers, ops

    inputs = Input(shape=(24, 20, 1))
    strides = 2 if kind == "stride" else 1
    relu = None if kind == "linear" else "relu"
    maps = layers.Conv2D(6, 1 if kind == "1 x 1" else 3, strides=strides, padding="same", activation=relu)(inputs)
    if kind == "pooled in between":
        maps = layers.MaxPooling2D(2)(maps)
    if kind == "two layers":
        maps = layers.Conv2D(5, (2, 3), padding="same", dilation_rate=2)(maps)
    if kind == "normalised":
        maps = layers.BatchNormalization()(maps)
    if kind == "sum of ops":
        return Model(inputs, layers.Dense(4)(ops.sum(maps, axis=(1, 2))))
    pool = layers.GlobalMaxPooling2D() if kind == "max" else layers.GlobalAveragePooling2D()
    outputs = layers.Dense(4)(layers.Flatten()(maps) if kind == "flatten" else pool(maps))
    return Model(inputs, 0 * outputs + 1 if kind == "constant" else outputs)


@pytest.mark.parametrize("kind", ["average", "max", "two layers", "normalised", "sum of ops"])
def test_invariant_models_are_accepted(kind):
    for seed in range(3):
        run(grade_conv2d.test_invariant_to_even_shifts, {"build_invariant": lambda: invariant(kind)}, seed)
        run(grade_conv2d.test_invariant_to_odd_shifts, {"build_invariant": lambda: invariant(kind)}, seed)


@pytest.mark.parametrize("kind", ["flatten", "1 x 1", "constant"])
def test_models_that_are_not_invariant_are_refused(kind):
    for check in (grade_conv2d.test_invariant_to_even_shifts, grade_conv2d.test_invariant_to_odd_shifts):
        with pytest.raises(AssertionError):
            run(check, {"build_invariant": lambda: invariant(kind)})


@pytest.mark.parametrize("kind", ["stride", "pooled in between"])
def test_a_stride_lets_only_its_multiples_through(kind):
    for seed in range(3):
        run(grade_conv2d.test_invariant_to_even_shifts, {"build_invariant": lambda: invariant(kind)}, seed)
        with pytest.raises(AssertionError):
            run(grade_conv2d.test_invariant_to_odd_shifts, {"build_invariant": lambda: invariant(kind)}, seed)


# -- predictions and choices ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "variable", "answer", "said"),
    [
        (grade_conv2d.test_filter_weights, "filter_weights", 80, "all three channels"),
        (grade_conv2d.test_map_shape, "map_shape", (4, 14, 9, 8), "valid padding"),
        (grade_conv2d.test_smallest_shift, "smallest_shift", (2, 3), "second"),
        (grade_conv2d.test_free_numbers, "free_numbers", 921600, "copies"),
        (grade_conv2d.test_model_parameters, "model_parameters", 57850, "on the way"),
        (grade_conv2d.test_flip, "flip", "a", "as it stands"),
        (grade_conv2d.test_matches, "matches", [3, 3, 3], "both 1"),
    ],
)
def test_a_likely_wrong_answer_gets_its_hint(check, variable, answer, said):
    with pytest.raises(Wrong) as refusal:
        run(check, {variable: answer})
    assert said in refusal.value.hint
    assert refusal.value.credit == 0


@pytest.mark.parametrize(
    ("answer", "credit"),
    [({"a"}, 1 / 2), ({"a", "b"}, 0), ({"b", "d"}, 0), ({"a", "c", "e"}, 1 / 2), (set("abcde"), 0)],
)
def test_a_choice_earns_its_share(answer, credit):
    with pytest.raises(Wrong) as refusal:
        run(grade_conv2d.test_equivariance, {"equivariance": answer})
    assert refusal.value.credit == pytest.approx(credit)


def test_predicted_numbers_are_keras_own():
    import keras

    model = classifier()
    assert model.count_params() == 14626
    assert keras.layers.Conv2D(8, 3).compute_output_shape((1, 32, 32, 3)) == (1, 30, 30, 8)
    assert keras.layers.Conv2D(8, (5, 4), strides=(2, 3), padding="same").compute_output_shape((4, 32, 30, 3)) == (
        4, 16, 10, 8,
    )  # fmt: skip
    assert keras.layers.Conv2D(8, 3).compute_output_spec(keras.KerasTensor((1, 32, 32, 3))).shape == (1, 30, 30, 8)
    assert sum(int(np.prod(size)) for size in conv2d_models.CLASSIFIER) == 14626
