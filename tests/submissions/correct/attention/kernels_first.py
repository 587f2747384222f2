"""Query and key kernels are multiplied before any sequence is seen, value and output kernels too; float64."""

import numpy as np


def attention_weights(scores, mask=None):
    scores = np.array(scores, dtype=float)
    allowed = np.ones_like(scores) if mask is None else np.broadcast_to(mask, scores.shape).astype(float)
    scores -= np.max(np.where(allowed > 0, scores, -np.inf), axis=-1, keepdims=True)
    powers = allowed * np.exp(np.minimum(scores, 0))
    return powers / np.sum(powers, axis=-1, keepdims=True)


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
    size = query_kernel.shape[-1]
    query_kernel, key_kernel, value_kernel = (np.asarray(x, float) for x in (query_kernel, key_kernel, value_kernel))
    result = np.zeros((*query.shape[:2], output_kernel.shape[-1])) + output_bias
    for h in range(query_kernel.shape[1]):
        both = query_kernel[:, h] @ key_kernel[:, h].T
        scores = query @ both @ key.swapaxes(1, 2) + (key @ key_kernel[:, h] @ query_bias[h])[:, None]
        weights = attention_weights(scores / size**0.5, mask)
        result += weights @ (value @ (value_kernel[:, h] @ output_kernel[h])) + value_bias[h] @ output_kernel[h]
    return result
