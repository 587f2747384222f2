"""Hidden checks of the dense assignment. Construct questions are run and judged by their property."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from autograder import references
from autograder.exercises import Case
from autograder.exercises import dense as ask
from autograder.graders import Student, agree, chosen, exactly, item
from autograder.graders.dense_properties import (
    IMAGE_SHAPES,
    collapses,
    has_shapes,
    hidden_layers,
    image_example,
    is_blind,
    is_twin,
    random_weights,
    reaches_targets,
    run_alike,
    solves_xor,
)
from autograder.graders.keras_models import classifying, deciding


@item("linear")
def test_linear(student: Student, rng: Generator) -> None:
    """Linear returns what it is given, whatever the shape."""
    agree(student.linear, ask.signed_matrix(rng), ask.signed_volume(rng))


@item("relu", weight=2)
def test_relu(student: Student, rng: Generator) -> None:
    """ReLU replaces negative values by 0 in arrays of any shape, leaves its input alone, and has no ceiling."""
    agree(student.relu, ask.signed_matrix(rng), ask.signed_volume(rng), ask.far_from_zero(rng))


@item("sigmoid", weight=2)
def test_sigmoid(student: Student, rng: Generator) -> None:
    """The sigmoid of values from -12 to 12, in two shapes."""
    agree(student.sigmoid, ask.signed_matrix(rng), ask.signed_volume(rng))


@item("sigmoid")
def test_sigmoid_far_from_zero(student: Student, rng: Generator) -> None:
    """The sigmoid stays a number for sums up to 1000."""
    agree(student.sigmoid, ask.far_from_zero(rng))


@item("sigmoid")
def test_sigmoid_of_integers(student: Student, rng: Generator) -> None:
    """The sigmoid of integers is not an integer."""
    agree(student.sigmoid, ask.integers(rng))


@item("tanh", weight=2)
def test_tanh(student: Student, rng: Generator) -> None:
    """Tanh of values from -12 to 12, in two shapes."""
    agree(student.tanh, ask.signed_matrix(rng), ask.signed_volume(rng))


@item("tanh")
def test_tanh_far_from_zero(student: Student, rng: Generator) -> None:
    """Tanh stays a number for sums up to 1000, and does not round integers."""
    agree(student.tanh, ask.far_from_zero(rng), ask.integers(rng))


@item("softmax", weight=3)
def test_softmax(student: Student, rng: Generator) -> None:
    """Softmax gives one distribution over the last axis, however many axes come before."""
    agree(student.softmax, ask.logits(rng), ask.logits(rng), ask.integers(rng), ask.logits_volume(rng))


@item("softmax")
def test_softmax_of_one_sample(student: Student, rng: Generator) -> None:
    """Softmax of a single sample, in a batch of one or without a batch, keeps its shape."""
    agree(student.softmax, ask.logits_one_sample(rng), ask.logits_vector(rng))


@item("softmax")
def test_softmax_of_large_scores(student: Student, rng: Generator) -> None:
    """Softmax stays a distribution when one row lies around 0 and another around 1000."""
    agree(student.softmax, ask.logits_large(rng))


@item(
    "output_activations",
    explanation="Temperatures may be negative, so the output must be linear. Digits are "
    "classes, not amounts: one softmax "
    "unit a class. Tanh comes as close as needed to both ends of the steering range, and never leaves it.",
)
def test_output_activations(student: Student) -> None:
    """Which last layers fit their task."""
    chosen(
        student.value("output_activations"),
        {"a", "c", "e"},
        feedback={
            "b": "A ReLU unit can never predict frost: it has no negative outputs.",
            "d": "A single number puts the digits in an order, as if 3 lay between 2 and 4. Classes have no order.",
        },
    )


@item("neuron_by_hand", explanation="2·1 + (-1)·(-4) + 0.5·2 - 3 = 2 + 4 + 1 - 3 = 4, and ReLU lets 4 pass.")
def test_neuron_by_hand(student: Student) -> None:
    """Three weighted inputs, their sum with the bias, and ReLU."""
    exactly(
        student.value("neuron_by_hand"),
        4,
        hints={
            7: "The bias is still missing from the sum.",
            0: "Minus one times minus four is plus four: the sum is positive.",
            10: "The bias is negative: it is subtracted.",
        },
    )


@item("neuron")
def test_neuron_with_tanh(student: Student, rng: Generator) -> None:
    """One neuron with tanh."""
    agree(student.neuron, ask.one_neuron(rng), ask.one_neuron(rng))


@item("neuron")
def test_neuron_with_another_activation(student: Student, rng: Generator) -> None:
    """One neuron with the cosine as its activation, and another number of inputs."""
    agree(student.neuron, ask.one_neuron_cosine(rng), ask.one_neuron_cosine(rng))


@item("dense", weight=3)
def test_dense(student: Student, rng: Generator) -> None:
    """Batches of samples with two activations, of sequences and of images: the layer acts on the last axis."""
    makers = (ask.dense_batch, ask.dense_batch, ask.dense_cosine, ask.dense_sequence, ask.dense_images)
    agree(student.dense, *(make(rng) for make in makers))


@item("dense")
def test_dense_on_a_square(student: Student, rng: Generator) -> None:
    """As many samples as inputs and units, where shapes no longer tell what is what."""
    agree(student.dense, ask.dense_square(rng), ask.dense_square(rng))


@item("dense")
def test_dense_on_integers(student: Student, rng: Generator) -> None:
    """Integer inputs do not make integer outputs."""
    agree(student.dense, ask.dense_integers(rng))


@item(
    "image_weights",
    explanation="The inputs of a dense layer are the last axis alone: 3·8 weights and 8 biases, used for every pixel.",
)
def test_image_weights(student: Student) -> None:
    """The numbers that Dense(8) learns on colour images."""
    exactly(
        student.value("image_weights"),
        32,
        hints={
            24: "Each unit has a bias too.",
            24584: "That would be a layer connected to all of a flattened image. Which axis are the inputs?",
            24576: "That would be a layer connected to all of a flattened image. Which axis are the inputs?",
            32768: "The same weights are used for every pixel: count them once.",
            128: "The same weights are used for every image of the batch.",
            264: "The inputs of a dense layer are the last axis: the channels, not the columns.",
        },
    )


@item("image_shape", explanation="Only the last axis changes, from 3 inputs to 8 units: (4, 32, 32, 8).")
def test_image_shape(student: Student) -> None:
    """The shape that Dense(8) gives for (4, 32, 32, 3)."""
    exactly(
        student.value("image_shape"),
        (4, 32, 32, 8),
        hints={
            (4, 8): "Nothing is flattened here: the layer acts on the last axis only.",
            (32, 32, 8): "The batch stays in front.",
            (4, 32, 8, 3): "The inputs of a dense layer are the last axis.",
            (4, 32, 32, 24): "Each unit sums over the channels; it does not treat them one by one.",
        },
    )


@item(
    "image_dense_is",
    explanation="One set of weights is applied at every pixel, by itself: a 1x1 convolution. "
    "It sees no neighbours, does not "
    "care where a pixel is, and its weights do not grow with the image.",
)
def test_image_dense_is(student: Student) -> None:
    """What a dense layer on an image does."""
    chosen(
        student.value("image_dense_is"),
        {"a", "c", "d"},
        feedback={
            "b": "Each output is computed from the channels of one pixel; its neighbours never enter the sum.",
            "e": "The weights belong to the channels, and a larger image has as many channels.",
        },
    )


@item("mlp", weight=2)
def test_mlp_on_images(student: Student, rng: Generator) -> None:
    """Small images through both layers."""
    agree(student.mlp, ask.mlp_images(rng), ask.mlp_images(rng))


@item("mlp")
def test_mlp_on_other_shapes(student: Student, rng: Generator) -> None:
    """Sequences into a single output, and a single sample with nothing to flatten."""
    agree(student.mlp, ask.mlp_sequence(rng), ask.mlp_flat(rng))


@item(
    "mlp_weights",
    explanation="3·8 + 8 = 32 in the first layer, and 32·32·8·2 + 2 = 16386 behind the flattening: 16418.",
)
def test_mlp_weights(student: Student) -> None:
    """The numbers that the whole example network learns."""
    exactly(
        student.value("mlp_weights"),
        16418,
        hints={
            16386: "That is the last layer alone.",
            16416: "Each unit of the last layer has a bias too.",
            16408: "Both layers have biases.",
            50: "Flatten puts all 32x32 places, with 8 units each, in front of the last layer.",
            24602: "That is the network with Flatten in front. Here the first layer works on the last axis.",
        },
    )


@item(
    "collapse",
    explanation="kernel = W1 W2 W3 and bias = (b1 W2 + b2) W3 + b3: without activations, depth adds nothing.",
)
def test_collapse(student: Student, rng: Generator) -> None:
    """One linear layer, run on hidden inputs, equals three."""
    collapses(student.collapse, rng)


@item(
    "xor",
    explanation="For instance relu(x1 + x2) - 2 relu(x1 + x2 - 1): both units count the ones, "
    "the second from the second on.",
)
def test_xor(student: Student) -> None:
    """The network, when it is run, gives 0, 1, 1, 0."""
    solves_xor(student.value("xor"))


@item(
    "twins",
    explanation="Reorder the hidden units, or multiply a unit's kernel and bias by a > 0 and "
    "divide its output weights by a.",
)
def test_twins(student: Student, rng: Generator) -> None:
    """Other weights, run on hidden inputs, give the same function."""
    is_twin(student.twins, rng)


@item(
    "universal",
    explanation="The theorem says that a good network exists on a closed and bounded region. It "
    "promises nothing about training, about the number of units or "
    "samples, or about anything outside the region; and linear layers collapse into one.",
)
def test_universal(student: Student) -> None:
    """What follows from universal approximation."""
    chosen(
        student.value("universal"),
        {"a", "e"},
        feedback={
            "b": "That suitable weights exist does not mean that training finds them.",
            "c": "Closeness is promised on the region only: think of what a ReLU network does far away.",
            "d": "Linear layers collapse into one, however many there are.",
        },
    )


@item(
    "blind",
    explanation="kernel[permutation]: the rows follow their pixels. Any arrangement of the "
    "inputs can be learnt equally well, so a "
    "dense layer has no idea which inputs are neighbours.",
)
def test_blind(student: Student, rng: Generator) -> None:
    """On shuffled images the new kernel, when it is run, gives the old outputs."""
    is_blind(student.blind, rng)


@item(
    "far_away",
    explanation="max(x, 0) + max(-x, 0) is |x|, which is 10 at 10: past its last corner a ReLU "
    "network is a straight line.",
)
def test_far_away(student: Student) -> None:
    """What the network that fits x squared at -1, 0 and 1 gives at 10."""
    exactly(
        student.value("far_away"),
        10,
        hints={
            100: "That is the parabola. The network only agrees with it on the three samples: put 10 into its formula.",
            1: "ReLU has no ceiling; put 10 into the formula.",
            20: "For x = 10 only one of the two units is switched on.",
            0: "One of the two units is switched on: max(10, 0).",
        },
    )


@item(
    "parabola",
    explanation="|x| plus (target - 10) / 9 · max(x - 1, 0): the third unit is silent on the "
    "samples and free beyond them.",
)
def test_parabola(student: Student, rng: Generator) -> None:
    """Networks that, when they are run, fit the samples and go where they are sent."""
    reaches_targets(student.parabola, rng)


@item(
    "dense_uses",
    explanation="Rows of a table, found features and flat observations have no arrangement to "
    "exploit; photographs and sentences have.",
)
def test_dense_uses(student: Student) -> None:
    """Where a dense network is a natural first choice."""
    chosen(
        student.value("dense_uses"),
        {"a", "b", "c"},
        feedback={
            "d": "From raw pixels it would have to learn the cat anew for every place.",
            "e": "A dense layer has a fixed number of inputs and no idea of order.",
        },
    )


@item("build_classifier")
def test_classifier_shapes(student: Student) -> None:
    """The classifier has the layers that were asked for."""
    has_shapes(student.build("build_classifier"), (None, 13), (None, 3), [(13, 16), (16,), (16, 3), (3,)])


@item("build_classifier", weight=2)
def test_classifier_outputs(student: Student, rng: Generator) -> None:
    """With given weights, the classifier gives the right probabilities."""
    weights = random_weights(rng, [(13, 16), (16,), (16, 3), (3,)])
    x = rng.standard_normal((5, 13)).astype(np.float32)
    sums = references.expected("dense", "mlp", Case("5 rows of 13 columns", (x, *weights)))
    right = references.expected("dense", "softmax", Case("5 rows, 3 classes", (sums.value,)))
    mistakes = classifying(hidden_layers(x, *weights[:2]), *weights[2:])
    bound = right.bound + np.max(sums.bound)
    run_alike(student.build("build_classifier"), weights, x, right.value, bound, mistakes)


@item("build_image_network")
def test_image_network_shapes(student: Student) -> None:
    """Dense per pixel first: 32 numbers to learn, then 16386."""
    has_shapes(student.build("build_image_network"), (None, 32, 32, 3), (None, 2), IMAGE_SHAPES)


@item(
    "build_image_network",
    explanation="Dense acts on the last axis: the first layer is a 1x1 convolution, and only "
    "the last one sees the whole image.",
)
def test_image_network_outputs(student: Student, rng: Generator) -> None:
    """With given weights, the image example gives the right outputs."""
    weights, x, right = image_example(rng)
    mistakes = deciding(hidden_layers(x, *weights[:2]), *weights[2:])
    run_alike(student.build("build_image_network"), weights, x, right.value, right.bound, mistakes)


@item("build_fully_connected")
def test_fully_connected_shapes(student: Student) -> None:
    """The first layer is connected to all 3072 numbers of the image."""
    has_shapes(student.build("build_fully_connected"), (None, 32, 32, 3), (None, 2), [(3072, 8), (8,), (8, 2), (2,)])


@item("build_fully_connected", explanation="3072·8 + 8 + 8·2 + 2 = 24602 numbers, where the image example has 16418.")
def test_fully_connected_outputs(student: Student, rng: Generator) -> None:
    """With given weights, the fully connected network gives the right outputs."""
    weights = random_weights(rng, [(3072, 8), (8,), (8, 2), (2,)])
    x = rng.standard_normal((3, 32, 32, 3)).astype(np.float32)
    right = references.expected("dense", "mlp", Case("3 flat images", (x.reshape(3, -1), *weights)))
    mistakes = deciding(hidden_layers(x.reshape(3, -1), *weights[:2]), *weights[2:])
    run_alike(student.build("build_fully_connected"), weights, x, right.value, right.bound, mistakes)


@item("build_one_by_one")
def test_one_by_one_takes_over_the_weights(student: Student, rng: Generator) -> None:
    """A convolution of one pixel takes over the dense layer's weights and gives its outputs."""
    weights, x, right = image_example(rng)
    model = student.build("build_one_by_one")
    has_shapes(model, (None, 32, 32, 3), (None, 2), [(1, 1, 3, 8), *IMAGE_SHAPES[1:]])
    mistakes = deciding(hidden_layers(x, *weights[:2]), *weights[2:])
    run_alike(model, [weights[0][None, None], *weights[1:]], x, right.value, right.bound, mistakes)
