"""2D convolution: what is asked, and the cases that ask it. Layouts are Keras's: x (batch, height, width, channels).

The three probes ``same_strided``, ``same_dilated`` and ``valid_strided`` separate the known mistakes from the right
answer; every dimension in them differs from every other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import conv2d_reasoning
from autograder.exercises.model import Case, Exercise, Form, example

Array = npt.NDArray[Any]


def _normal(rng: np.random.Generator, *shape: int) -> Array:
    """Values of both signs, none of them near 0, so that no product hides."""
    signs = rng.choice([-1.0, 1.0], size=shape)
    return (signs * rng.uniform(0.2, 2.0, size=shape)).astype(np.float32)


def _bytes(rng: np.random.Generator, *shape: int) -> Array:
    return rng.integers(60, 256, size=shape, dtype=np.uint8)


def _matched(rng: np.random.Generator, sign: int, *shape: int) -> tuple[Array, Array]:
    """Draw a patch and a filter whose match has this sign: not by chance, since some mistakes show below 0 only."""
    patch, kernel = _normal(rng, *shape), _normal(rng, *shape)
    return patch, kernel * np.float32(sign if np.sum(patch * kernel) > 0 else -sign)


# match(patch, kernel)


def match_grey(rng: np.random.Generator) -> Case:
    """Draw a patch without channels; the match is negative."""
    return Case("patch and filter (4, 3)", _matched(rng, -1, 4, 3))


def match_colour(rng: np.random.Generator) -> Case:
    """Draw a patch with channels, which are summed too; the match is positive."""
    return Case("patch and filter (3, 2, 5): 5 channels", _matched(rng, 1, 3, 2, 5))


def match_bytes(rng: np.random.Generator) -> Case:
    """Pixels and filter as 8-bit integers, of which no product fits into 8 bits."""
    kernel = rng.integers(5, 12, size=(3, 4), dtype=np.uint8)
    return Case("patch and filter (3, 4) of uint8", (_bytes(rng, 3, 4), kernel))


# feature_map(image, kernel)


def map_grey(rng: np.random.Generator) -> Case:
    """One channel."""
    return Case("image (8, 9, 1), filter (3, 2, 1)", (_normal(rng, 8, 9, 1), _normal(rng, 3, 2, 1)))


def map_colour(rng: np.random.Generator) -> Case:
    """Several channels give one map."""
    return Case("image (6, 8, 5), filter (2, 3, 5)", (_normal(rng, 6, 8, 5), _normal(rng, 2, 3, 5)))


def map_whole(rng: np.random.Generator) -> Case:
    """Draw a filter as large as the image fits once; the match is negative."""
    return Case("image and filter (4, 5, 3): one place only", _matched(rng, -1, 4, 5, 3))


def map_bytes(rng: np.random.Generator) -> Case:
    """Pixels as 8-bit integers, which hold neither fractions nor signs of the filter; the first place is negative."""
    image, kernel = _bytes(rng, 6, 7, 3), _normal(rng, 2, 4, 3)
    turn = np.float32(-1 if np.sum(image[:2, :4] * kernel) > 0 else 1)
    return Case("image (6, 7, 3) of uint8, filter (2, 4, 3)", (image, kernel * turn))


# output_size(size, kernel_size, stride, padding, dilation_rate), same_padding(size, kernel_size, stride, dilation_rate)


def _size(label: str, *args: object) -> Case:
    return Case(label, tuple(args))


def size_valid(rng: np.random.Generator) -> Case:
    """Stride 1, no padding."""
    return _size("valid, stride 1", int(rng.integers(9, 30)), int(rng.integers(2, 6)), 1, "valid", 1)


def size_valid_strided(rng: np.random.Generator) -> Case:
    """Draw a stride that leaves over as many pixels as it can, so that rounding to the nearest shows."""
    kernel, stride, steps = int(rng.integers(2, 6)), int(rng.integers(3, 6)), int(rng.integers(2, 7))
    size = kernel + stride * steps + stride - 1
    return _size("valid, a stride that leaves pixels over", size, kernel, stride, "valid", 1)


def size_valid_exact(rng: np.random.Generator) -> Case:
    """Draw a stride, smaller than the filter, whose last window ends on the last pixel."""
    stride, steps = int(rng.integers(2, 5)), int(rng.integers(2, 7))
    kernel = stride + int(rng.integers(1, 4))
    return _size("valid, a stride that fits exactly", kernel + stride * steps, kernel, stride, "valid", 1)


def size_valid_one(rng: np.random.Generator) -> Case:
    """Draw a stride under a filter of one pixel, which is a filter all the same."""
    stride, steps = int(rng.integers(3, 6)), int(rng.integers(2, 7))
    return _size("valid, a filter of one pixel, strided", stride * steps, 1, stride, "valid", 1)


def size_valid_dilated(rng: np.random.Generator) -> Case:
    """Draw a dilated filter that reaches an odd number further; at dilation 2, two mistakes would give one number."""
    kernel, dilation = int(rng.choice([4, 6])), int(rng.choice([3, 5]))
    return _size("valid, dilated", int(rng.integers(35, 50)), kernel, 1, "valid", dilation)


def size_same(rng: np.random.Generator) -> Case:
    """Stride 1 keeps the size, also for a filter whose extent is even."""
    kernel, dilation = int(rng.choice([2, 4])), int(rng.choice([3, 5]))
    return _size("same, stride 1, even filter, dilated", int(rng.integers(25, 40)), kernel, 1, "same", dilation)


def size_same_strided(rng: np.random.Generator) -> Case:
    """Draw a stride that leaves over one pixel of three or more, so that rounding to the nearest shows."""
    stride, steps = int(rng.integers(3, 6)), int(rng.integers(2, 7))
    kernel = int(rng.choice([2, 4]))
    return _size("same, a stride that does not divide the size", stride * steps + 1, kernel, stride, "same", 1)


def size_same_exact(rng: np.random.Generator) -> Case:
    """Draw a stride that divides the size, and a filter larger than it: rounding up adds nothing here."""
    stride, kernel = int(rng.choice([3, 4])), int(rng.choice([5, 7]))
    return _size("same, a stride that divides the size", stride * int(rng.integers(4, 9)), kernel, stride, "same", 1)


def pad_odd(rng: np.random.Generator) -> Case:
    """Draw an odd filter gets the same on both sides."""
    return _size("odd filter, stride 1", int(rng.integers(16, 30)), int(rng.choice([3, 5, 7])), 1, 1)


def pad_even(rng: np.random.Generator) -> Case:
    """Draw an even filter gets one pixel more at the end."""
    return _size("even filter, stride 1", int(rng.integers(16, 30)), int(rng.choice([4, 6, 8])), 1, 1)


def pad_strided(rng: np.random.Generator) -> Case:
    """Even size, odd filter, stride 2: the case that k // 2 gets wrong."""
    return _size("even size, odd filter, stride 2", 2 * int(rng.integers(6, 15)), int(rng.choice([5, 7])), 2, 1)


