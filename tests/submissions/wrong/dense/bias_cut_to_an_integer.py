"""The bias is cut to a whole number."""

import numpy as np


def neuron(x, w, b, activation):
    return activation(np.dot(x, w) + int(b))
