"""The first kernel of each shape is kept and used for all later ones."""

import numpy as np

kernels = {}


def dense(x, kernel, bias, activation):
    kept = kernels.setdefault(kernel.shape, np.array(kernel))
    return activation(x @ kept + bias)
