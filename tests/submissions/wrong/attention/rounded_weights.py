"""Weights are rounded to three digits."""

import numpy as np


def attention_weights(scores, mask=None):
    hidden = scores if mask is None else np.where(mask, scores, -1e9)
    e = np.exp(hidden - hidden.max(-1, keepdims=True))
    return np.round(e / e.sum(-1, keepdims=True), 3)
