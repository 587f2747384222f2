"""Only the first head is masked."""

import numpy as np


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
    result = np.zeros((*query.shape[:2], len(output_bias))) + output_bias
    for h in range(query_kernel.shape[1]):
        q, k = query @ query_kernel[:, h] + query_bias[h], key @ key_kernel[:, h] + key_bias[h]
        scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1])
        if mask is not None and h == 0:
            scores = np.where(mask, scores, -1e9)
        e = np.exp(scores - scores.max(-1, keepdims=True))
        result += e / e.sum(-1, keepdims=True) @ (value @ value_kernel[:, h] + value_bias[h]) @ output_kernel[h]
    return result
