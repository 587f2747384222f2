"""Other weights for the same function: reordered or rescaled hidden units."""

import numpy as np


def _reordered(hk, hb, ok, ob):
    order = np.arange(len(hb))[::-1]
    return hk[:, order], hb[order], ok[order], ob


def _rescaled(hk, hb, ok, ob):
    scale = np.linspace(0.5, 8, len(hb))
    return hk * scale, hb * scale, ok / scale[:, None], ob


RIGHT = {"reordered": _reordered, "rescaled": _rescaled}
WRONG = {
    "given_back": ("have to differ", lambda *weights: weights),
    "hardly_different": ("have to differ", lambda hk, hb, ok, ob: (1.0001 * hk, 1.0001 * hb, ok / 1.0001, ob)),
    "negative_factor": ("so does the function", lambda hk, hb, ok, ob: (-hk, -hb, -ok, ob)),
    "bias_not_scaled": ("so does the function", lambda hk, hb, ok, ob: (2 * hk, hb, ok / 2, ob)),
    "bias_not_reordered": ("so does the function", lambda hk, hb, ok, ob: (hk[:, ::-1], hb, ok[::-1], ob)),
    "output_bias_moved": ("so does the function", lambda hk, hb, ok, ob: (hk, hb, ok, ob + 0.02)),
    "all_zeros": ("so does the function", lambda hk, hb, ok, ob: (0 * hk, 0 * hb, 0 * ok, 0 * ob)),
    "transposed": ("shape", lambda hk, hb, ok, ob: (hk.T, hb, ok, ob)),
}
