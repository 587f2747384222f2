"""Weights of three units to which the order of the timesteps means nothing."""

import numpy as np


def summing(forget=20.0, candidate=((0.6, -0.4, 0.2), (0.1, 0.5, -0.7)), **blocks):
    """Forget gates at 1, no recurrence: a sum over the timesteps. Blocks such as ``output=1.0`` are added."""
    kernel, recurrent_kernel, bias = np.zeros((2, 12)), np.zeros((3, 12)), np.zeros(12)
    bias[3:6], kernel[:, 6:9] = forget, candidate
    bias[9:12] = blocks.get("shown", 0.0)
    kernel[:, :3] = blocks.get("store", 0.0)
    kernel[:, 3:6] = blocks.get("keep", 0.0)
    kernel[:, 9:] = blocks.get("output", 0.0)
    recurrent_kernel[:, 6:9] = blocks.get("back", 0.0)
    bias[6:9] = blocks.get("constant", 0.0)
    return kernel, recurrent_kernel, bias


RIGHT = {
    "a-sum": summing(),
    "a-sum-through-the-input-gate": summing(30.0, 0.5, store=[[1, 2, 0], [0, -1, 1]], shown=3.0),
    "a-dict": dict(zip(("kernel", "recurrent_kernel", "bias"), summing(shown=10.0), strict=True)),
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("hardly depends on the input", summing(0.0, 0.0)),
    "always-the-same": ("hardly depends on the input", summing(20.0, 0.0, constant=1.0)),
    "forgets-early-steps": ("shuffling the timesteps", summing(1.0, 0.5)),
    "hears-itself": ("shuffling the timesteps", summing(back=0.5)),
    "keeps-by-the-input": ("shuffling the timesteps", summing(2.0, 0.5, keep=1.0)),
    "output-gate-looks": ("The memory c is blind", summing(output=1.0)),
    "nan": ("NaN", summing(np.nan)),
}
