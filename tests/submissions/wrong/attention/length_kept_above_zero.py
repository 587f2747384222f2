"""A tenth is added to every length against division by zero, which bends the cosine of short vectors."""

import numpy as np


def cosine_scores(query, key):
    lengths = (np.linalg.norm(query, axis=-1)[..., None] + 0.1) * (np.linalg.norm(key, axis=-1)[..., None, :] + 0.1)
    return query @ np.swapaxes(key, -1, -2) / lengths
