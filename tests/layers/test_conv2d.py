"""The convolution's assignment: bounds and dimensions of its cases, formulas by hand, construct questions."""

from __future__ import annotations

import numpy as np
import pytest

from autograder import references
from autograder.exercises import Case
from autograder.graders import Wrong
from autograder.graders import conv2d_properties as claim

from .bench import CONV2D, SUBMISSIONS

EXACT = CONV2D.exact
generator = CONV2D.generator


@pytest.mark.parametrize(("stub", "maker"), CONV2D.every_case)
def test_a_bound_leaves_no_room_for_a_wrong_digit(stub, maker):
    case = maker(generator(0))
    exact = EXACT[stub](*case.args, **case.kwargs)
    assert np.max(exact.bound) <= 1e-4 * np.max(np.abs(exact.value))


@pytest.mark.parametrize("maker", CONV2D.stubs["conv2d"], ids=lambda maker: maker.__name__)
def test_no_two_dimensions_of_a_layer_are_equal(maker):
    x, kernel, bias = maker(generator(0)).args
    sizes = [*x.shape, *kernel.shape[:2], kernel.shape[3]]
    assert kernel.shape[2:] == (x.shape[3], len(bias))
    assert len({n for n in sizes if n > 1}) == len([n for n in sizes if n > 1])


def test_a_fourier_transform_in_float32_needs_the_norm_wise_floor():
    """A picture of zeros and one bright pixel: the direct bound is 0 far from it, and a right FFT is not."""
    x = np.zeros((1, 8, 9, 1), np.float32)
    x[0, 0, 0, 0] = 1.0
    case = Case("one bright pixel", (x, np.full((2, 3, 1, 2), 0.7, np.float32), np.zeros(2, np.float32)))
    by_fft = CONV2D.functions(SUBMISSIONS / "correct" / "conv2d" / "fft_float32.py")["conv2d"]
    error = np.abs(by_fft(*case.args) - EXACT["conv2d"](*case.args).value)
    assert np.any(error[0, 5:] != 0)
    assert CONV2D.fault(by_fft, "conv2d", case) is None


# -- by hand: every number below can be found with a pencil -----------------------------------------------------------

DIAGONAL = np.eye(3)
MIDDLE_ROW = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
SHORT_ROW = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
ROW = np.array([1.0, 2.0, 0.0, 3.0])


@pytest.mark.parametrize(
    ("stub", "args", "kwargs", "value"),
    [
        ("match", (DIAGONAL, MIDDLE_ROW), {}, 1.0),
        ("match", (DIAGONAL, DIAGONAL), {}, 3.0),
        ("match", (SHORT_ROW, MIDDLE_ROW), {}, 2.0),
        ("match", (np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[3.0, 1.0], [1.0, -1.0]])), {}, 1.0),
        ("feature_map", (ROW.reshape(1, 4, 1), np.array([1.0, -1.0]).reshape(1, 2, 1)), {}, [[-1.0, 2.0, -3.0]]),
        ("output_size", (10, 3, 2, "valid", 1), {}, 4),  # windows begin at 0, 2, 4, 6
        ("output_size", (10, 3, 2, "same", 1), {}, 5),  # at 0, 2, 4, 6, 8
        ("output_size", (10, 3, 1, "valid", 3), {}, 4),  # 7 pixels wide: at 0, 1, 2, 3
        ("same_padding", (10, 3, 2, 1), {}, (0, 1)),  # the last window covers 8, 9, 10
        ("same_padding", (10, 4, 1, 1), {}, (1, 2)),
        ("same_padding", (10, 3, 1, 2), {}, (2, 2)),
        ("same_padding", (8, 2, 4, 1), {}, (0, 0)),
        # windows (1, 2), (0, 3) and the bias 0.5: 1 + 2·10, 0 + 3·10
        ("conv2d", (ROW.reshape(1, 1, 4, 1), np.array([1.0, 10.0]).reshape(1, 2, 1, 1), np.array([0.5])),
         {"strides": (1, 2)}, [[[[21.5], [30.5]]]]),
        # one zero at the end: (1, 2), (2, 0), (0, 3), (3, 0)
        ("conv2d", (ROW.reshape(1, 1, 4, 1), np.array([1.0, 10.0]).reshape(1, 2, 1, 1), np.array([0.0])),
         {"padding": "same"}, [[[[21.0], [2.0], [30.0], [3.0]]]]),
        # pairs two apart: (1, 0), (2, 3)
        ("conv2d", (ROW.reshape(1, 1, 4, 1), np.array([1.0, 10.0]).reshape(1, 2, 1, 1), np.array([0.0])),
         {"dilation_rate": (1, 2)}, [[[[1.0], [32.0]]]]),
        # two channels, two filters, one pixel: 1·1 + 2·3, 1·2 + 2·4
        ("conv2d", (np.array([[[[1.0, 2.0]]]]), np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), np.zeros(2)),
         {}, [[[[7.0, 10.0]]]]),
    ],
)  # fmt: skip
def test_formula_by_hand(stub, args, kwargs, value):
    expected = references.expected("conv2d", stub, Case("by hand", args, kwargs))
    np.testing.assert_array_equal(expected.value, value)


