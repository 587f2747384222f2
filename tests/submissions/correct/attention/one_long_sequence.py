"""Batch and heads laid end to end as a single sequence, and a mask that keeps the blocks apart; float64."""

import numpy as np
from scipy.linalg import block_diag
from scipy.special import softmax


def soft_lookup(query, keys, values):
    return np.tensordot(softmax(np.tensordot(keys, query, 1).astype(float)), values, 1)


def cosine_scores(query, key):
    front = query.shape[:-2]
    both = [x.reshape(-1, x.shape[-1]).astype(float) for x in (query, key)]
    table = np.dot(both[0], both[1].T) / np.outer(*(np.linalg.norm(x, axis=1) for x in both))
    return blocks(table, front, query.shape[-2], key.shape[-2])


def blocks(table, front, rows, columns):
    """The blocks on the diagonal of a large table."""
    count = int(np.prod(front))
    taken = [table[n * rows : (n + 1) * rows, n * columns : (n + 1) * columns] for n in range(count)]
    return np.array(taken).reshape(*front, rows, columns)


def attention_weights(scores, mask=None):
    return hidden(scores, True if mask is None else mask)


def hidden(scores, mask):
    return softmax(np.where(mask, np.asarray(scores, float), -np.inf), axis=-1)


def dot_product_attention(query, value, key, scale=None, mask=None):
    scale = 1 / np.sqrt(key.shape[-1]) if scale is None else scale
    front, queries, keys = query.shape[:-2], query.shape[-2], key.shape[-2]
    allowed = np.broadcast_to(True if mask is None else mask, (*front, queries, keys)).reshape(-1, queries, keys)
    q, v, k = (x.reshape(-1, x.shape[-1]).astype(float) for x in (query, value, key))
    table = q @ k.T * scale
    weights = hidden(table, block_diag(*allowed).astype(bool))
    output = (weights @ v).reshape(*front, queries, -1)
    return blocks(table, front, queries, keys), blocks(weights, front, queries, keys), output


def additive_attention(query, value, key, scale):
    q, v, k = (x.reshape(-1, x.shape[-1]).astype(float) for x in (query, value, key))
    table = np.zeros((len(q), len(k)))
    for d in range(q.shape[1]):
        table += scale[d] * np.tanh(np.add.outer(q[:, d], k[:, d]))
    apart = np.kron(np.eye(len(query)), np.ones((query.shape[1], key.shape[1]))) > 0
    return (hidden(table, apart) @ v).reshape(*query.shape[:2], -1)


def project_heads(x, kernel, bias):
    columns = x.reshape(-1, x.shape[-1]).astype(float) @ np.hstack(np.unstack(kernel, axis=1)) + bias.ravel()
    return columns.reshape(*x.shape[:2], *bias.shape).transpose(0, 2, 1, 3)


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
    q, k, v = map(
        project_heads, (query, key, value), (query_kernel, key_kernel, value_kernel), (query_bias, key_bias, value_bias)
    )
    allowed = np.broadcast_to(True if mask is None else mask, (len(query), query.shape[1], key.shape[1]))
    found = dot_product_attention(q, v, k, mask=np.stack([allowed] * q.shape[1], axis=1))[2]
    return sum(found[:, h] @ output_kernel[h] for h in range(q.shape[1])) + output_bias
