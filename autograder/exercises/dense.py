"""What the dense assignment asks: activations, a neuron, a layer, a small network, and what such a layer can know."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from autograder.exercises import dense_reasoning
from autograder.exercises.model import Case, Exercise, Form, example

Array32 = npt.NDArray[np.float32]


def _signed(rng: np.random.Generator, *shape: int) -> Array32:
    """Values away from 0, of both signs in every case: mistakes that only show below (or above) 0 always show."""
    size = int(np.prod(shape))
    signs = rng.permutation(np.where(np.arange(size) % 2 == 0, 1.0, -1.0))
    return (signs * rng.uniform(0.3, 2.5, size)).reshape(shape).astype(np.float32)


def signed_matrix(rng: np.random.Generator) -> Case:
    """Values of both signs, two axes."""
    return Case("z of shape (3, 5), values of both signs", (_signed(rng, 3, 5),))


def signed_volume(rng: np.random.Generator) -> Case:
    """Three axes, one of them of size 1, and a ladder from -12 to 12: no curve ends before it is flat in float32."""
    ladder = np.array([0.4, 1.3, 2.2, 3.3, 4.2, 5.3, 6.2, 7.2, 8.4, 9.5, 10.6, 11.7]) * rng.uniform(0.98, 1.02, (2, 12))
    values = rng.permutation(np.concatenate([ladder[0], -ladder[1]]))
    return Case("z of shape (4, 1, 6), values from -12 to 12", (values.reshape(4, 1, 6).astype(np.float32),))


def far_from_zero(rng: np.random.Generator) -> Case:
    """Where a careless formula with exp overflows float32."""
    size = np.array([[20.0, 95.0, 1000.0], [20.0, 95.0, 1000.0]]) * rng.uniform(0.95, 1.05, (2, 3))
    return Case("z of shape (2, 3), values from -1000 to 1000", ((size * [[-1.0], [1.0]]).astype(np.float32),))


def integers(rng: np.random.Generator) -> Case:
    """Integer input, for which the answer is not an integer; one row has both the smallest and the largest."""
    *others, last = (int(value) for value in rng.permutation([-2, -1, 1, 2]))
    values = np.stack([rng.permutation([-3, 3, last]), rng.permutation(others)])
    return Case("z of shape (2, 3), integers", (values.astype(np.int64),))


def logits(rng: np.random.Generator) -> Case:
    """Scores of four classes for three samples."""
    return Case("z of shape (3, 4): 3 samples, 4 classes", (_signed(rng, 3, 4),))


def logits_volume(rng: np.random.Generator) -> Case:
    """Scores with two axes before the classes."""
    return Case("z of shape (2, 3, 5): 5 classes on the last axis", (_signed(rng, 2, 3, 5),))


def logits_one_sample(rng: np.random.Generator) -> Case:
    """A batch of one stays a batch."""
    return Case("z of shape (1, 4): a batch of 1 sample", (_signed(rng, 1, 4),))


def logits_vector(rng: np.random.Generator) -> Case:
    """The classes are the only axis."""
    return Case("z of shape (5,): 1 sample without a batch axis", (_signed(rng, 5),))


def logits_large(rng: np.random.Generator) -> Case:
    """Rows around 0, 1000 (two) and -1000, and one from -500 to 500: each needs a shift by its own maximum.

    Two rows survive a shift by the largest score of all, so the sum over everything is not the sum over a row.
    """
    z = rng.uniform(-2.0, 2.0, (5, 6))
    z += [[0.0], [1000.0], [-1000.0], [1000.0], [0.0]]
    z[4] += rng.permutation([-500.0, 0.0, 498.0, 499.0, 500.0, 501.0])
    return Case("z of shape (5, 6), rows around 0, 1000 and -1000, and one from -500 to 500", (z.astype(np.float32),))


def _weighed(rng: np.random.Generator, *products: float) -> tuple[Array32, Array32]:
    """Inputs and weights whose products are about these: what a sum comes to is not left to chance.

    Inputs are positive and negative by turns; with equal signs side by side in ``products``, so are the weights.
    """
    count = len(products)
    x = np.where(np.arange(count) % 2 == 0, 1, -1) * rng.uniform(0.3, 2.5, count)
    w, order = products * rng.uniform(0.97, 1.03, count) / x, rng.permutation(count)
    return x[order].astype(np.float32), w[order].astype(np.float32)


def one_neuron(rng: np.random.Generator) -> Case:
    """One neuron with tanh; products add up to -2.6, a bias above 1 that is no whole number leaves the sum negative."""
    args = (*_weighed(rng, 1.1, 0.7, -1.9, -2.5), float(rng.uniform(1.2, 1.8)), np.tanh)
    return Case("x of shape (4,), activation np.tanh", args)


def one_neuron_cosine(rng: np.random.Generator) -> Case:
    """One neuron with an activation that no table lists; products add up to 0.4, the bias leaves the sum negative."""
    args = (*_weighed(rng, 1.3, 0.9, 2.1, 0.6, -0.6, -1.7, -2.2), float(rng.uniform(-1.8, -1.2)), np.cos)
    return Case("x of shape (7,), activation np.cos", args)


def dense_batch(rng: np.random.Generator) -> Case:
    """Two samples, 4 inputs, 3 units."""
    args = (_signed(rng, 2, 4), _signed(rng, 4, 3), _signed(rng, 3), np.arctan)
    return Case("x of shape (2, 4), 3 units, activation np.arctan", args)


def dense_cosine(rng: np.random.Generator) -> Case:
    """Use an activation that changes everything it is applied to, also the second time."""
    args = (_signed(rng, 5, 2), _signed(rng, 2, 6), _signed(rng, 6), np.cos)
    return Case("x of shape (5, 2), 6 units, activation np.cos", args)


def dense_sequence(rng: np.random.Generator) -> Case:
    """One axis between batch and inputs."""
    args = (_signed(rng, 2, 5, 3), _signed(rng, 3, 4), _signed(rng, 4), np.tanh)
    return Case("x of shape (2, 5, 3), 4 units, activation np.tanh", args)


def dense_images(rng: np.random.Generator) -> Case:
    """A batch of one small image stays a batch; the last axis is the channels."""
    args = (_signed(rng, 1, 3, 5, 4), _signed(rng, 4, 7), _signed(rng, 7), np.square)
    return Case("x of shape (1, 3, 5, 4), 7 units, activation np.square", args)


def dense_square(rng: np.random.Generator) -> Case:
    """Batch, inputs and units are equal: a turned kernel, a bias in a column and products in another order all run.

    The one case with equal dimensions, since these mistakes raise on all others, or hide behind a look at the shapes.
    """
    args = (_signed(rng, 4, 4), _signed(rng, 4, 4), _signed(rng, 4), np.arctan)
    return Case("x of shape (4, 4), 4 units, activation np.arctan", args)


def dense_integers(rng: np.random.Generator) -> Case:
    """Integer inputs with real weights; the activation is not yet flat where the sums are large."""
    x = rng.permutation([-5, -3, -2, 1, 2, 3, 4, 6]).reshape(2, 4).astype(np.int64)
    return Case(
        "integer x of shape (2, 4), 3 units, activation np.arctan", (x, _signed(rng, 4, 3), _signed(rng, 3), np.arctan)
    )


def _turned(x: Array32, kernel: Array32, bias: Array32) -> tuple[Array32, Array32]:
    """Weights of which every other unit, the first one included, is negative for the first row of ``x``.

    Negative are both its product with the row and its bias, hence the sum too.
    """
    due = np.where(np.arange(len(bias)) % 2 == 0, -1, 1).astype(np.float32)
    return kernel * np.where(x[0] @ kernel < 0, -due, due), np.abs(bias) * due


def _network(rng: np.random.Generator, shape: tuple[int, ...], hidden: int, outputs: int) -> tuple[Array32, ...]:
    """Inputs and weights; whatever the draw, the first sample has sums of both signs that a ReLU would change."""
    inputs, places = shape[-1], int(np.prod(shape[1:-1]))
    x = _signed(rng, *shape)
    first = _turned(x.reshape(-1, inputs), _signed(rng, inputs, hidden), _signed(rng, hidden))
    flat = np.maximum(x @ first[0] + first[1], 0).reshape(len(x), -1)
    return x, *first, *_turned(flat, _signed(rng, places * hidden, outputs), _signed(rng, outputs))


def mlp_images(rng: np.random.Generator) -> Case:
    """Small images through both layers."""
    return Case("x of shape (2, 3, 5, 4), 6 hidden units, 7 outputs", _network(rng, (2, 3, 5, 4), 6, 7))


def mlp_sequence(rng: np.random.Generator) -> Case:
    """One axis to flatten besides the units; a single output keeps its axis."""
    return Case("x of shape (3, 4, 2), 5 hidden units, 1 output", _network(rng, (3, 4, 2), 5, 1))


def mlp_flat(rng: np.random.Generator) -> Case:
    """Nothing to flatten; a batch of one stays a batch."""
    return Case("x of shape (1, 4), 5 hidden units, 2 outputs", _network(rng, (1, 4), 5, 2))


LETTERS = ("a", "b", "c", "d", "e")
SIGMOIDAL = (signed_matrix, signed_volume, far_from_zero, integers)
OPTIONS = Form("options", LETTERS)
XOR_FIELDS = {"hidden_kernel": (2, 2), "hidden_bias": (2,), "output_kernel": (2, 1), "output_bias": (1,)}
COLLAPSE = Form(
    "function",
    fields={"kernel": (3, 2), "bias": (2,)},
    example=example(kernel_1=(3, 5), bias_1=(5,), kernel_2=(5, 4), bias_2=(4,), kernel_3=(4, 2), bias_3=(2,)),
)
TWINS_FIELDS = {"hidden_kernel": (2, 4), "hidden_bias": (4,), "output_kernel": (4, 3), "output_bias": (3,)}
TWINS = Form("function", fields=TWINS_FIELDS, example=example(**TWINS_FIELDS))
BLIND = Form("function", shape=(4, 3), example=example(kernel=(4, 3), permutation=np.array([2, 0, 3, 1])))
PARABOLA = Form(
    "function",
    fields={"hidden_kernel": (1, None), "hidden_bias": (None,), "output_kernel": (None, 1), "output_bias": (1,)},
    example=example(target=50.0),
)

EXERCISES: tuple[Exercise, ...] = (
    Exercise("linear", "stub", "dense", "Linear", 1, 2, cases=(signed_matrix, signed_volume)),
    Exercise("relu", "stub", "dense", "ReLU", 1, 4, cases=(signed_matrix, signed_volume, far_from_zero)),
    Exercise("sigmoid", "stub", "dense", "Sigmoid", 1, 5, cases=SIGMOIDAL),
    Exercise("tanh", "stub", "dense", "Tanh", 1, 4, cases=SIGMOIDAL),
    Exercise("softmax", "stub", "dense", "Softmax", 2, 12,
             cases=(logits, logits_volume, logits_large, integers, logits_one_sample, logits_vector)),
    Exercise("output_activations", "choose", "dense", "Which activation at the end?", 1, 5, form=OPTIONS),
    Exercise("neuron_by_hand", "predict", "dense", "A neuron by hand", 1, 4, form=Form("number")),
    Exercise("neuron", "stub", "dense", "One neuron", 1, 5, cases=(one_neuron, one_neuron_cosine)),
    Exercise("dense", "stub", "dense", "A dense layer", 2, 12,
             cases=(dense_batch, dense_cosine, dense_sequence, dense_images, dense_square, dense_integers)),
    Exercise("image_weights", "predict", "dense", "How many weights?", 2, 5, form=Form("integer")),
    Exercise("image_shape", "predict", "dense", "Which shape?", 1, 3, form=Form("shape")),
    Exercise("image_dense_is", "choose", "dense", "What does it do to an image?", 2, 6, form=OPTIONS),
    Exercise("mlp", "stub", "dense", "Two layers", 2, 10, cases=(mlp_images, mlp_sequence, mlp_flat)),
    Exercise("mlp_weights", "predict", "dense", "How many weights in all?", 2, 5, form=Form("integer")),
    Exercise("collapse", "construct", "dense", "Three layers in one", 2, 10, form=COLLAPSE),
    Exercise("xor", "construct", "dense", "Exclusive or with two ReLUs", 2, 15, form=Form("arrays", fields=XOR_FIELDS)),
    Exercise("twins", "construct", "dense", "Different weights, same function", 2, 10, form=TWINS),
    Exercise("universal", "choose", "dense", "What the theorem says", 2, 6, form=OPTIONS),
    Exercise("blind", "construct", "dense", "Blind to arrangement", 3, 15, form=BLIND),
    Exercise("far_away", "predict", "dense", "Far from the samples", 2, 4, form=Form("number")),
    Exercise("parabola", "construct", "dense", "Anywhere you like", 2, 8, form=PARABOLA),
    Exercise("dense_uses", "choose", "dense", "A natural first choice?", 1, 5, form=OPTIONS),
    Exercise("explain_dense", "explain", "dense", "Any function, so any task?", 3, 12),
    Exercise("explain_any_size", "explain", "dense", "Pictures of another size", 2, 8),
    Exercise("explain_two_kernels", "explain", "dense", "Two kernels that do not agree", 2, 8),
    Exercise("build_classifier", "keras", "dense_keras", "A classifier", 1, 6, form=Form("model")),
    Exercise("build_image_network", "keras", "dense_keras", "The image example", 2, 5, form=Form("model")),
    Exercise("build_fully_connected", "keras", "dense_keras", "Fully connected indeed", 2, 5, form=Form("model")),
    Exercise("build_one_by_one", "keras", "dense_keras", "The same as a convolution", 2, 6, form=Form("model")),
    *dense_reasoning.EXERCISES,
)  # fmt: skip
