"""Keys are divided by their length only where it is above 1."""

import numpy as np


def cosine_scores(query, key):
    a = query / np.linalg.norm(query, axis=-1, keepdims=True)
    b = key / np.maximum(np.linalg.norm(key, axis=-1, keepdims=True), 1)
    return a @ np.swapaxes(b, -1, -2)
