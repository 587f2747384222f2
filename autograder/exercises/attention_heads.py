"""Inputs for several heads. What ``attention`` says of axes, dimensions and masks holds here too."""

from __future__ import annotations

import numpy as np

from autograder.exercises.attention_parts import Floats, Mask, causal_mask, normal, padding_mask, share
from autograder.exercises.model import Case

# --- project_heads(x, kernel, bias) ---


def heads_of_batches(rng: np.random.Generator) -> Case:
    """Different widths, random bias."""
    args = normal(rng, 2, 5, 7), normal(rng, 7, 3, 4, spread=0.5), normal(rng, 3, 4)
    return Case("x (2, 5, 7), kernel (7, 3, 4), bias (3, 4)", args)


def heads_as_long_as_the_sequence(rng: np.random.Generator) -> Case:
    """A single sample with as many heads as places: axes in the wrong order keep the right shape."""
    args = normal(rng, 1, 3, 7), normal(rng, 7, 3, 4, spread=0.5), normal(rng, 3, 4)
    return Case("x (1, 3, 7), kernel (7, 3, 4), bias (3, 4): as many heads as places", args)


# --- multi_head_attention(query, value, key, kernels and biases, mask=None) ---


def _kernels(
    rng: np.random.Generator, widths: tuple[int, int, int], heads: int, size: int, value_size: int, output: int
) -> tuple[Floats, ...]:
    """Kernel and bias of query, key, value and output; ``widths`` are those of query, key and value."""
    arrays: list[Floats] = []
    for width, each in zip(widths, (size, size, value_size), strict=True):
        arrays += [normal(rng, width, heads, each, spread=1.5 / width**0.5), normal(rng, heads, each, spread=0.5)]
    spread = 1 / (heads * value_size) ** 0.5
    return (*arrays, normal(rng, heads, value_size, output, spread=spread), normal(rng, output, spread=0.5))


def _calm_heads(inputs: tuple[Floats, ...], kernels: tuple[Floats, ...], mask: Mask) -> tuple[Floats, ...]:
    """The kernels, those of the query so long that the poorest row's allowed keys hold 0.06 of its softmax."""
    query, _, key = inputs
    query_kernel, query_bias, key_kernel, key_bias = kernels[:4]
    q = np.einsum("bqw,whs->bhqs", query, query_kernel) + query_bias[:, None]
    k = np.einsum("bkw,whs->bhks", key, key_kernel) + key_bias[:, None]
    scores = q @ k.swapaxes(-1, -2) / q.shape[-1] ** 0.5
    factor = least = np.float32(1 / 64)  # where all keys weigh about the same
    while least < 2 and share(least * scores, mask[..., None, :, :]).min() >= 0.06:
        factor, least = least, least * np.float32(1.02)
    return (factor * query_kernel, factor * query_bias, *kernels[2:])


def heads_cross_padding(rng: np.random.Generator) -> Case:
    """3 queries, 5 keys, 2 heads of size 6, every width its own, a padding mask that differs per sample."""
    inputs = normal(rng, 4, 3, 12), normal(rng, 4, 5, 9), normal(rng, 4, 5, 7)
    label = "query (4, 3, 12), value (4, 5, 9), key (4, 5, 7), 2 heads of sizes 6 and 8, mask (4, 1, 5)"
    mask = padding_mask(rng, 4, 5)
    return Case(label, (*inputs, *_calm_heads(inputs, _kernels(rng, (12, 7, 9), 2, 6, 8, 10), mask), mask))


def heads_causal_padding(rng: np.random.Generator) -> Case:
    """5 x 5, causal and padding mask together.

    There are as many samples as heads: the mask (3, 5, 5) fits scores (3, 3, 5, 5) without an axis for the heads too,
    and then lies on the heads.
    """
    inputs = normal(rng, 3, 5, 12), normal(rng, 3, 5, 12), normal(rng, 3, 5, 12)
    mask = causal_mask(5) & padding_mask(rng, 3, 5)
    label = "query, value and key (3, 5, 12), 3 heads of size 4, mask (3, 5, 5)"
    kernels = _calm_heads(inputs, _kernels(rng, (12, 12, 12), 3, 4, 4, 12), mask)
    return Case(label, (*inputs, *kernels), {"mask": mask})


def heads_causal(rng: np.random.Generator) -> Case:
    """One causal mask (queries, keys) for all samples; all scores are near -1000, those of masked keys as well."""
    inputs = normal(rng, 2, 5, 12), normal(rng, 2, 5, 12), normal(rng, 2, 5, 12)
    kernels = _kernels(rng, (12, 12, 12), 3, 4, 4, 12)
    query_kernel, query_bias, key_kernel = kernels[:3]
    # One feature and one place in each head, the same for every key and every query: they move all scores alike.
    inputs[2][..., 0], key_kernel[..., 0], key_kernel[0] = 50, 0, 0
    query_kernel[..., 0] = query_bias[:, 0] = 0
    kernels = _calm_heads(inputs, kernels, causal_mask(5))
    key_kernel[0, :, 0], kernels[1][:, 0] = 50, -rng.uniform(0.8, 0.9, 3)
    label = "query, value and key (2, 5, 12), 3 heads of size 4, scores near -1000, causal mask (5, 5)"
    return Case(label, (*inputs, *kernels, causal_mask(5)))


def heads_without_mask(rng: np.random.Generator) -> Case:
    """A single sample with as many heads as places, no mask."""
    inputs = tuple(normal(rng, 1, 3, 12) for _ in range(3))
    label = "query, value and key (1, 3, 12), 3 heads of size 4"
    return Case(label, (*inputs, *_kernels(rng, (12, 12, 12), 3, 4, 4, 12)))


def heads_large_scores(rng: np.random.Generator) -> Case:
    """Scores above 1000, two of each row close: exp overflows without a shift, in float64 too."""
    inputs = normal(rng, 2, 5, 12), normal(rng, 2, 5, 12), normal(rng, 2, 5, 12)
    kernels = _kernels(rng, (12, 12, 12), 3, 4, 4, 12)
    query_bias, key_kernel, key = kernels[1], kernels[2], inputs[2]
    query_bias += 30 * np.sign(query_bias)
    key_kernel[0] = 4 * np.sign(query_bias)
    key[:, 2, 0] = 8
    key[:, 4] = key[:, 2] + normal(rng, 2, 12, spread=0.01)
    return Case("query, value and key (2, 5, 12), 3 heads of size 4, scores above 1000", (*inputs, *kernels))
