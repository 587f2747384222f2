"""Inner products from squared distances, q·k = (|q|² + |k|² - |q - k|²) / 2, in float64."""

import numpy as np
from scipy.special import log_softmax


def square(x):
    return np.einsum("...i,...i->...", x, x, dtype=np.float64)


def products(query, key):
    apart = query[..., :, None, :].astype(float) - key[..., None, :, :]
    return (square(query)[..., :, None] + square(key)[..., None, :] - square(apart)) / 2


def soft_lookup(query, keys, values):
    scores = products(query[None], keys)[0]
    return np.exp(log_softmax(scores)) @ values


def cosine_scores(query, key):
    unit_query = query / np.sqrt(square(query))[..., None]
    unit_key = key / np.sqrt(square(key))[..., None]
    return 1 - square(unit_query[..., :, None, :] - unit_key[..., None, :, :]) / 2


def attention_weights(scores, mask=None):
    hidden = np.asarray(scores, np.float64)
    if mask is not None:
        hidden = hidden + np.where(mask, 0, -1e9)
    return np.exp(log_softmax(hidden, axis=-1))


def dot_product_attention(query, value, key, scale=None, mask=None):
    scores = products(query, key) * (key.shape[-1] ** -0.5 if scale is None else scale)
    weights = attention_weights(scores, mask)
    return scores, weights, np.einsum("...qk,...kv->...qv", weights, value)


def additive_attention(query, value, key, scale):
    tangents = 1 - 2 / (np.exp(2 * (query[..., :, None, :] + key[..., None, :, :])) + 1)
    return attention_weights(np.vecdot(tangents, scale)) @ value


def project_heads(x, kernel, bias):
    return products(x[:, None], kernel.transpose(1, 2, 0)[None]) + bias[None, :, None]


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
    q = np.einsum("bqw,whs->bhqs", query, query_kernel) + query_bias[:, None]
    k = np.einsum("bkw,whs->bhks", key, key_kernel) + key_bias[:, None]
    v = np.einsum("bkw,whs->bhks", value, value_kernel) + value_bias[:, None]
    if mask is not None and mask.ndim == 3:
        mask = mask[:, None]
    found = dot_product_attention(q, v, k, mask=mask)[2]
    return np.einsum("bhqs,hso->bqo", found, output_kernel) + output_bias
