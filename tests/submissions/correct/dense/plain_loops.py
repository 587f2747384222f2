"""Plain Python: loops and the math module, nothing vectorised."""

import math

import numpy as np


def each(function, z):
    return np.array([function(float(v)) for v in np.ravel(z)]).reshape(np.shape(z))


def linear(z):
    return each(lambda v: v, z)


def relu(z):
    return each(lambda v: v if v > 0 else 0.0, z)


def sigmoid(z):
    return each(lambda v: 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v)), z)


def tanh(z):
    return each(math.tanh, z)


def softmax(z):
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape[:-1]):
        largest = max(z[index])
        powers = [math.exp(v - largest) for v in z[index]]
        for k, power in enumerate(powers):
            out[index][k] = power / sum(powers)
    return out


def neuron(x, w, b, activation):
    z = b
    for x_i, w_i in zip(x, w, strict=True):
        z = z + x_i * w_i
    return activation(z)


def dense(x, kernel, bias, activation):
    inputs, units = kernel.shape
    out = np.zeros((*x.shape[:-1], units))
    for index in np.ndindex(out.shape):
        z = float(bias[index[-1]])
        for i in range(inputs):
            z += float(x[(*index[:-1], i)]) * float(kernel[i, index[-1]])
        out[index] = activation(z)
    return out


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    rows = []
    for sample in x:
        hidden = relu(dense(sample, hidden_kernel, hidden_bias, lambda z: z))
        rows.append(dense(hidden.flatten(), output_kernel, output_bias, lambda z: z))
    return np.stack(rows)
