"""Two pictures of the same parts, arranged in another way."""

import numpy as np


def _picture(*parts, background=0.0):
    picture = np.full((12, 12), background)
    for (row, column), part in parts:
        part = np.asarray(part, float)
        picture[row : row + part.shape[0], column : column + part.shape[1]] = part
    return picture


_BAR, _ELL, _DOT = [[1, 1, 1]], [[1, 0], [1, 1]], [[1]]
RIGHT = {
    "places_exchanged": (_picture(((2, 2), _BAR), ((7, 7), _ELL)), _picture(((2, 2), _ELL), ((7, 7), _BAR))),
    "two_dots_further_apart": (_picture(((3, 3), _DOT), ((3, 6), _DOT)), _picture(((3, 3), _DOT), ((9, 9), _DOT))),
    "dark_on_light": tuple(_picture(((2, 2), [[-3]]), ((place, 7), [[5, -2]]), background=2.0) for place in (2, 6)),
    "as_one_array": np.stack([_picture(((2, 2), _BAR), ((7, 7), _ELL)), _picture(((2, 2), _ELL), ((7, 7), _BAR))]),
    "by_name": {"second": _picture(((2, 2), _BAR), ((6, 2), _DOT)), "first": _picture(((2, 2), _BAR), ((6, 8), _DOT))},
}
WRONG = {
    "the_same_twice": ("the same, or nearly", (_picture(((2, 2), _ELL)),) * 2),
    "hardly_different": ("the same, or nearly", (_picture(((2, 2), _ELL)), 1.001 * _picture(((2, 2), _ELL)))),
    "moved": ("moved as a whole", (_picture(((2, 2), _ELL)), _picture(((5, 6), _ELL)))),
    "onto_the_border": (
        "or the border",
        (_picture(((2, 2), _BAR), ((7, 7), _ELL)), _picture(((2, 2), _ELL), ((7, 9), _BAR))),
    ),
    "too_close": (
        "one window sees two parts",
        (_picture(((3, 3), _DOT), ((3, 5), _DOT)), _picture(((3, 3), _DOT), ((3, 6), _DOT))),
    ),
    "turned": (
        "tell the pictures apart",
        (_picture(((3, 3), _BAR), ((7, 7), _DOT)), _picture(((3, 3), np.transpose(_BAR)), ((7, 7), _DOT))),
    ),
    "three_pictures": ("tuple of 2", np.stack([_picture(((place, 2), _DOT)) for place in (2, 5, 8)])),
    "pixels_shuffled": (
        "tell the pictures apart",
        (np.arange(144.0).reshape(12, 12), np.random.default_rng(0).permutation(144).reshape(12, 12)),
    ),
    "other_pixels": ("the same pixels", (_picture(((3, 3), _BAR)), _picture(((3, 3), _ELL), ((8, 8), _ELL)))),
    "two_empty_ones": ("the same pixels", (np.ones((12, 12)), -np.ones((12, 12)))),
    "all_zeros": ("zero", (np.zeros((12, 12)), np.zeros((12, 12)))),
    "not_a_number": ("finite", (np.full((12, 12), np.nan), np.ones((12, 12)))),
}
