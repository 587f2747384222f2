"""Twelve named matrices, W_i to b_o, cut out of the three; everything in float32, the argument of exp clipped."""

import numpy as np


def to_timesteps(flat, features):
    timesteps = int(flat.shape[1] / features)
    return np.resize(flat, (flat.shape[0], timesteps, features))


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-np.clip(x, -80.0, 80.0)))


def unpack(kernel, recurrent_kernel, bias):
    n = recurrent_kernel.shape[0]
    W_i, W_f, W_c, W_o = kernel[:, :n], kernel[:, n : 2 * n], kernel[:, 2 * n : 3 * n], kernel[:, 3 * n :]
    U_i, U_f = recurrent_kernel[:, :n], recurrent_kernel[:, n : 2 * n]
    U_c, U_o = recurrent_kernel[:, 2 * n : 3 * n], recurrent_kernel[:, 3 * n :]
    b_i, b_f, b_c, b_o = bias[:n], bias[n : 2 * n], bias[2 * n : 3 * n], bias[3 * n :]
    return (W_i, U_i, b_i), (W_f, U_f, b_f), (W_c, U_c, b_c), (W_o, U_o, b_o)


def gates(x_t, h, kernel, recurrent_kernel, bias):
    (W_i, U_i, b_i), (W_f, U_f, b_f), (W_c, U_c, b_c), (W_o, U_o, b_o) = unpack(kernel, recurrent_kernel, bias)
    i_t = sigmoid(np.dot(x_t, W_i) + np.dot(h, U_i) + b_i)
    f_t = sigmoid(np.dot(x_t, W_f) + np.dot(h, U_f) + b_f)
    c_tilde = np.tanh(np.dot(x_t, W_c) + np.dot(h, U_c) + b_c)
    o_t = sigmoid(np.dot(x_t, W_o) + np.dot(h, U_o) + b_o)
    return i_t, f_t, c_tilde, o_t


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i_t, f_t, c_tilde, o_t = gates(x_t, h, kernel, recurrent_kernel, bias)
    c_next = f_t * c + i_t * c_tilde
    h_next = o_t * np.tanh(c_next)
    return h_next, c_next


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    m, T_x, _ = x.shape
    n_a = recurrent_kernel.shape[0]
    a = np.zeros((m, n_a, T_x), dtype=np.float32)
    if initial_state is None:
        a_next = np.zeros((m, n_a), dtype=np.float32)
        c_next = np.zeros((m, n_a), dtype=np.float32)
    else:
        a_next = initial_state[0]
        c_next = initial_state[1]
    for t in range(T_x):
        a_next, c_next = lstm_step(x[:, t, :], a_next, c_next, kernel, recurrent_kernel, bias)
        a[:, :, t] = a_next
    y = np.transpose(a, (0, 2, 1)) if return_sequences else a[:, :, T_x - 1]
    if return_state:
        return y, a_next, c_next
    return y
