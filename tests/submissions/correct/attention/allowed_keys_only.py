"""Query by query: the keys that a mask forbids are left out before anything is computed; float64."""

import numpy as np


def shares(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def soft_lookup(query, keys, values):
    weights = shares(np.inner(keys.astype(float), query))
    return np.add.reduce([weight * value for weight, value in zip(weights, values, strict=True)])


def cosine_scores(query, key):
    result = np.empty((*query.shape[:-1], key.shape[-2]))
    for place in np.ndindex(*result.shape):
        q, k = query[place[:-1]].astype(float), key[(*place[:-2], place[-1])].astype(float)
        result[place] = q.dot(k) / np.sqrt(q.dot(q) * k.dot(k))
    return result


def attention_weights(scores, mask=None):
    allowed = np.ones(scores.shape, bool) if mask is None else np.broadcast_to(mask, scores.shape)
    weights = np.zeros(scores.shape, float)
    for place in np.ndindex(*scores.shape[:-1]):
        keep = allowed[place]
        weights[place][keep] = shares(scores[place][keep].astype(float))
    return weights


def dot_product_attention(query, value, key, scale=None, mask=None):
    if scale is None:
        scale = key.shape[-1] ** -0.5
    shape = (*query.shape[:-1], key.shape[-2])
    allowed = np.ones(shape, bool) if mask is None else np.broadcast_to(mask, shape)
    scores, weights = np.zeros(shape), np.zeros(shape)
    output = np.zeros((*query.shape[:-1], value.shape[-1]))
    for place in np.ndindex(*shape[:-1]):
        keep = np.nonzero(allowed[place])[0]
        own_keys, own_values = key[place[:-1]][keep], value[place[:-1]][keep]
        scores[place][keep] = scale * (own_keys.astype(float) @ query[place])
        weights[place][keep] = shares(scores[place][keep])
        output[place] = weights[place][keep] @ own_values
    return scores, weights, output


def additive_attention(query, value, key, scale):
    rows = [
        [shares(np.tanh(q.astype(float) + key[n]) @ scale) @ value[n] for q in queries]
        for n, queries in enumerate(query)
    ]
    return np.array(rows)


def project_heads(x, kernel, bias):
    heads = [
        [place.astype(float) @ kernel[:, h] + bias[h] for sample in x for place in sample] for h in range(len(bias))
    ]
    return np.array(heads).reshape(len(bias), *x.shape[:2], -1).swapaxes(0, 1)


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
    shape = (len(query), query.shape[1], key.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, shape)
    found = dot_product_attention(q, v, k, mask=allowed[:, None, :, :])[2]
    flat = found.transpose(0, 2, 1, 3).reshape(*query.shape[:2], -1)
    return np.inner(flat, output_kernel.reshape(flat.shape[-1], -1).T) + output_bias
