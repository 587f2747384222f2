"""Long and beginner-like: every array is made with zeros and filled by index; float32 buffers, float64 between."""

import math

import numpy as np


def my_softmax(row):
    biggest = row[0]
    for number in row:
        if number > biggest:
            biggest = number
    exponentials = []
    for number in row:
        exponentials.append(math.exp(float(number) - float(biggest)))
    total = 0.0
    for number in exponentials:
        total = total + number
    result = []
    for number in exponentials:
        result.append(number / total)
    return np.array(result, dtype=np.float32)


def soft_lookup(query, keys, values):
    scores = np.zeros(len(keys), dtype=np.float32)
    for k in range(len(keys)):
        scores[k] = np.dot(keys[k], query)
    weights = my_softmax(scores)
    answer = np.zeros(values.shape[1:], dtype=np.float32)
    for k in range(len(keys)):
        answer = answer + weights[k] * values[k]
    return answer


def cosine_scores(query, key):
    if query.ndim == 3:
        result = np.zeros((query.shape[0], query.shape[1], key.shape[1]), dtype=np.float32)
        for b in range(query.shape[0]):
            result[b] = cosine_scores(query[b], key[b])
        return result
    result = np.zeros((query.shape[0], key.shape[0]), dtype=np.float32)
    for q in range(query.shape[0]):
        for k in range(key.shape[0]):
            length_q = np.sqrt(np.sum(query[q] ** 2))
            length_k = np.sqrt(np.sum(key[k] ** 2))
            result[q, k] = np.sum(query[q] * key[k]) / (length_q * length_k)
    return result


def attention_weights(scores, mask=None):
    scores = np.array(scores, dtype=np.float32)
    if mask is not None:
        mask = np.broadcast_to(mask, scores.shape)
        scores[mask == False] = -1e9  # noqa: E712
    if scores.ndim == 1:
        return my_softmax(scores)
    result = np.zeros(scores.shape, dtype=np.float32)
    for n in range(len(scores)):
        result[n] = attention_weights(scores[n])
    return result


def dot_product_attention(query, value, key, scale=None, mask=None):
    d_k = key.shape[-1]
    key_transposed = np.swapaxes(key, -1, -2)
    if scale is None:
        scores = np.matmul(query, key_transposed) / math.sqrt(d_k)
    else:
        scores = np.matmul(query, key_transposed) * scale
    weights = attention_weights(scores, mask)
    output = np.matmul(weights, value)
    return scores, weights, output


def additive_attention(query, value, key, scale):
    batch, queries, keys = query.shape[0], query.shape[1], key.shape[1]
    scores = np.zeros((batch, queries, keys), dtype=np.float32)
    for b in range(batch):
        for q in range(queries):
            for k in range(keys):
                scores[b, q, k] = np.sum(scale * np.tanh(query[b, q] + key[b, k]))
    weights = attention_weights(scores)
    output = np.zeros((batch, queries, value.shape[2]), dtype=np.float32)
    for b in range(batch):
        output[b] = np.dot(weights[b], value[b])
    return output


def project_heads(x, kernel, bias):
    batch, length = x.shape[0], x.shape[1]
    heads, size = bias.shape
    result = np.zeros((batch, heads, length, size), dtype=np.float32)
    for h in range(heads):
        for s in range(size):
            result[:, h, :, s] = np.dot(x, kernel[:, h, s]) + bias[h, s]
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
    value_size = v.shape[3]
    concatenated = np.zeros((batch, queries, heads * value_size), dtype=np.float32)
    for b in range(batch):
        if mask is None:
            mask_here = None
        elif mask.ndim == 3:
            mask_here = mask[b]
        else:
            mask_here = mask
        for h in range(heads):
            _, _, one_head = dot_product_attention(q[b, h], v[b, h], k[b, h], mask=mask_here)
            concatenated[b, :, h * value_size : (h + 1) * value_size] = one_head
    flat_kernel = np.reshape(output_kernel, (heads * value_size, output_kernel.shape[2]))
    result = np.zeros((batch, queries, len(output_bias)), dtype=np.float32)
    for b in range(batch):
        result[b] = np.dot(concatenated[b], flat_kernel) + output_bias
    return result
