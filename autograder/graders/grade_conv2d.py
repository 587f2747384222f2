"""Hidden checks of the conv2d assignment: the NumPy stubs, the questions, the constructions, the Keras models."""

from __future__ import annotations

import numpy as np

from autograder.exercises import conv2d as ask
from autograder.graders import agree, chosen, exactly, item
from autograder.graders import conv2d_feedback as say
from autograder.graders import conv2d_models as built
from autograder.graders import conv2d_properties as claim
from autograder.graders.keras_models import NO_RELU, classifying, relu

# Stubs


@item("match", weight=2)
def test_match_without_channels(student, rng):
    """A patch and a filter without channels."""
    agree(student.match, ask.match_grey(rng), ask.match_grey(rng))


@item("match", weight=2)
def test_match_with_channels(student, rng):
    """A patch and a filter with channels give one number."""
    agree(student.match, ask.match_colour(rng), ask.match_colour(rng))


@item("match")
def test_match_bytes(student, rng):
    """Pixels and weights of 8 bits do not overflow."""
    agree(student.match, *(ask.match_bytes(rng) for _ in range(8)))  # three digits may be enough for one by chance


@item("feature_map", weight=4)
def test_map(student, rng):
    """The filter slides over a grey picture, and over one with five channels, which still gives one map."""
    agree(student.feature_map, ask.map_grey(rng), ask.map_grey(rng), ask.map_colour(rng))


@item("feature_map")
def test_map_of_one_place(student, rng):
    """A filter as large as the picture has one place."""
    agree(student.feature_map, *(ask.map_whole(rng) for _ in range(5)))


@item("feature_map")
def test_map_of_bytes(student, rng):
    """A picture of 8-bit integers under a filter with fractions and signs."""
    agree(student.feature_map, ask.map_bytes(rng))


@item("output_size", weight=2)
def test_size_valid(student, rng):
    """Valid padding, with and without pixels left over."""
    makers = (ask.size_valid, ask.size_valid_strided, ask.size_valid_exact, ask.size_valid_one)
    agree(student.output_size, *(make(rng) for make in makers * 3))


@item("output_size", weight=2)
def test_size_same(student, rng):
    """Same padding, whatever filter, stride and dilation."""
    makers = (ask.size_same, ask.size_same_strided, ask.size_same_exact)
    agree(student.output_size, *(make(rng) for make in makers * 3))


@item("output_size")
def test_size_dilated(student, rng):
    """A dilated filter with valid padding."""
    agree(student.output_size, *(ask.size_valid_dilated(rng) for _ in range(4)))


@item("same_padding", weight=4)
def test_padding(student, rng):
    """Odd and even filters at stride 1, and strides: also one that does not divide the size, or exceeds the filter."""
    makers = (ask.pad_odd, ask.pad_even, ask.pad_strided, ask.pad_uneven, ask.pad_nothing)
    agree(student.same_padding, *(make(rng) for make in makers * 3))


@item("same_padding")
def test_padding_under_dilation(student, rng):
    """A dilated filter that reaches further than the picture."""
    agree(student.same_padding, *(ask.pad_dilated(rng) for _ in range(3)))


@item("conv2d", weight=4)
def test_conv2d_with_defaults(student, rng):
    """All options at their defaults: batch, channels, filters and biases; one picture and one filter of 1 x 1."""
    agree(student.conv2d, ask.plain(rng), ask.plain(rng), ask.one_by_one(rng))


@item("conv2d", weight=2)
def test_conv2d_strided(student, rng):
    """Strides that differ down and right, without padding."""
    agree(student.conv2d, ask.valid_strided(rng))


@item("conv2d", weight=2)
def test_conv2d_same(student, rng):
    """Same padding with a stride, and with a filter larger than the picture."""
    agree(student.conv2d, ask.same_strided(rng), ask.large_kernel(rng))


@item("conv2d", weight=2)
def test_conv2d_dilated(student, rng):
    """Dilations that differ down and right, with and without padding."""
    agree(student.conv2d, ask.same_dilated(rng), ask.valid_dilated(rng))


@item("conv2d")
def test_conv2d_on_bytes(student, rng):
    """A photo of 8-bit integers keeps its fractions and signs."""
    agree(student.conv2d, ask.photo(rng))


# Predictions


@item(
    "predict_matches",
    explanation="Only one pixel of the diagonal lies in the middle row (1), all three lie on the diagonal (3), and "
    "two of [1, 1, 0] are bright under a row of three ones (2).",
)
def test_matches(student):
    """The three matches, by hand."""
    exactly(student.value("matches"), (1, 3, 2), say.HINTS["matches"])


@item(
    "predict_map_shape",
    explanation="Same padding: ceil(32 / 2) = 16 rows and ceil(30 / 3) = 10 columns. One map per filter: 8.",
)
def test_map_shape(student):
    """The shape of the maps, before running anything."""
    exactly(student.value("map_shape"), (4, 16, 10, 8), say.HINTS["map_shape"])


