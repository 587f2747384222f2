"""Samples are flattened column by column, or with the units in front."""

import numpy as np


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = np.maximum(x @ hidden_kernel + hidden_bias, 0)
    rows = [sample.ravel(order="F") for sample in hidden]
    return np.stack(rows) @ output_kernel + output_bias
