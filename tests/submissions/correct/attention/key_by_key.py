"""Numerator and denominator are gathered key by key with functools.reduce; weights come last, from what is left."""

from functools import reduce

import numpy as np


def gather(scores, value, allowed):
    """Sum exp(score) and exp(score) value over the keys, with the row's largest allowed score taken out."""
    highest = reduce(np.maximum, [np.where(allowed[..., j], scores[..., j], -np.inf) for j in range(scores.shape[-1])])

    def take_in(sums, j):
        power = np.where(allowed[..., j], np.exp(np.minimum(scores[..., j] - highest, 0)), 0)
        return sums[0] + power, sums[1] + power[..., None] * value[..., None, j, :]

    return highest, *reduce(take_in, range(scores.shape[-1]), (0.0, 0.0))


def every(mask, shape):
    return np.broadcast_to(np.bool_(True) if mask is None else mask, shape)


def soft_lookup(query, keys, values):
    scores = reduce(np.add, [keys[:, d] * query[d] for d in range(len(query))])
    powers = np.exp(scores - np.max(scores))
    return reduce(np.add, [p * v for p, v in zip(powers, values, strict=True)]) / reduce(np.add, powers)


def cosine_scores(query, key):
    def unit(x):
        return x / reduce(np.hypot, np.moveaxis(x, -1, 0))[..., None]

    q, k = np.moveaxis(unit(query), -1, 0), np.moveaxis(unit(key), -1, 0)
    return reduce(np.add, [a[..., :, None] * b[..., None, :] for a, b in zip(q, k, strict=True)])


def attention_weights(scores, mask=None):
    allowed = every(mask, scores.shape)
    highest, total, _ = gather(scores, np.zeros((scores.shape[-1], 1)), allowed)
    return np.where(allowed, np.exp(np.minimum(scores - highest[..., None], 0)), 0) / total[..., None]


def dot_product_attention(query, value, key, scale=None, mask=None):
    factor = 1 / np.sqrt(query.shape[-1]) if scale is None else scale
    scores = np.stack([factor * np.sum(query * key[..., None, j, :], axis=-1) for j in range(key.shape[-2])], axis=-1)
    _, total, mixed = gather(scores, value, every(mask, scores.shape))
    return scores, attention_weights(scores, mask), mixed / total[..., None]


def additive_attention(query, value, key, scale):
    columns = [np.tanh(query + key[:, None, j]).dot(scale) for j in range(key.shape[1])]
    scores = np.stack(columns, axis=-1)
    _, total, mixed = gather(scores, value, every(None, scores.shape))
    return mixed / total[..., None]


def project_heads(x, kernel, bias):
    terms = [x[:, None, :, d, None] * kernel[None, d, :, None] for d in range(len(kernel))]
    return reduce(np.add, terms, bias[None, :, None])


def multi_head_attention(
    query,
    value,
    key,
    query_kernel,
    query_bias,
    key_kernel,
    key_bias,
    value_kernel,
    value_bias,
    output_kernel,
    output_bias,
    mask=None,
):
    heads = project_heads(query, query_kernel, query_bias), project_heads(key, key_kernel, key_bias)
    scores = np.stack([np.sum(heads[0] * k[:, :, None], axis=-1) for k in np.moveaxis(heads[1], 2, 0)], axis=-1)
    allowed = every(mask, (len(query), *scores.shape[2:]))[:, None]
    values = project_heads(value, value_kernel, value_bias)
    _, total, mixed = gather(scores / query_bias.shape[-1] ** 0.5, values, np.broadcast_to(allowed, scores.shape))
    found = mixed / total[..., None]
    return reduce(np.add, [found[:, h] @ output_kernel[h] for h in range(found.shape[1])], output_bias)