@item(
    "predict_filter_weights",
    explanation="A filter has a weight for each row, column and input channel, and one bias: (3 * 3 * 3 + 1) * 8 = "
    "224.",
)
def test_filter_weights(student):
    """The weights of 8 filters on a colour picture."""
    exactly(student.value("filter_weights"), 224, say.HINTS["filter_weights"])


@item(
    "predict_shift",
    explanation="Strides multiply: one place of the second map is 2 * 2 = 4 pixels down and 3 * 1 = 3 pixels right.",
)
def test_smallest_shift(student):
    """How far the picture must move for the second map to move by one place."""
    exactly(student.value("smallest_shift"), (4, 3), say.HINTS["smallest_shift"])


@item(
    "predict_free_numbers",
    explanation="The matrix has 1024 x 900 entries, 900 x 9 of them not zero by force, but all are copies of 9 "
    "numbers.",
)
def test_free_numbers(student):
    """How many numbers of the matrix can be chosen freely."""
    exactly(student.value("free_numbers"), 9, say.HINTS["free_numbers"])


@item(
    "predict_unused_layer",
    explanation="Conv2D: (3*3*3 + 1) * 8 = 224. Flatten: 30*30*8 = 7200. Dense(2): 7200*2 + 2 = 14402. Dense(8) is "
    "made but never called, so it is no part of the model: 14626 in all.",
)
def test_model_parameters(student):
    """The parameters of the model as it is written."""
    exactly(student.value("model_parameters"), 14626, say.HINTS["model_parameters"])


# Choices


@item(
    "choose_flip",
    explanation="Keras cross-correlates. Its weights are learnt, so whatever a true convolution could learn it "
    "learns turned round; a hand-made filter must be written the way it is used.",
)
def test_flip(student):
    """Correlation or convolution."""
    chosen(student.value("flip"), "b", say.FEEDBACK["flip"])


@item(
    "choose_equivariance",
    explanation="Equivariant: the map moves along with the picture. Invariant: the output stays the same, which "
    "takes pooling over all places. Neither holds for rotations, and a stride lets only multiples of "
    "itself through.",
)
def test_equivariance(student):
    """Equivariant or invariant."""
    chosen(student.value("equivariance"), {"a", "c"}, say.FEEDBACK["equivariance"])


@item(
    "choose_conv_data",
    explanation="A convolution assumes that neighbours belong together and that a pattern means the same "
    "everywhere: true for photos, boards and spectrograms, not for columns in any order or shuffled "
    "pixels.",
)
def test_conv_data(student):
    """Data whose structure fits the layer."""
    chosen(student.value("conv_data"), {"a", "b", "d"}, say.FEEDBACK["conv_data"])


@item(
    "choose_printed_softmax",
    explanation="Softmax divides positive numbers by their sum: no entry is negative and each row sums to 1, "
    "trained or not.",
)
def test_softmax_claims(student):
    """What the printed numbers can and cannot be."""
    chosen(student.value("softmax_claims"), {"a", "b", "d"}, say.FEEDBACK["softmax_claims"])


# Constructions


@item(
    "mover",
    explanation="Place (i, j) must show pixel (i, j - 1): the 1 stands left of the middle. (A flip puts it right.)",
)
def test_mover(student, rng):
    """The layer moves hidden pictures to the right with this filter."""
    claim.moves_right(student.value("mover"), rng)


@item(
    "moving_picture",
    explanation="Any object that stays a pixel away from the border before and after will do: the map moves along, "
    "so the layer is equivariant, and it is another map, so the layer is not invariant.",
)
def test_moving_picture(student, rng):
    """The map moves along with the picture, for hidden filters."""
    claim.is_equivariant(student.value("moving_picture"), rng)


@item(
    "conv_matrix",
    explanation="Column p of the matrix holds the filter, laid on the picture at place p and flattened, and zeros "
    "elsewhere: locality is the zeros, sharing is the repetition.",
)
def test_conv_matrix(student, rng):
    """A dense layer with this matrix is the convolution, for hidden filters and sizes."""
    claim.is_matrix_of(student.conv_matrix, rng)


@item("dense_as_conv", explanation="`kernel[None, None]`: one row, one column, the same inputs and units.")
def test_dense_as_conv(student, rng):
    """A 1 x 1 convolution with this kernel is the dense layer, for hidden weights."""
    claim.is_dense_per_pixel(student.dense_as_conv, rng)


@item(
    "position_kernel",
    explanation="Six ones and then seven zeros add up the pixels to the left: zeros beyond the border make the sum "
    "grow from column to column. A filter shorter than 7 cannot see a border from the middle; a "
    "symmetric one cannot tell left from right.",
)
def test_position_kernel(student, rng):
    """Seven columns of a picture without content are told apart."""
    claim.reveals_columns(student.value("position_kernel"), rng)


@item(
    "dilations",
    explanation="A 3 x 3 filter with dilation d adds 2 d pixels: rates must add up to 7. Without holes: sorted "
    "from small to large, each rate may be at most the field seen so far (the order itself does not matter). 1, 2, 4 "
    "or 1, 3, 3 or 1, 1, 5, but not 7 alone.",
)
def test_dilations(student, rng):
    """The stack sees a square of 15 x 15 pixels, whole."""
    claim.sees_fifteen(student.value("dilations"), rng)


