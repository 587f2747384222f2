"""The dense layer's questions: which constructed answers and built models are accepted, and which refused."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from autograder.graders import dense_properties as properties

from .bench import DENSE

generator = DENSE.generator


pytestmark = pytest.mark.usefixtures("decided_both_ways")


def refused(function, *args):
    with pytest.raises(AssertionError) as refusal, warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        function(*args)
    return str(refusal.value)


def xor(hidden_kernel, hidden_bias, output_kernel, output_bias):
    parts = (hidden_kernel, hidden_bias, output_kernel, output_bias)
    return tuple(np.array(part, float) for part in parts)


ONES = [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    "answer",
    [
        xor(ONES, [0, -1], [[1], [-2]], [0]),  # relu(s) - 2 relu(s - 1)
        xor([[1, -1], [-1, 1]], [0, 0], [[1], [1]], [0]),  # relu(x1 - x2) + relu(x2 - x1)
        xor(ONES, [-1, 1], [[-2], [1]], [-1]),  # the first with its units swapped, shifted
        [[[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0]],  # lists of integers
    ],
)
def test_xor_accepts(answer):
    properties.solves_xor(answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (xor(ONES, [0, 0], [[1], [-2]], [0]), "(0, 1)"),
        (xor(ONES, [0, -1], [[1], [-1]], [0]), "(1, 1)"),
        (xor(np.zeros((2, 2)), [0, 0], [[0], [0]], [0.5]), "(0, 0)"),
        (xor(np.zeros((2, 2)), [0, 0], [[0], [0]], [0]), "(0, 1) and (1, 0)"),
        (xor(np.full((2, 2), np.nan), [0, -1], [[1], [-2]], [0]), "finite"),
        (xor(np.ones((2, 3)), [0, -1, 0], [[1], [-2], [0]], [0]), "shape"),
        (xor(ONES, [0, -1], [[1e30], [-2e30]], [0]), "(0, 1)"),
        (xor(ONES, [0, -1], [[1e300], [-2e300]], [0]), "(0, 0)"),
        (None, "Not answered"),
        ((1, 2, 3), "tuple of 4 arrays"),
        (("a", "b", "c", "d"), "real numbers"),
    ],
)
def test_xor_refuses(answer, said):
    assert said in refused(properties.solves_xor, answer)


def collapse(k1, b1, k2, b2, k3, b3):
    return k1 @ k2 @ k3, (b1 @ k2 + b2) @ k3 + b3


def collapse_by_probing(*layers):
    def three(x):
        for kernel, bias in zip(layers[::2], layers[1::2], strict=True):
            x = x @ kernel + bias
        return x

    bias = three(np.zeros(4))
    return three(np.eye(4)) - bias, bias


@pytest.mark.parametrize("answer", [collapse, collapse_by_probing])
def test_collapse_accepts(answer):
    for seed in range(10):
        properties.collapses(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda *layers: (collapse(*layers)[0], layers[5]), "bias"),
        (lambda *layers: (collapse(*layers)[0], layers[1].sum() + layers[3].sum() + layers[5]), "bias"),
        (lambda *layers: (layers[0] @ layers[2] @ np.maximum(layers[4], 0), collapse(*layers)[1]), "kernel"),
        (lambda *layers: (np.zeros((4, 3)), np.zeros(3)), "kernel"),
        (lambda *layers: (np.full((4, 3), np.inf), np.zeros(3)), "finite"),
        (lambda *layers: collapse(*layers)[0], "tuple of 2 arrays"),
        (lambda *layers: None, "Not answered"),
    ],
)
def test_collapse_refuses(answer, said):
    for seed in range(5):
        assert said in refused(properties.collapses, answer, generator(seed))


def twins_reordered(hk, hb, ok, ob):
    order = np.arange(len(hb))[::-1]
    return hk[:, order], hb[order], ok[order], ob


def twins_rescaled(hk, hb, ok, ob):
    scale = np.array([1.0, 0.5, 3.0, 1.0, 8.0])
    return hk * scale, hb * scale, ok / scale[:, None], ob


@pytest.mark.parametrize("answer", [twins_reordered, twins_rescaled])
def test_twins_accepts(answer):
    for seed in range(10):
        properties.is_twin(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda *weights: weights, "have to differ"),
        (lambda hk, hb, ok, ob: (1.0001 * hk, 1.0001 * hb, ok / 1.0001, ob), "have to differ"),
        (lambda hk, hb, ok, ob: (-hk, -hb, -ok, ob), "so does the function"),
        (lambda hk, hb, ok, ob: (2 * hk, hb, ok / 2, ob), "so does the function"),
        (lambda hk, hb, ok, ob: (hk[:, ::-1], hb, ok[::-1], ob), "so does the function"),
        (lambda hk, hb, ok, ob: (hk, hb, ok, ob + 0.02), "so does the function"),
        (lambda hk, hb, ok, ob: (0 * hk, 0 * hb, 0 * ok, 0 * ob), "so does the function"),
        (lambda hk, hb, ok, ob: (hk.T, hb, ok, ob), "shape"),
    ],
)
def test_twins_refuses(answer, said):
    for seed in range(5):
        assert said in refused(properties.is_twin, answer, generator(seed))


def blind_with_a_matrix(kernel, permutation):
    return np.eye(len(kernel))[permutation] @ kernel


@pytest.mark.parametrize("answer", [lambda kernel, permutation: kernel[permutation], blind_with_a_matrix])
def test_blind_accepts(answer):
    for seed in range(10):
        properties.is_blind(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda kernel, permutation: kernel, "other outputs"),
        (lambda kernel, permutation: kernel[np.argsort(permutation)], "opposite direction"),
        (lambda kernel, permutation: kernel[::-1], "other outputs"),
        (lambda kernel, permutation: 0 * kernel, "other outputs"),
        (lambda kernel, permutation: np.nan * kernel, "finite"),
        (lambda kernel, permutation: kernel.T, "shape"),
        (lambda kernel, permutation: None, "Not answered"),
        (lambda kernel, permutation: "kernel", "real numbers"),
    ],
)
def test_blind_refuses(answer, said):
    for seed in range(5):
        assert said in refused(properties.is_blind, answer, generator(seed))


def parabola(target, knot=1.0, extra=0):
    slope = (target - 10) / (10 - knot)
    hidden_bias = np.array([0.0, 0.0, -knot] + [0.0] * extra)
    output_kernel = np.array([[1.0], [1.0], [slope]] + [[0.0]] * extra)
    return np.array([[1.0, -1.0, 1.0] + [1.0] * extra]), hidden_bias, output_kernel, np.zeros(1)


def parabola_through_chords(target):
    kernel, bias = np.array([[1.0, 1.0, 1.0]]), np.array([1.0, 0.0, -5.0])  # 1 - r(x + 1) + 2 r(x) + a r(x - 5)
    return kernel, bias, np.array([[-1.0], [2.0], [(target - 10) / 5]]), np.ones(1)


@pytest.mark.parametrize("answer", [parabola, parabola_through_chords, lambda t: parabola(t, 2.0, 61)])
def test_parabola_accepts(answer):
    for seed in range(10):
        properties.reaches_targets(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda target: parabola(100.0), "misses a target"),
        (lambda target: parabola(10.0), "misses a target"),
        (lambda target: parabola(target, 0.5), "samples are not fitted"),
        (lambda target: (np.ones((1, 1)), np.zeros(1), np.full((1, 1), target / 10), np.zeros(1)), "not fitted"),
        (lambda target: parabola(target, 2.0, 62), "1 to 64"),
        (lambda target: (*parabola(target)[:2], np.ones((4, 1)), np.zeros(1)), "disagree"),
        (lambda target: tuple(np.nan * part for part in parabola(target)), "finite"),
        (lambda target: target, "tuple of 4 arrays"),
    ],
)
def test_parabola_refuses(answer, said):
    for seed in range(5):
        assert said in refused(properties.reaches_targets, answer, generator(seed))


# -- models -----------------------------------------------------------------------------------------------------------


class FakeModel:
    """What the graders see of a student's model, with a NumPy function for its layers."""

    def __init__(self, forward, shapes, inputs=(None, 32, 32, 3), outputs=(None, 2)):
        self.forward, self.attributes = forward, {"input_shape": inputs, "output_shape": outputs}
        self.weights = [np.zeros(shape) for shape in shapes]

    def value(self, name):
        return self.attributes[name]

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights

    def __call__(self, x):
        return self.forward(x, *self.weights)


