"""SciPy's special functions, and contractions with tensordot."""

import numpy as np
from scipy import special


def relu(z):
    return np.where(z > 0, z, 0)


def sigmoid(z):
    return special.expit(np.asarray(z, float))


def tanh(z):
    return 2 * special.expit(2 * np.asarray(z, float)) - 1


def softmax(z):
    return special.softmax(np.asarray(z, float), axis=-1)


def neuron(x, w, b, activation):
    return activation(np.inner(w, x) + b)


def dense(x, kernel, bias, activation):
    return activation(np.add(np.tensordot(x, kernel, axes=1), bias))