# Models


@item("build_conv_classifier", weight=2)
def test_classifier_shapes(student):
    """Input, output and weights have the right shapes."""
    built.has_shapes(student.build("build_conv_classifier"), (None, 32, 32, 3), (None, 2), built.CLASSIFIER)


@item("build_conv_classifier", weight=2, explanation="A real softmax: every row is positive and sums to 1.")
def test_classifier_outputs(student, rng):
    """With hidden weights the model computes convolution, ReLU, dense layer and softmax."""
    model = student.build("build_conv_classifier")
    built.has_shapes(model, (None, 32, 32, 3), (None, 2), built.CLASSIFIER)
    weights = built.drawn(rng, built.CLASSIFIER)
    weights[2] *= 20
    built.set_weights(model, weights)
    x = rng.uniform(-1, 1, (3, 32, 32, 3)).astype(np.float32)
    maps = built.sums(x, *weights[:2]).reshape(len(x), -1)
    mistakes = classifying({"": relu(maps), NO_RELU: maps}, *weights[2:])
    built.computes(model, x, built.classified(x, *weights), mistakes)


@item("build_conv_maps", weight=2)
def test_feature_maps_shapes(student):
    """The maps get smaller, and there are more of them."""
    built.has_shapes(student.build("build_conv_maps"), (None, 32, 24, 3), (None, 16, 12, 16), built.MAPS)


@item("build_conv_maps", weight=2)
def test_feature_maps_outputs(student, rng):
    """With hidden weights the model strides first and dilates then, both with ReLU."""
    model = student.build("build_conv_maps")
    built.has_shapes(model, (None, 32, 24, 3), (None, 16, 12, 16), built.MAPS)
    weights = built.drawn(rng, built.MAPS)
    built.set_weights(model, weights)
    x = rng.uniform(-1, 1, (2, 32, 24, 3)).astype(np.float32)
    strided, dilated = {"strides": (2, 2), "padding": "same"}, {"padding": "same", "dilation_rate": (2, 2)}
    first, bound = built.conv_relu(x, 0.0, *weights[:2], **strided)
    due = built.conv_relu(first, bound, *weights[2:], **dilated)
    maps = built.sums(x, *weights[:2], **strided)
    mistakes = {
        "The second layer's ReLU is missing.": built.sums(first, *weights[2:], **dilated),
        "The first layer's ReLU is missing.": relu(built.sums(maps, *weights[2:], **dilated)),
        "Both layers lack their ReLU.": built.sums(maps, *weights[2:], **dilated),
        "The second layer is not dilated.": relu(built.sums(first, *weights[2:], padding="same")),
    }
    built.computes(model, x, due, mistakes)


@item("build_pixel_dense")
def test_pixel_dense_shapes(student):
    """A convolution that takes pictures of any size."""
    built.has_shapes(student.build("build_pixel_dense"), (None, None, None, 3), (None, None, None, 8), built.PIXELS)


@item(
    "build_pixel_dense",
    weight=2,
    explanation="Dense contracts the last axis at every pixel, and so does a 1 x 1 filter.",
)
def test_pixel_dense_outputs(student, rng):
    """It computes what Dense(8, relu) computes, on two sizes of pictures."""
    model = student.build("build_pixel_dense")
    built.has_shapes(model, (None, None, None, 3), (None, None, None, 8), built.PIXELS)
    kernel, bias = built.drawn(rng, ((3, 8), (8,)))
    built.set_weights(model, [kernel[None, None], bias])
    for size in ((6, 9), (11, 4)):
        x = rng.uniform(-1, 1, (2, *size, 3)).astype(np.float32)
        due = built.dense_relu(x, kernel, bias)
        built.computes(model, x, due, {"The ReLU is missing.": x.astype(np.float64) @ kernel + bias})


@item("build_invariant")
def test_invariant_shapes(student):
    """Pictures (24, 20, 1) go in, four numbers come out."""
    built.has_shapes(student.build("build_invariant"), (None, 24, 20, 1), (None, 4))


@item("build_invariant", weight=2)
def test_invariant_to_even_shifts(student, rng):
    """Moving the object by multiples of 4 pixels changes nothing, whatever the weights."""
    built.is_invariant(built.disturbed(student.build("build_invariant"), rng), rng, [(4, 0), (0, -4), (-4, 4)])


@item(
    "build_invariant",
    weight=2,
    explanation="Convolution is equivariant, pooling over all places throws the place away: together they are "
    "invariant. A stride on the way, also that of MaxPooling2D, lets only multiples of itself through.",
)
def test_invariant_to_odd_shifts(student, rng):
    """Moving the object by odd numbers of pixels changes nothing either."""
    built.is_invariant(built.disturbed(student.build("build_invariant"), rng), rng, [(1, 0), (0, -3), (5, 5)])
