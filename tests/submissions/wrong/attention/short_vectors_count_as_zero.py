"""Keys shorter than 0.5 count as zero vectors."""

import numpy as np


def cosine_scores(query, key):
    a = query / np.linalg.norm(query, axis=-1, keepdims=True)
    n = np.linalg.norm(key, axis=-1, keepdims=True)
    b = np.where(n < 0.5, 0, key / n)
    return a @ np.swapaxes(b, -1, -2)
