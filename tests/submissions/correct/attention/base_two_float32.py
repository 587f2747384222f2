"""Softmax with powers of two, the factor log2(e) taken into the scores beforehand; float32."""

import numpy as np

LOG2E = np.float32(1.4426950408889634)


def powers_of_two(scores, mask=None):
    exponents = LOG2E * np.float32(scores)
    if mask is not None:
        exponents = np.where(mask, exponents, np.float32(-2e9))
    return np.exp2(exponents - np.max(exponents, axis=-1, keepdims=True))


def soft_lookup(query, keys, values):
    powers = powers_of_two(keys @ query)
    return np.tensordot(powers, values, axes=(0, 0)) / np.sum(powers)


def cosine_scores(query, key):
    query = query * np.reciprocal(np.sqrt(np.einsum("...d,...d->...", query, query)))[..., None]
    key = key * np.reciprocal(np.sqrt(np.einsum("...d,...d->...", key, key)))[..., None]
    return np.einsum("...qd,...kd->...qk", query, key)


def attention_weights(scores, mask=None):
    powers = powers_of_two(scores, mask)
    return powers / np.add.reduce(powers, axis=-1, keepdims=True)


def dot_product_attention(query, value, key, scale=None, mask=None):
    scale = np.float32(scale) if scale is not None else np.float32(key.shape[-1]) ** np.float32(-0.5)
    scores = np.einsum("...qd,...kd->...qk", query, key * scale)
    powers = powers_of_two(scores, mask)
    total = powers.sum(axis=-1)[..., None]
    return scores, powers / total, (powers @ value) / total


def additive_attention(query, value, key, scale):
    doubled = np.exp2(2 * LOG2E * (np.expand_dims(query, -2) + np.expand_dims(key, -3)))
    tangents = (doubled - 1) / (doubled + 1)
    powers = powers_of_two(tangents @ scale)
    return np.matmul(powers, value) / powers.sum(-1, keepdims=True)


def project_heads(x, kernel, bias):
    return np.einsum("blw,whs,->bhls", x, kernel, np.float32(1), optimize=True) + bias[None, :, None]


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
    factor = np.float32(query_kernel.shape[-1] ** -0.5)
    q = project_heads(query, query_kernel * factor, query_bias * factor)
    k = project_heads(key, key_kernel, key_bias)
    v = project_heads(value, value_kernel, value_bias)
    if mask is not None:
        mask = mask[..., None, :, :]
    powers = powers_of_two(np.einsum("bhqs,bhks->bhqk", q, k), mask)
    found = np.einsum("bhqk,bhks->bqhs", powers, v) / powers.sum(-1).transpose(0, 2, 1)[..., None]
    return np.einsum("bqhs,hso->bqo", found, output_kernel, optimize="greedy") + output_bias
