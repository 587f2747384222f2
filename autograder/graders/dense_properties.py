"""What an answer to a construct question, or a built model, must do: properties checked by running it.

Every function raises ``AssertionError`` with a sentence for the student, and nothing where the property holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import Case
from autograder.exercises import dense as ask
from autograder.graders import keras_models
from autograder.graders.judging import few
from autograder.references import Expected, affine, expected, run
from forwardpass.compare import as_array
from forwardpass.form import unstacked

Array = npt.NDArray[Any]
NOT_ANSWERED = "Not answered: there is nothing but None."
IMAGE_SHAPES: list[tuple[int, ...]] = [(3, 8), (8,), (8192, 2), (2,)]


def real_arrays(answer: Any, fields: Mapping[str, tuple[int | None, ...]]) -> list[Array]:
    """Give the arrays of an answer as float64, checked for number, kind, shape (None = any size) and finiteness."""
    assert answer is not None, NOT_ANSWERED
    answer = unstacked(answer, fields)
    if isinstance(answer, dict):
        answer = [answer.get(name) for name in fields]
    count = f"{len(fields)} arrays: {', '.join(fields)}"
    assert isinstance(answer, (tuple, list)) and len(answer) == len(fields), f"The answer is a tuple of {count}."
    return [real_array(part, name, shape) for part, (name, shape) in zip(answer, fields.items(), strict=True)]


def real_array(answer: Any, name: str, shape: tuple[int | None, ...]) -> Array:
    """Give one array as float64, checked like ``real_arrays`` does."""
    assert answer is not None, NOT_ANSWERED
    array = as_array(answer)
    assert array is not None and array.dtype.kind in "biuf", f"`{name}` is not an array of real numbers."
    fits = array.ndim == len(shape) and all(want in (None, got) for got, want in zip(array.shape, shape, strict=True))
    # The shape that came back is not repeated: it could carry hidden inputs out.
    assert fits, f"`{name}` has another shape than {shape} (None: any size)."
    few(array, name)
    assert np.isfinite(array).all(), f"`{name}` holds values that are not finite."
    return array.astype(np.float64)


def assert_close(got: Array, right: Array, sentence: str) -> None:
    """Within 1e-4 of the largest output: far above float32 rounding, far below any wrong idea."""
    assert np.isfinite(got).all() and np.max(np.abs(got - right)) <= 1e-4 * max(1.0, np.max(np.abs(right))), sentence


def mlp(x: Any, *weights: Any) -> Array:
    """Run dense ReLU, flatten, dense linear."""
    return np.asarray(run("dense", "mlp", x, *weights))


def random_weights(rng: np.random.Generator, shapes: list[tuple[int, ...]]) -> list[Array]:
    """Weights and biases, none of them small, kernels scaled so that sums stay of order 1."""
    values = [rng.uniform(0.5, 1.5, shape) * rng.choice([-1.0, 1.0], shape) for shape in shapes]
    return [(v / np.sqrt(v.shape[0]) if v.ndim > 1 else v).astype(np.float32) for v in values]


def collapses(collapse: Callable[..., Any], rng: np.random.Generator) -> None:
    """``collapse`` gives one linear layer that equals three, on inputs it has not seen."""
    layers = random_weights(rng, [(4, 6), (6,), (6, 5), (5,), (5, 3), (3,)])
    kernel, bias = real_arrays(collapse(*layers), {"kernel": (4, 3), "bias": (3,)})
    x = rng.standard_normal((20, 4)).astype(np.float32)
    three = affine(affine(affine(x, *layers[:2]), *layers[2:4]), *layers[4:])
    one = affine(x, kernel, bias)
    same_for_all = np.max(np.ptp(one - three, axis=0)) <= 1e-4 * max(1.0, np.max(np.abs(three)))
    part = "bias: its outputs are off by the same amount for every input" if same_for_all else "kernel"
    assert_close(one, three, f"The one layer is not the three. Look at the {part}.")


def solves_xor(answer: Any) -> None:
    """Check that the network gives 0, 1, 1, 0 on the four pairs of bits, within a thousandth."""
    weights = real_arrays(answer, ask.XOR_FIELDS)
    bits = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    outputs = mlp(bits, *weights)[:, 0]
    wrong = [
        f"({b[0]:.0f}, {b[1]:.0f})"
        for b, got, due in zip(bits, outputs, (0, 1, 1, 0), strict=True)
        if not abs(got - due) <= 1e-3
    ]
    assert not wrong, f"Not exclusive or yet: the output is wrong for {' and '.join(wrong)}."


def is_twin(twins: Callable[..., Any], rng: np.random.Generator) -> None:
    """``twins`` gives weights that differ visibly and compute the same, on inputs it has not seen."""
    shapes = {"hidden_kernel": (3, 5), "hidden_bias": (5,), "output_kernel": (5, 2), "output_bias": (2,)}
    given = random_weights(rng, list(shapes.values()))
    other = real_arrays(twins(*given), shapes)
    different = any(np.max(np.abs(new - old)) > 0.01 for new, old in zip(other, given, strict=True))
    assert different, "These are the given weights again, or nearly: they have to differ."
    x = (3 * rng.standard_normal((500, 3))).astype(np.float32)
    assert_close(mlp(x, *other), mlp(x, *given), "The weights differ, but so does the function they compute.")


def is_blind(blind: Callable[..., Any], rng: np.random.Generator) -> None:
    """``blind`` gives a kernel that undoes a shuffle of the inputs, on inputs it has not seen."""
    permutation = rng.permutation(12)
    while np.array_equal(permutation[permutation], np.arange(12)):  # its own inverse: would hide a wrong direction
        permutation = rng.permutation(12)
    kernel, bias = random_weights(rng, [(12, 5), (5,)])
    new = real_array(blind(kernel, permutation), "blind(...)", (12, 5))
    opposite = np.allclose(new, kernel[np.argsort(permutation)])
    assert not opposite, (
        "The rows are shuffled in the opposite direction: which pixel does place i of the new image hold?"
    )
    x = rng.standard_normal((20, 12)).astype(np.float32)
    shuffled = affine(x[:, permutation], new, bias)
    assert_close(
        shuffled,
        affine(x, kernel, bias),
        "On shuffled inputs this kernel gives other outputs than the old one gave.",
    )


def reaches_targets(parabola: Callable[..., Any], rng: np.random.Generator) -> None:
    """``parabola`` fits three samples and any target at 10."""
    fields = {"hidden_kernel": (1, None), "hidden_bias": (None,), "output_kernel": (None, 1), "output_bias": (1,)}
    for target in (100.0, 10.0, float(rng.uniform(-90, -10)), float(rng.uniform(200, 900))):
        weights = real_arrays(parabola(target), fields)
        units = {weights[0].shape[1], weights[1].shape[0], weights[2].shape[0]}
        assert len(units) == 1, "The arrays disagree about the number of hidden units."
        assert units.pop() in range(1, 65), "There must be 1 to 64 hidden units."
        outputs = mlp(np.array([[-1], [0], [1], [10]], np.float32), *weights)[:, 0]
        assert_close(outputs[:3], np.array([1.0, 0.0, 1.0]), "The three samples are not fitted for every target.")
        assert_close(outputs[3:], np.array([target]), "The samples are fitted, but at 10 the network misses a target.")


def has_shapes(
    model: Any, inputs: tuple[int | None, ...], outputs: tuple[int | None, ...], weights: list[tuple[int, ...]]
) -> None:
    """Check that a model takes, gives and learns arrays of these shapes: kernel and bias of each layer."""
    keras_models.has_shapes(model, inputs, outputs)
    fits = keras_models.holds(model, _layers(weights))
    assert fits, f"The model should learn arrays of the shapes {weights}."


def run_alike(
    model: Any, weights: list[Array], x: Array, right: Array, bound: Array, mistakes: Mapping[str, Array]
) -> None:
    """With these weights the model gives the right outputs; ``mistakes``: what it would give after which mistake."""
    model(x)  # the first call makes the weights of a subclass
    keras_models.give(model, _layers(weights))
    keras_models.gives(model(x), right, bound, mistakes)


def _layers(pairs: list[Any]) -> list[list[Any]]:
    return [pairs[i : i + 2] for i in range(0, len(pairs), 2)]


def hidden_layers(x: Array, kernel: Array, bias: Array) -> dict[str, Array]:
    """The flattened hidden layer under "", and what a mistake there would give."""
    sums = x.astype(np.float64) @ kernel + bias
    hidden = {"": keras_models.relu(sums), keras_models.NO_RELU: sums}
    return {sentence: each.reshape(len(x), -1) for sentence, each in hidden.items()}


def image_example(rng: np.random.Generator) -> tuple[list[Array], Array, Expected]:
    """Weights of the image example, images, and what it gives for them."""
    weights = random_weights(rng, IMAGE_SHAPES)
    x = rng.standard_normal((3, 32, 32, 3)).astype(np.float32)
    return weights, x, expected("dense", "mlp", Case("3 images", (x, *weights)))
