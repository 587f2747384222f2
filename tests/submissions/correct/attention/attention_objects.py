"""Objects: a softmax, a head, several heads and a layer; masks added as logarithms, log(0) = -inf; float64."""

import numpy as np


class Softmax:
    def __call__(self, scores, mask=None):
        logits = np.asarray(scores, np.float64)
        if mask is not None:
            with np.errstate(divide="ignore"):
                logits = logits + np.log(np.asarray(mask, np.float64))
        highest = logits.max(axis=-1, keepdims=True)
        logs = logits - highest
        return np.exp(logs - np.log(np.exp(logs).sum(axis=-1, keepdims=True)))


class Projection:
    def __init__(self, kernel, bias):
        self.kernel, self.bias = np.asarray(kernel, np.float64), np.asarray(bias, np.float64)

    def __call__(self, x):
        return x @ self.kernel + self.bias


class Head:
    def __init__(self, query, key, value):
        self.query, self.key, self.value = query, key, value

    def __call__(self, query, value, key, mask):
        q, v, k = self.query(query), self.value(value), self.key(key)
        return dot_product_attention(q, v, k, q.shape[-1] ** -0.5, mask)[2]


class MultiHead:
    def __init__(self, heads, output):
        self.heads, self.output = heads, output

    def __call__(self, query, value, key, mask=None):
        return self.output(np.concatenate([head(query, value, key, mask) for head in self.heads], axis=-1))


class Additive:
    """The score of a pair through the formula for tanh of a sum."""

    def __init__(self, scale):
        self.scale = scale

    def __call__(self, query, key):
        q, k = np.tanh(query, dtype=np.float64)[..., :, None, :], np.tanh(key, dtype=np.float64)[..., None, :, :]
        return (q + k) / (1 + q * k) @ self.scale


def soft_lookup(query, keys, values):
    return Softmax()(keys @ query) @ values


def cosine_scores(query, key):
    lengths = np.hypot.reduce(query, axis=-1)[..., None] * np.hypot.reduce(key, axis=-1)[..., None, :]
    return query @ key.swapaxes(-1, -2) / lengths


def attention_weights(scores, mask=None):
    return Softmax()(scores, mask)


def dot_product_attention(query, value, key, scale=None, mask=None):
    scores = np.asarray(query, np.float64) @ np.swapaxes(key, -1, -2)
    scores *= 1 / np.sqrt(key.shape[-1]) if scale is None else scale
    weights = Softmax()(scores, mask)
    return scores, weights, weights @ value


def additive_attention(query, value, key, scale):
    return Softmax()(Additive(scale)(query, key)) @ value


def project_heads(x, kernel, bias):
    return np.stack([Projection(kernel[:, h], bias[h])(x) for h in range(len(bias))], axis=1)


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
    heads = []
    for h in range(len(query_bias)):
        pairs = (query_kernel, query_bias), (key_kernel, key_bias), (value_kernel, value_bias)
        heads.append(Head(*(Projection(kernel[:, h], bias[h]) for kernel, bias in pairs)))
    output = Projection(output_kernel.reshape(-1, len(output_bias)), output_bias)
    return MultiHead(heads, output)(query, value, key, mask)
