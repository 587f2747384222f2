"""The mask is added to the scores as it is: True counts as 1."""

import numpy as np


def attention_weights(scores, mask=None):
    if mask is not None:
        scores = scores + mask
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