def pad_uneven(rng: np.random.Generator) -> Case:
    """Draw a stride that leaves over two pixels: how many windows there are is rounded up, and all of them count."""
    stride, kernel = int(rng.choice([3, 4])), int(rng.choice([5, 7]))
    size = stride * int(rng.integers(3, 8)) + 2
    return _size("a stride that does not divide the size", size, kernel, stride, 1)


def pad_nothing(rng: np.random.Generator) -> Case:
    """Draw a stride larger than the filter can need less than nothing."""
    stride = int(rng.integers(4, 7))
    return _size("stride larger than the filter", stride * int(rng.integers(3, 7)), 2, stride, 1)


def pad_dilated(rng: np.random.Generator) -> Case:
    """Draw a dilated filter that reaches further than the picture; an odd total puts the larger half at the end."""
    kernel, dilation = int(rng.choice([4, 6])), int(rng.choice([3, 5]))
    return _size("even filter, dilated beyond the picture", int(rng.choice([4, 8])), kernel, 1, dilation)


# conv2d(x, kernel, bias, strides, padding, dilation_rate)


def plain(rng: np.random.Generator) -> Case:
    """Every option at its default."""
    args = (_normal(rng, 2, 7, 8, 5), _normal(rng, 4, 3, 5, 6), _normal(rng, 6))
    return Case("x (2, 7, 8, 5), kernel (4, 3, 5, 6), all options at their defaults", args)


