"""One number at a time: Python loops and the math module."""

import math

import numpy as np


def inner(a, b):
    return sum(float(x) * float(y) for x, y in zip(a, b, strict=True))


def shares(scores):
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = math.fsum(powers)
    return [power / total for power in powers]


def soft_lookup(query, keys, values):
    scores = [inner(query, key) for key in keys]
    answer = np.zeros(np.shape(values)[1:])
    for share, value in zip(shares(scores), values, strict=True):
        answer = answer + share * value
    return answer


def cosine_scores(query, key):
    result = np.zeros((*query.shape[:-1], key.shape[-2]))
    for place in np.ndindex(*query.shape[:-1]):
        for j in range(key.shape[-2]):
            q, k = query[place], key[(*place[:-1], j)]
            dot = inner(q, k)
            result[(*place, j)] = dot / math.sqrt(sum(float(a) ** 2 for a in q) * sum(float(b) ** 2 for b in k))
    return result


def attention_weights(scores, mask=None):
    mask = np.ones(scores.shape, bool) if mask is None else np.broadcast_to(mask, scores.shape)
    weights = np.zeros(scores.shape)
    for row in np.ndindex(*scores.shape[:-1]):
        allowed = np.flatnonzero(mask[row])
        weights[row][allowed] = shares([float(scores[row][j]) for j in allowed])
    return weights


def dot_product_attention(query, value, key, scale=None, mask=None):
    if scale is None:
        scale = 1 / math.sqrt(key.shape[-1])
    scores = np.zeros((*query.shape[:-1], key.shape[-2]))
    for place in np.ndindex(*scores.shape):
        *front, i, j = place
        scores[place] = scale * sum(
            float(a) * float(b) for a, b in zip(query[(*front, i)], key[(*front, j)], strict=True)
        )
    weights = attention_weights(scores, mask)
    output = np.zeros((*query.shape[:-1], value.shape[-1]))
    for place in np.ndindex(*scores.shape):
        *front, i, j = place
        output[(*front, i)] += weights[place] * value[(*front, j)]
    return scores, weights, output


def additive_attention(query, value, key, scale):
    batch, queries, width = query.shape
    output = np.zeros((batch, queries, value.shape[-1]))
    for b in range(batch):
        for i in range(queries):
            scores = [
                sum(float(scale[d]) * math.tanh(float(query[b, i, d]) + float(k[d])) for d in range(width))
                for k in key[b]
            ]
            for share, v in zip(shares(scores), value[b], strict=True):
                output[b, i] += share * v
    return output


def project_heads(x, kernel, bias):
    batch, length, _ = x.shape
    _, heads, size = kernel.shape
    result = np.zeros((batch, heads, length, size))
    for b, h, t in np.ndindex(batch, heads, length):
        for s in range(size):
            result[b, h, t, s] = bias[h, s] + sum(
                float(a) * float(w) for a, w in zip(x[b, t], kernel[:, h, s], strict=True)
            )
    return result


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
    q = project_heads(query, query_kernel, query_bias)
    k = project_heads(key, key_kernel, key_bias)
    v = project_heads(value, value_kernel, value_bias)
    batch, heads, queries, _ = q.shape
    output = np.zeros((batch, queries, len(output_bias))) + output_bias
    if mask is not None:
        mask = np.broadcast_to(mask, (batch, queries, key.shape[1]))
    for b in range(batch):
        for h in range(heads):
            part = None if mask is None else mask[b]
            found = dot_product_attention(q[b, h], v[b, h], k[b, h], mask=part)[2]
            output[b] += found @ output_kernel[h]
    return output
