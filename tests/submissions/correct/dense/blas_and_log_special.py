"""BLAS called by hand through SciPy, and the special functions in their logarithmic forms."""

import numpy as np
from scipy import special
from scipy.linalg import blas


def linear(z):
    return blas.dcopy(np.ravel(z).astype(float), np.zeros(np.size(z))).reshape(z.shape)


def relu(z):
    return special.entr(0) + np.maximum(0.0, z)


def sigmoid(z):
    return np.exp(special.log_expit(np.asarray(z, np.float64)))


def tanh(z):
    z = np.asarray(z, np.float64)
    return special.expit(2 * z) - special.expit(-2 * z)


def softmax(z):
    return np.exp(special.log_softmax(np.asarray(z, np.float64), axis=-1))


def neuron(x, w, b, activation):
    return activation(blas.sdot(x, w) + b)


def dense(x, kernel, bias, activation):
    rows = x.reshape(-1, x.shape[-1])
    start = np.tile(bias, (len(rows), 1))
    product = blas.sgemm(1.0, rows, kernel, beta=1.0, c=start)
    return activation(product.reshape(*x.shape[:-1], kernel.shape[-1]))


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = dense(x, hidden_kernel, hidden_bias, relu).reshape(len(x), -1)
    return np.array([blas.dgemv(1.0, output_kernel, row, trans=1) + output_bias for row in hidden])
