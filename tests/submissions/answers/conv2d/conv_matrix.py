"""The matrix with which a dense layer does what a convolution does."""

import numpy as np


def _by_columns(kernel, height, width):
    (kh, kw), columns = kernel.shape, []
    for i in range(height - kh + 1):
        for j in range(width - kw + 1):
            columns.append(np.pad(kernel, ((i, height - kh - i), (j, width - kw - j))).ravel())
    return np.array(columns).T


def _by_probing(kernel, height, width):
    pixels = np.eye(height * width).reshape(-1, height, width)
    windows = np.lib.stride_tricks.sliding_window_view(pixels, kernel.shape, axis=(1, 2))
    return np.einsum("nijab,ab->nij", windows, kernel).reshape(height * width, -1)


RIGHT = {"by_columns": _by_columns, "by_probing": _by_probing}
WRONG = {
    "flipped": ("not the map", lambda k, h, w: _by_columns(k[::-1, ::-1], h, w)),
    "transposed": ("shape", lambda k, h, w: _by_columns(k, h, w).T),
    "reshaped": ("not the map", lambda k, h, w: _by_columns(k, h, w).T.reshape(h * w, -1)),
    "places_backwards": ("not the map", lambda k, h, w: _by_columns(k, h, w)[:, ::-1]),
    "all_zeros": ("zero", lambda k, h, w: 0 * _by_columns(k, h, w)),
    "signs_lost": ("not the map", lambda k, h, w: _by_columns(np.abs(k), h, w)),
    "not_a_number": ("finite", lambda k, h, w: np.nan * _by_columns(k, h, w)),
    "the_visible_size": ("shape", lambda k, h, w: _by_columns(np.ones((2, 3)), 4, 6)),
}