def image_network(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = np.maximum(x @ hidden_kernel + hidden_bias, 0)
    return hidden.reshape(len(x), -1) @ output_kernel + output_bias


def judge_image_network(model, seed=0):
    properties.has_shapes(model, (None, 32, 32, 3), (None, 2), properties.IMAGE_SHAPES)
    weights, x, right = properties.image_example(generator(seed))
    properties.run_alike(model, weights, x, right.value, right.bound, {})


def test_a_right_model_is_accepted():
    judge_image_network(FakeModel(image_network, properties.IMAGE_SHAPES))


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (FakeModel(lambda x, *_: np.zeros((len(x), 2)), [(3072, 8), (8,), (8, 2), (2,)]), "should learn arrays"),
        (FakeModel(image_network, properties.IMAGE_SHAPES, inputs=(4, 32, 32, 3)), "input_shape"),
        (FakeModel(image_network, properties.IMAGE_SHAPES, outputs=(None, 32, 32, 2)), "output_shape"),
        (FakeModel(lambda x, a, b, c, d: np.tanh(image_network(x, a, b, c, d)), properties.IMAGE_SHAPES), "differs"),
        (FakeModel(lambda x, a, b, c, d: image_network(x, a, 0 * b, c, d), properties.IMAGE_SHAPES), "differs"),
        (FakeModel(lambda x, a, b, c, d: image_network(x, a, b, c, d).T, properties.IMAGE_SHAPES), "shape"),
        (FakeModel(lambda x, a, b, c, d: np.full((len(x), 2), np.nan), properties.IMAGE_SHAPES), "NaN"),
    ],
)
def test_a_wrong_model_is_refused(model, said):
    assert said in refused(judge_image_network, model)


def test_keras_counts_the_weights_that_the_questions_ask_for():
    from keras import Input, Model, layers

    images = Input((32, 32, 3))
    per_pixel = layers.Dense(8)
    example = Model(images, layers.Dense(2)(layers.Flatten()(per_pixel(images))))
    connected = Model(images, layers.Dense(2)(layers.Dense(8)(layers.Flatten()(images))))
    assert (per_pixel.count_params(), example.count_params(), connected.count_params()) == (32, 16418, 24602)
    assert per_pixel(np.zeros((4, 32, 32, 3), np.float32)).shape == (4, 32, 32, 8)
