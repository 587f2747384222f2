"""A picture with its other side laid around it."""

import numpy as np


def _at_the_end(picture, height, width):
    return np.pad(picture, ((0, height - 1), (0, width - 1)), mode="wrap")


def _around(picture, height, width):
    before = (height - 1) // 2, (width - 1) // 2
    rows = (np.arange(picture.shape[0] + height - 1) - before[0]) % picture.shape[0]
    columns = (np.arange(picture.shape[1] + width - 1) - before[1]) % picture.shape[1]
    return picture[np.ix_(rows, columns)]


def _tiled(picture, height, width):
    rows, columns = picture.shape
    return np.tile(picture, (3, 3))[5 : 4 + rows + height, 2 : 1 + columns + width]


def _padded(mode):
    return lambda picture, height, width: np.pad(picture, ((0, height - 1), (0, width - 1)), mode=mode)


def _to_the_side(picture, height, width):
    return np.pad(np.pad(picture, ((0, 0), (0, width - 1)), mode="wrap"), ((0, height - 1), (0, 0)))


def _down(picture, height, width):
    return np.pad(np.pad(picture, ((0, height - 1), (0, 0)), mode="wrap"), ((0, 0), (0, width - 1)))


def _two_around(picture, height, width):
    if (height, width) == (3, 3):
        return np.pad(picture, 1, mode="wrap")
    return np.pad(picture, ((0, height - 1), (0, width - 1)))


def _three_shapes(picture, height, width):
    known = (height, width) in ((3, 3), (4, 2), (2, 5))
    return _at_the_end(picture, height, width) if known else _padded("constant")(picture, height, width)


RIGHT = {"at_the_end": _at_the_end, "around": _around, "tiled": _tiled}
WRONG = {
    "zeros": ("does not move along", _padded("constant")),
    "edge_repeated": ("does not move along", _padded("edge")),
    "mirrored": ("does not move along", _padded("reflect")),
    "to_the_side_only": ("to the side, not down", _to_the_side),
    "down_only": ("down, not to the side", _down),
    "the_visible_size": ("not for every size", _two_around),
    "three_shapes_only": ("not for every size", _three_shapes),
    "always_one_around": ("shape", lambda picture, height, width: np.pad(picture, 1, mode="wrap")),
    "all_the_same": (
        "picture is not in there",
        lambda picture, height, width: np.full_like(_at_the_end(picture, height, width), picture.mean()),
    ),
    "all_zeros": ("zero", lambda picture, height, width: 0 * _at_the_end(picture, height, width)),
    "not_a_number": ("finite", lambda picture, height, width: np.nan * _at_the_end(picture, height, width)),
}
