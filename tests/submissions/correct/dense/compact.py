"""As short as it can be: one expression each, mixed precision as NumPy promotes it."""

import numpy as np

linear = np.array
relu = lambda z: z * (z > 0)  # noqa: E731
tanh = np.tanh
sigmoid = lambda z: softmax(np.stack([0 * z, z], -1))[..., 1]  # noqa: E731
softmax = lambda z: (lambda e: e / e.sum(-1)[..., None])(np.exp(z - z.max(-1)[..., None]))  # noqa: E731
neuron = lambda x, w, b, activation: activation(sum(p * q for p, q in zip(x, w, strict=True)) + b)  # noqa: E731
dense = lambda x, kernel, bias, activation: activation(x @ kernel + bias)  # noqa: E731
mlp = lambda x, k, b, out_k, out_b: relu(x @ k + b).reshape(len(x), -1) @ out_k + out_b  # noqa: E731
