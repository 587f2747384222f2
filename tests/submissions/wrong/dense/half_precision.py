"""The layers compute in float16, three digits."""

import numpy as np


def dense(x, kernel, bias, activation):
    return activation(x.astype(np.float16) @ kernel.astype(np.float16) + bias.astype(np.float16))


def tanh(z):
    return np.tanh(np.asarray(z, np.float16))