# -- construct questions ----------------------------------------------------------------------------------------------


def refused(check, *args):
    with pytest.raises(AssertionError) as refusal:
        check(*args)
    return str(refusal.value)


def single(*place, value=1.0, shape=(3, 3)):
    array = np.zeros(shape)
    array[place] = value
    return array


@pytest.mark.parametrize(
    "answer",
    [single(1, 0), single(1, 0, value=-0.25), [[0, 0, 0], [7, 0, 0], [0, 0, 0]], single(1, 0).astype(np.float32)],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_filter_moves_the_picture(answer):
    for seed in range(5):
        claim.moves_right(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (single(1, 2), "to the left"),
        (single(1, 2, value=-2.0), "to the left"),
        (single(0, 1), "not the picture"),
        (single(1, 1), "not the picture"),
        (single(1, 0) + single(1, 1, value=0.01), "not the picture"),
        (np.zeros((3, 3)), "zero"),
        (np.full((3, 3), np.nan), "finite"),
        (np.eye(4), "shape"),
        (None, "not answered"),
        ("right", "real numbers"),
    ],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_filter_that_does_not_move_the_picture_right(answer, said):
    for seed in range(3):
        assert said in refused(claim.moves_right, answer, generator(seed))


DOT = single(4, 4, shape=(9, 9))
BLOB = np.pad(np.arange(1.0, 10).reshape(3, 3), ((1, 5), (2, 4)))


@pytest.mark.parametrize(
    "answer",
    [(DOT, (1, 0)), (BLOB, (3, 2)), {"image": DOT.tolist(), "shift": [0, -2]}, (BLOB, np.array([-9, 1]))],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_picture_moves_with_its_map(answer):
    for seed in range(5):
        claim.is_equivariant(answer, generator(seed))


STRIPES = np.tile([1.0, 0.0, 0.0], (9, 3))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((DOT, (0, 0)), "zero"),
        ((DOT, (9, -9)), "did not change"),
        ((np.ones((9, 9)), (2, 3)), "did not change"),
        ((STRIPES, (0, 3)), "did not change"),
        ((DOT, (4, 0)), "border"),
        ((BLOB, (-1, 0)), "border"),
        ((STRIPES, (0, 1)), "border"),
        ((np.zeros((9, 9)), (1, 1)), "zero"),
        ((DOT, (0.5, 1)), "whole"),
        ((DOT[:8], (1, 1)), "shape"),
        ((np.inf * np.ones((9, 9)), (1, 1)), "finite"),
        (DOT, "(image, shift)"),
        ({"image": DOT}, "not answered"),
        (None, "(image, shift)"),
    ],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_picture_that_does_not_move_with_its_map(answer, said):
    for seed in range(3):
        assert said in refused(claim.is_equivariant, answer, generator(seed))


def matrix_by_columns(kernel, height, width):
    (kh, kw), columns = kernel.shape, []
    for i in range(height - kh + 1):
        for j in range(width - kw + 1):
            columns.append(np.pad(kernel, ((i, height - kh - i), (j, width - kw - j))).ravel())
    return np.array(columns).T


def matrix_by_probing(kernel, height, width):
    pixels = np.eye(height * width).reshape(-1, height, width, 1)
    return EXACT["conv2d"](pixels, kernel[:, :, None, None], np.zeros(1)).value.reshape(height * width, -1)


@pytest.mark.parametrize("answer", [matrix_by_columns, matrix_by_probing])
@pytest.mark.usefixtures("decided_both_ways")
def test_a_matrix_is_the_convolution(answer):
    for seed in range(5):
        claim.is_matrix_of(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda k, h, w: matrix_by_columns(k[::-1, ::-1], h, w), "not the map"),
        (lambda k, h, w: matrix_by_columns(k, h, w).T, "shape"),
        (lambda k, h, w: matrix_by_columns(k, h, w).T.reshape(h * w, -1), "not the map"),
        (lambda k, h, w: matrix_by_columns(k, h, w)[:, ::-1], "not the map"),
        (lambda k, h, w: np.zeros((h * w, (h - k.shape[0] + 1) * (w - k.shape[1] + 1))), "zero"),
        (lambda k, h, w: matrix_by_columns(np.abs(k), h, w), "not the map"),
        (lambda k, h, w: None, "not answered"),
    ],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_matrix_that_is_not_the_convolution(answer, said):
    for seed in range(3):
        assert said in refused(claim.is_matrix_of, answer, generator(seed))


