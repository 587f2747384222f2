"""Masked scores are set to -100."""

import numpy as np


def attention_weights(scores, mask=None):
    if mask is not None:
        scores = np.where(mask, scores, -100)
    p = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return p / p.sum(axis=-1, keepdims=True)
