"""Functions of one query or one matrix, spread over all other axes with np.vectorize and signatures."""

import numpy as np


def softmax_of_row(scores, allowed):
    powers = np.zeros(len(scores))
    powers[allowed] = np.exp(scores[allowed] - np.max(scores[allowed]))
    return powers / np.linalg.norm(powers, 1)


def spread(function, signature):
    return np.vectorize(function, signature=signature, otypes=[float])


def soft_lookup(query, keys, values):
    scores = np.apply_along_axis(np.vdot, 1, keys, query)
    weights = softmax_of_row(scores, slice(None))
    return np.apply_along_axis(np.vdot, 0, values, weights)


def cosine_scores(query, key):
    def cosine(q, k):
        return np.vdot(q / np.linalg.norm(q), k / np.linalg.norm(k))

    return spread(cosine, "(d),(d)->()")(query[..., :, None, :], key[..., None, :, :])


def attention_weights(scores, mask=None):
    allowed = np.broadcast_to(True, scores.shape) if mask is None else np.broadcast_to(mask, scores.shape)
    return spread(softmax_of_row, "(k),(k)->(k)")(scores, allowed)


def dot_product_attention(query, value, key, scale=None, mask=None):
    if scale is None:
        scale = 1 / np.sqrt(np.size(key, -1))
    scores = spread(lambda q, k: scale * (k @ q), "(d),(k,d)->(k)")(query, key[..., None, :, :])
    weights = attention_weights(scores, mask)
    return scores, weights, spread(np.dot, "(k),(k,v)->(v)")(weights, value[..., None, :, :])


def additive_attention(query, value, key, scale):
    def answer(q, v, k):
        scores = np.array([np.dot(scale, np.tanh(q + row)) for row in k])
        return softmax_of_row(scores, slice(None)) @ v

    return spread(answer, "(d),(k,v),(k,d)->(v)")(query, value[:, None], key[:, None])


def project_heads(x, kernel, bias):
    head = spread(lambda rows, matrix, shift: rows @ matrix + shift, "(l,w),(w,s),(s)->(l,s)")
    return head(x[:, None], kernel.swapaxes(0, 1), bias)


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
    allowed = np.broadcast_to(True if mask is None else mask, (len(query), query.shape[1], key.shape[1]))

    def head(q, k, v, allowed):
        return dot_product_attention(q, v, k, mask=allowed)[2]

    found = spread(head, "(q,s),(k,s),(k,v),(q,k)->(q,v)")(
        project_heads(query, query_kernel, query_bias),
        project_heads(key, key_kernel, key_bias),
        project_heads(value, value_kernel, value_bias),
        allowed[:, None],
    )
    return (
        spread(lambda rows, matrix: rows @ matrix, "(q,v),(v,o)->(q,o)")(found, output_kernel).sum(axis=1) + output_bias
    )