@pytest.mark.parametrize("answer", [lambda k: k[None, None], lambda k: k.reshape(1, 1, *k.shape).tolist()])
@pytest.mark.usefixtures("decided_both_ways")
def test_a_kernel_of_one_pixel_is_dense(answer):
    for seed in range(5):
        claim.is_dense_per_pixel(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda k: k.T[None, None], "shape"),
        (lambda k: k[..., None, None], "shape"),
        (lambda k: k.T.reshape(1, 1, *k.shape), "not the dense"),
        (lambda k: k[None, None, ::-1], "not the dense"),
        (lambda k: 0 * k[None, None], "zero"),
        (lambda k: k, "shape"),
        (lambda k: None, "not answered"),
    ],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_kernel_of_one_pixel_that_is_not_dense(answer, said):
    for seed in range(3):
        assert said in refused(claim.is_dense_per_pixel, answer, generator(seed))


@pytest.mark.parametrize(
    "answer",
    [
        [[1.0] * 6 + [0.0] * 7],  # counts the pixels to the left
        [[0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3]],  # counts those to the right
        np.arange(1.0, 14).reshape(1, 13),
        np.array([[1.0, 2.0, 4.0, 9.0, -0.5, -1.0, -3.0]]),  # the shortest that can
    ],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_filter_reveals_the_column(answer):
    for seed in range(5):
        claim.reveals_columns(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "credit"),
    [
        (np.ones((1, 3)), 1 / 12),  # sees a border from one column away
        (np.ones((1, 7)), 3 / 12),  # symmetric: 4, 5, 6, 7, 6, 5, 4
        (np.ones((1, 13)), 0.0),  # sees everything from everywhere
        (np.array([[1.0, 2.0, 4.0, 3.0, 5.0]]), 4 / 12),  # too short: columns 2, 3 and 4 look alike
        (single(0, 0, shape=(1, 1)), 0.0),
    ],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_filter_that_does_not_reveal_the_column(answer, credit):
    with pytest.raises(Wrong) as refusal:
        claim.reveals_columns(answer, generator(0))
    assert refusal.value.credit == pytest.approx(credit)


@pytest.mark.parametrize(
    ("answer", "said"),
    [(np.zeros((1, 13)), "zero"), (np.ones((3, 3)), "shape"), (np.ones(13), "shape"), (None, "not answered")],
)
def test_what_is_no_filter_for_columns(answer, said):
    assert said in refused(claim.reveals_columns, answer, generator(0))


@pytest.mark.parametrize("answer", [[1, 2, 4], (4, 2, 1), [1, 3, 3], np.array([1.0, 1.0, 5.0]), [1, 1, 2, 3]])
@pytest.mark.usefixtures("decided_both_ways")
def test_a_stack_sees_fifteen_pixels(answer):
    claim.sees_fifteen(answer, generator(0))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([1, 1, 1], "spans 7"),
        ([1, 2, 3], "spans 13"),
        ([1, 2, 4, 8], "spans 31"),
        ([15], "spans 31"),
        ([1] * 7, "four layers"),
        ([16], "further"),
        ([0, 7], "whole"),
        ([1.5, 5.5], "whole"),
        ([], "shape"),
        (7, "shape"),
        (None, "not answered"),
    ],
)
@pytest.mark.usefixtures("decided_both_ways")
def test_a_stack_that_does_not_see_fifteen_pixels(answer, said):
    assert said in refused(claim.sees_fifteen, answer, generator(0))


@pytest.mark.parametrize("answer", [[7], [3, 4], [2, 5], [2, 2, 3]])
@pytest.mark.usefixtures("decided_both_ways")
def test_a_stack_with_holes_earns_half(answer):
    with pytest.raises(Wrong) as refusal:
        claim.sees_fifteen(answer, generator(0))
    assert refusal.value.credit == 0.5
