"""The bias as one more input that is always 1, the layer as one matrix product."""

import numpy as np


def neuron(x, w, b, activation):
    return activation(np.append(w, b) @ np.append(x, 1.0))


def dense(x, kernel, bias, activation):
    ones = np.ones((*x.shape[:-1], 1))
    return activation(np.concatenate([x, ones], axis=-1) @ np.vstack([kernel, bias]))


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = dense(x, hidden_kernel, hidden_bias, lambda z: z.clip(min=0))
    return dense(hidden.reshape(hidden.shape[0], -1), output_kernel, output_bias, lambda z: z)
