"""A gate, a cell and a layer are classes; the cell gives a new state and keeps none; float64."""

from collections import namedtuple

import numpy as np

State = namedtuple("State", "h c")


class Gate:
    def __init__(self, position, squash, kernel, recurrent_kernel, bias):
        units = len(recurrent_kernel)
        own = slice(position * units, (position + 1) * units)
        self.squash = squash
        self.kernel, self.recurrent_kernel, self.bias = kernel[:, own], recurrent_kernel[:, own], bias[own]

    def __call__(self, x_t, h):
        return self.squash(np.float64(x_t) @ self.kernel + np.float64(h) @ self.recurrent_kernel + self.bias)


class Cell:
    def __init__(self, *weights):
        self.input = Gate(0, self.sigmoid, *weights)
        self.forget = Gate(1, self.sigmoid, *weights)
        self.candidate = Gate(2, np.tanh, *weights)
        self.output = Gate(3, self.sigmoid, *weights)

    @staticmethod
    def sigmoid(z):
        small = np.exp(-np.abs(z))
        return np.where(z < 0, small, 1) / (1 + small)

    def gates(self, x_t, h):
        return tuple(gate(x_t, h) for gate in (self.input, self.forget, self.candidate, self.output))

    def step(self, x_t, state):
        c = self.forget(x_t, state.h) * state.c + self.input(x_t, state.h) * self.candidate(x_t, state.h)
        return State(self.output(x_t, state.h) * np.tanh(c), c)


class Layer:
    def __init__(self, *weights):
        self.cell, self.units = Cell(*weights), len(weights[1])

    def run(self, x, state=None):
        state = State(*state) if state else State(*np.zeros((2, len(x), self.units)))
        states = []
        for t in range(x.shape[1]):
            state = self.cell.step(x[:, t], state)
            states.append(state)
        return states


def to_timesteps(flat, features):
    result = np.zeros((*flat.shape, 1))
    result[..., 0] = flat
    return result.reshape(flat.shape[0], flat.shape[1] // features, features)


def gates(x_t, h, kernel, recurrent_kernel, bias):
    return Cell(kernel, recurrent_kernel, bias).gates(x_t, h)


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    return tuple(Cell(kernel, recurrent_kernel, bias).step(x_t, State(h, c)))


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    states = Layer(kernel, recurrent_kernel, bias).run(x, initial_state)
    last = states[-1]
    output = np.stack([state.h for state in states], axis=1) if return_sequences else last.h
    return (output, last.h, last.c) if return_state else output