def same_strided(rng: np.random.Generator) -> Case:
    """Draw same padding, strides (2, 3), 6 x 8: one divides and one does not, and both need zeros."""
    args = (_normal(rng, 5, 6, 8, 7), _normal(rng, 3, 4, 7, 2), _normal(rng, 2))
    label = "x (5, 6, 8, 7), kernel (3, 4, 7, 2), strides (2, 3), same"
    return Case(label, args, {"strides": (2, 3), "padding": "same"})


def same_dilated(rng: np.random.Generator) -> Case:
    """Draw same padding, dilation (2, 3), 9 x 11."""
    args = (_normal(rng, 5, 9, 11, 7), _normal(rng, 3, 2, 7, 4), _normal(rng, 4))
    label = "x (5, 9, 11, 7), kernel (3, 2, 7, 4), dilation (2, 3), same"
    return Case(label, args, {"padding": "same", "dilation_rate": (2, 3)})


def valid_strided(rng: np.random.Generator) -> Case:
    """Draw valid padding, strides (2, 3), 8 x 10: one row and two columns are left over."""
    args = (_normal(rng, 5, 8, 10, 7), _normal(rng, 3, 2, 7, 4), _normal(rng, 4))
    label = "x (5, 8, 10, 7), kernel (3, 2, 7, 4), strides (2, 3), valid"
    return Case(label, args, {"strides": (2, 3), "padding": "valid"})


def valid_dilated(rng: np.random.Generator) -> Case:
    """Draw valid padding, dilation (3, 2); the picture is of the shape of ``valid_strided``'s and is another one."""
    kernel, bias = _normal(rng, 2, 4, 7, 3), _normal(rng, 3)
    args = (_normal(rng, 5, 8, 10, 7), kernel, bias)
    return Case("x (5, 8, 10, 7), kernel (2, 4, 7, 3), dilation (3, 2), valid", args, {"dilation_rate": (3, 2)})


def large_kernel(rng: np.random.Generator) -> Case:
    """Draw a filter larger than the picture, which only same padding allows."""
    args = (_normal(rng, 2, 4, 3, 8), _normal(rng, 6, 5, 8, 7), _normal(rng, 7))
    return Case("x (2, 4, 3, 8), kernel (6, 5, 8, 7), same", args, {"padding": "same"})


def one_by_one(rng: np.random.Generator) -> Case:
    """Draw one picture and one filter of 1 x 1, whose axes stay; the first place is negative."""
    x, kernel, bias = _normal(rng, 1, 5, 4, 6), _normal(rng, 1, 1, 6, 1), _normal(rng, 1)
    turn = np.float32(-1 if x[0, 0, 0] @ kernel[0, 0, :, 0] + bias[0] > 0 else 1)
    return Case("x (1, 5, 4, 6), kernel (1, 1, 6, 1)", (x, kernel * turn, bias * turn))


def photo(rng: np.random.Generator) -> Case:
    """Draw a batch of 8-bit images, as read from files."""
    args = (_bytes(rng, 2, 6, 7, 3), _normal(rng, 4, 5, 3, 8), _normal(rng, 8))
    return Case("x (2, 6, 7, 3) of uint8, kernel (4, 5, 3, 8), same", args, {"padding": "same"})


NUMPY, KERAS = "conv2d", "conv2d_keras"

EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "predict_matches", "predict", NUMPY, "Three small matches", 1, 3,
        answer="matches", form=Form("array", shape=(3,)),
    ),
    Exercise(
        "match", "stub", NUMPY, "How well does it match here?", 1, 5,
        cases=(match_grey, match_colour, match_bytes),
    ),
    Exercise(
        "feature_map", "stub", NUMPY, "Slide one filter", 1, 10,
        cases=(map_grey, map_colour, map_whole, map_bytes),
    ),
    Exercise(
        "choose_flip", "choose", NUMPY, "Which way round?", 1, 4,
        answer="flip", form=Form("option", options=tuple("abcd")),
    ),
    Exercise("mover", "construct", NUMPY, "A filter that moves the picture", 2, 6, form=Form("array", shape=(3, 3))),
    Exercise(
        "predict_filter_weights", "predict", NUMPY, "How many weights?", 1, 3,
        answer="filter_weights", form=Form("integer"),
    ),
    Exercise(
        "output_size", "stub", NUMPY, "How large is the map?", 2, 10,
        cases=(
            size_valid, size_valid_strided, size_valid_exact, size_valid_one, size_valid_dilated,
            size_same, size_same_strided, size_same_exact,
        ),
    ),
    Exercise(
        "predict_map_shape", "predict", NUMPY, "A shape before running anything", 1, 4,
        answer="map_shape", form=Form("shape"),
    ),
    Exercise(
        "same_padding", "stub", NUMPY, "Where the zeros go", 2, 10,
        cases=(pad_odd, pad_even, pad_strided, pad_uneven, pad_nothing, pad_dilated),
    ),
    Exercise(
        "conv2d", "stub", NUMPY, "The whole layer", 3, 25,
        cases=(plain, valid_strided, same_strided, same_dilated, valid_dilated, large_kernel, one_by_one, photo),
    ),
    Exercise(
        "moving_picture", "construct", NUMPY, "Equivariant, not invariant", 2, 8,
        form=Form("arrays", fields={"image": (9, 9), "shift": (2,)}),
    ),
    Exercise(
        "choose_equivariance", "choose", NUMPY, "The right word", 2, 5,
        answer="equivariance", form=Form("options", options=tuple("abcde")),
    ),
    Exercise(
        "predict_shift", "predict", NUMPY, "Moving under a stride", 2, 4,
        answer="smallest_shift", form=Form("shape"),
    ),
    Exercise(
        "conv_matrix", "construct", NUMPY, "A convolution is a matrix", 3, 15,
        form=Form("function", shape=(24, 12), example=example(kernel=(2, 3), height=4, width=6)),
    ),
    Exercise(
        "predict_free_numbers", "predict", NUMPY, "Free numbers", 2, 4,
        answer="free_numbers", form=Form("integer"),
    ),
    Exercise(
        "dense_as_conv", "construct", NUMPY, "A 1 x 1 convolution", 2, 5,
        form=Form("function", shape=(1, 1, 4, 3), example=example(kernel=(4, 3))),
    ),
    Exercise(
        "position_kernel", "construct", NUMPY, "Zero padding tells where you are", 3, 10,
        form=Form("array", shape=(1, None)),
    ),
    Exercise(
        "dilations", "construct", NUMPY, "See exactly 15 pixels", 2, 8, form=Form("array", shape=(None,)),
    ),
    Exercise(
        "choose_conv_data", "choose", NUMPY, "When to use one", 1, 4,
        answer="conv_data", form=Form("options", options=tuple("abcde")),
    ),
    Exercise("explain_conv_bias", "explain", NUMPY, "What is built in?", 2, 10),
    Exercise("explain_stride", "explain", NUMPY, "Four pixels, and one", 2, 8),
    Exercise("explain_shuffled_pixels", "explain", NUMPY, "One shuffle for all", 2, 8),
    Exercise(
        "predict_unused_layer", "predict", KERAS, "A layer that nobody uses", 2, 5,
        answer="model_parameters", form=Form("integer"),
    ),
    Exercise(
        "choose_printed_softmax", "choose", KERAS, "A softmax?", 1, 4,
        answer="softmax_claims", form=Form("options", options=tuple("abcde")),
    ),
    Exercise("build_conv_classifier", "keras", KERAS, "A small classifier", 1, 8, form=Form("model")),
    Exercise("build_conv_maps", "keras", KERAS, "Smaller maps, wider view", 2, 10, form=Form("model")),
    Exercise("build_pixel_dense", "keras", KERAS, "Dense by another name", 2, 8, form=Form("model")),
    Exercise("build_invariant", "keras", KERAS, "Now make it invariant", 3, 12, form=Form("model")),
    *conv2d_reasoning.EXERCISES,
)  # fmt: skip

# What the notebook builds a stub from: a wrong helper costs its own points only.
HELPERS = {"feature_map": ("match",), "same_padding": ("output_size",), "conv2d": ("output_size", "same_padding")}
