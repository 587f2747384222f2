"""Long and beginner-like: names in words, tanh from exponentials, clipping against overflow, everything float64."""

import numpy as np


def to_timesteps(flat, features):
    number_of_samples = flat.shape[0]
    number_of_timesteps = flat.shape[1] // features
    answer = np.empty((number_of_samples, number_of_timesteps, features))
    for sample in range(number_of_samples):
        for timestep in range(number_of_timesteps):
            for feature in range(features):
                answer[sample, timestep, feature] = flat[sample, timestep * features + feature]
    return answer


def my_sigmoid(number):
    number = np.clip(number, -500, 500)
    return np.exp(number) / (1 + np.exp(number))


def my_tanh(number):
    number = np.clip(number, -250, 250)
    return (np.exp(number) - np.exp(-number)) / (np.exp(number) + np.exp(-number))


def gates(x_t, h, kernel, recurrent_kernel, bias):
    x_t = np.array(x_t, dtype="float64")
    h = np.array(h, dtype="float64")
    units = h.shape[1]
    input_part = np.dot(x_t, kernel)
    hidden_part = np.dot(h, recurrent_kernel)
    total = input_part + hidden_part + bias
    input_gate = my_sigmoid(total[:, 0:units])
    forget_gate = my_sigmoid(total[:, units : units * 2])
    candidate = my_tanh(total[:, units * 2 : units * 3])
    output_gate = my_sigmoid(total[:, units * 3 : units * 4])
    return input_gate, forget_gate, candidate, output_gate


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    input_gate, forget_gate, candidate, output_gate = gates(x_t, h, kernel, recurrent_kernel, bias)
    what_stays = forget_gate * c
    what_is_new = input_gate * candidate
    new_cell = what_stays + what_is_new
    new_hidden = output_gate * my_tanh(new_cell)
    return new_hidden, new_cell


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    batch = x.shape[0]
    timesteps = x.shape[1]
    units = int(bias.shape[0] / 4)
    if initial_state is None:
        hidden = np.zeros([batch, units])
        cell = np.zeros([batch, units])
    else:
        hidden = initial_state[0]
        cell = initial_state[1]
    all_hidden = np.zeros([batch, timesteps, units])
    for timestep in range(timesteps):
        x_now = x[:, timestep, :]
        hidden, cell = lstm_step(x_now, hidden, cell, kernel, recurrent_kernel, bias)
        all_hidden[:, timestep, :] = hidden
    if return_sequences and return_state:
        return all_hidden, hidden, cell
    if return_sequences:
        return all_hidden
    if return_state:
        return hidden, hidden, cell
    return hidden
