"""Python floats in while loops; softmax in one pass with a running maximum and a running sum."""

import math

import numpy as np


def element_by_element(z, function):
    result = np.zeros(np.shape(z), dtype=np.float64)
    for place in np.ndindex(np.shape(z)):
        result[place] = function(float(z[place]))
    return result


def linear(z):
    return element_by_element(z, float)


def relu(z):
    def rectify(number):
        if number > 0:
            return number
        return 0

    return element_by_element(z, rectify)


def sigmoid(z):
    return element_by_element(z, lambda number: 0.5 + 0.5 * math.tanh(number / 2))


def tanh(z):
    def hyperbolic(number):
        if abs(number) > 20:
            return math.copysign(1.0, number)
        return math.sinh(number) / math.cosh(number)

    return element_by_element(z, hyperbolic)


def softmax(z):
    result = np.zeros(z.shape)
    for place in np.ndindex(*z.shape[:-1]):
        largest = -math.inf
        total = 0.0
        for score in z[place]:
            score = float(score)
            if score > largest:
                total = total * math.exp(largest - score) + 1.0
                largest = score
            else:
                total = total + math.exp(score - largest)
        for k in range(z.shape[-1]):
            result[(*place, k)] = math.exp(float(z[(*place, k)]) - largest) / total
    return result


def neuron(x, w, b, activation):
    total = 0.0
    i = 0
    while i < len(x):
        total = total + float(x[i]) * float(w[i])
        i = i + 1
    return activation(total + b)


def dense(x, kernel, bias, activation):
    result = np.zeros((*x.shape[:-1], kernel.shape[1]))
    for place in np.ndindex(*x.shape[:-1]):
        unit = 0
        while unit < kernel.shape[1]:
            result[place][unit] = neuron(x[place], kernel[:, unit], bias[unit], activation)
            unit = unit + 1
    return result


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    answers = []
    for sample in x:
        hidden = dense(sample, hidden_kernel, hidden_bias, linear)
        hidden = relu(hidden)
        long_row = []
        for number in hidden.flat:
            long_row.append(number)
        answers.append([neuron(long_row, output_kernel[:, u], output_bias[u], float) for u in range(len(output_bias))])
    return answers
