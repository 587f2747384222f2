"""Buffers of float32 in Fortran order that are filled with out=, as in code for speed."""

import numpy as np


def buffer(z):
    return np.array(z, dtype=np.float32, order="F")


def linear(z):
    return buffer(z)


def relu(z):
    out = buffer(z)
    np.copyto(out, 0, where=np.signbit(out))
    return out


def sigmoid(z):
    out = buffer(z)
    out *= 0.5
    np.tanh(out, out=out)
    out += 1
    out *= 0.5
    return out


def tanh(z):
    out = buffer(z)
    return np.tanh(out, out=out)


def softmax(z):
    out = buffer(z)
    np.subtract(out, out.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    np.divide(out, out.sum(axis=-1, keepdims=True), out=out)
    return out


def neuron(x, w, b, activation):
    total = np.full(1, b, np.float32)
    total += buffer(x).dot(buffer(w))
    return activation(total)[0]


def dense(x, kernel, bias, activation):
    rows = np.asfortranarray(x.reshape(-1, x.shape[-1]), dtype=np.float32)
    out = np.empty((len(rows), kernel.shape[1]), np.float32)
    np.dot(rows, buffer(kernel), out=out)
    out += bias
    return activation(out).reshape(*x.shape[:-1], -1)


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = np.matmul(buffer(x), buffer(hidden_kernel))
    hidden += hidden_bias
    hidden.clip(0, None, out=hidden)
    out = np.empty((len(x), len(output_bias)), np.float32, order="F")
    np.matmul(hidden.reshape(len(x), -1), output_kernel, out=out)
    np.add(out, output_bias, out=out)
    return out
