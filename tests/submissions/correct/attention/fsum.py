"""Nested lists and math.fsum; recursion over leading axes; lists and tuples are returned."""

import math
from itertools import chain, starmap
from operator import mul

import numpy as np


def dot(a, b):
    return math.fsum(starmap(mul, zip(map(float, a), map(float, b), strict=True)))


def softmax(scores, allowed):
    highest = max(score for score, use in zip(scores, allowed, strict=True) if use)
    powers = [math.exp(score - highest) if use else 0.0 for score, use in zip(scores, allowed, strict=True)]
    return [power / math.fsum(powers) for power in powers]


def mix(weights, rows):
    return [dot(weights, column) for column in zip(*rows, strict=True)]


def soft_lookup(query, keys, values):
    weights = softmax([dot(key, query) for key in keys], [True] * len(keys))
    return mix(weights, values) if np.ndim(values) == 2 else dot(weights, values)


def cosine_scores(query, key):
    if query.ndim > 2:
        return [cosine_scores(q, k) for q, k in zip(query, key, strict=True)]
    return [[dot(q, k) / (math.sqrt(dot(q, q)) * math.sqrt(dot(k, k))) for k in key] for q in query]


def attention_weights(scores, mask=None):
    allowed = np.broadcast_to(True if mask is None else mask, np.shape(scores))
    if np.ndim(scores) == 1:
        return softmax([float(score) for score in scores], allowed)
    return [attention_weights(part, use) for part, use in zip(scores, allowed, strict=True)]


def dot_product_attention(query, value, key, scale=None, mask=None):
    scale = 1 / math.sqrt(np.shape(key)[-1]) if scale is None else scale
    shape = (*np.shape(query)[:-1], np.shape(key)[-2])
    allowed = np.broadcast_to(True if mask is None else mask, shape)
    if len(shape) > 2:
        parts = zip(query, value, key, allowed, strict=True)
        return list(zip(*(dot_product_attention(q, v, k, scale, use) for q, v, k, use in parts), strict=True))
    scores = [[scale * dot(q, k) for k in key] for q in query]
    weights = list(map(softmax, scores, allowed))
    return scores, weights, [mix(row, value) for row in weights]


def additive_attention(query, value, key, scale):
    answer = []
    for q_rows, v_rows, k_rows in zip(query.tolist(), value, key.tolist(), strict=True):
        rows = []
        for q in q_rows:
            scores = [dot(scale, (math.tanh(a + b) for a, b in zip(q, k, strict=True))) for k in k_rows]
            rows.append(mix(softmax(scores, [True] * len(scores)), v_rows))
        answer.append(rows)
    return answer


def project_heads(x, kernel, bias):
    columns = kernel.transpose(1, 2, 0).tolist()
    return [
        [
            [[dot(row, column) + float(b) for column, b in zip(head, own, strict=True)] for row in sample]
            for head, own in zip(columns, bias, strict=True)
        ]
        for sample in x
    ]


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
    q, k = project_heads(query, query_kernel, query_bias), project_heads(key, key_kernel, key_bias)
    v = project_heads(value, value_kernel, value_bias)
    allowed = np.broadcast_to(True if mask is None else mask, (len(query), query.shape[1], key.shape[1]))
    _, _, found = dot_product_attention(q, v, k, mask=allowed[:, None])
    columns = output_kernel.reshape(-1, len(output_bias)).T
    answer = []
    for heads in found:
        joined = [list(chain.from_iterable(rows)) for rows in zip(*heads, strict=True)]
        answer.append(
            [[dot(row, column) + float(b) for column, b in zip(columns, output_bias, strict=True)] for row in joined]
        )
    return answer
