"""Everything in einsum and float32, the mask added as a large negative number."""

import numpy as np


def soft_lookup(query, keys, values):
    scores = np.einsum("w,kw->k", query, keys).astype(np.float32)
    e = np.exp(scores - np.max(scores))
    return np.einsum("k,k...->...", e / np.sum(e), values)


def cosine_scores(query, key):
    dot = np.einsum("...qw,...kw->...qk", query, key)
    lengths = np.sqrt(np.einsum("...qw,...qw->...q", query, query))[..., None]
    return dot / lengths / np.sqrt(np.einsum("...kw,...kw->...k", key, key))[..., None, :]


def attention_weights(scores, mask=None):
    scores = np.asarray(scores, np.float32)
    if mask is not None:
        scores = scores + (1.0 - mask.astype(np.float32)) * np.float32(-1e9)
    e = np.exp(scores - np.amax(scores, axis=-1, keepdims=True))
    return np.einsum("...qk,...q->...qk", e, 1 / np.einsum("...qk->...q", e))


def dot_product_attention(query, value, key, scale=None, mask=None):
    scale = np.float32(key.shape[-1] ** -0.5 if scale is None else scale)
    scores = np.einsum("...qw,...kw->...qk", scale * query, key)
    weights = attention_weights(scores, mask)
    return [scores, weights, np.einsum("...qk,...kv->...qv", weights, value)]


def additive_attention(query, value, key, scale):
    scores = np.einsum("bqkw,w->bqk", np.tanh(query[:, :, np.newaxis] + key[:, np.newaxis]), scale)
    return np.einsum("bqk,bkv->bqv", attention_weights(scores), value)


def project_heads(x, kernel, bias):
    return np.einsum("blw,whs->bhls", x, kernel) + bias[:, np.newaxis, :]


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
    q = np.einsum("bqw,whs->bqhs", query, query_kernel) + query_bias
    k = np.einsum("bkw,whs->bkhs", key, key_kernel) + key_bias
    v = np.einsum("bkw,whs->bkhs", value, value_kernel) + value_bias
    scores = np.einsum("bqhs,bkhs->bhqk", q, k) / np.float32(np.sqrt(q.shape[-1]))
    if mask is not None and mask.ndim == 3:
        mask = mask[:, np.newaxis]
    weights = attention_weights(scores, mask)
    return np.einsum("bhqk,bkhs,hso->bqo", weights, v, output_kernel) + output_bias
