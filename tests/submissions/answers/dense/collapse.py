"""Three linear layers in one: kernel and bias, found by algebra or by probing."""

import numpy as np


def _product(k1, b1, k2, b2, k3, b3):
    return k1 @ k2 @ k3, (b1 @ k2 + b2) @ k3 + b3


def _probed(*layers):
    def three(x):
        for kernel, bias in zip(layers[::2], layers[1::2], strict=True):
            x = x @ kernel + bias
        return x

    bias = three(np.zeros(len(layers[0])))
    return three(np.eye(len(layers[0]))) - bias, bias


RIGHT = {
    "product": _product,
    "probed": _probed,
    "as_a_dict": lambda *layers: dict(zip(("kernel", "bias"), _product(*layers), strict=True)),
}
WRONG = {
    "only_the_last_bias": ("bias", lambda *layers: (_product(*layers)[0], layers[5])),
    "biases_added_up": ("bias", lambda *layers: (_product(*layers)[0], layers[1].sum() + layers[3].sum() + layers[5])),
    "relu_on_a_kernel": ("kernel", lambda *layers: (layers[0] @ layers[2] @ np.maximum(layers[4], 0), layers[5])),
    "all_zeros": ("kernel", lambda *layers: (np.zeros((4, 3)), np.zeros(3))),
    "the_visible_size": ("shape", lambda *layers: (np.ones((3, 2)), np.ones(2))),
    "infinite": ("finite", lambda *layers: (np.full((4, 3), np.inf), np.zeros(3))),
    "kernel_alone": ("tuple of 2 arrays", lambda *layers: _product(*layers)[0]),
}
