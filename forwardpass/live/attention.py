"""Attention as Keras computes it: the same names and arguments as the stubs.

Where conventions differ: Keras layers take ``[query, value, key]``; ``Attention`` does not scale, so the caller's scale
goes into the query; ``MultiHeadAttention`` divides by the root of the size of one head.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def soft_lookup(query: Array, keys: Array, values: Array) -> Array:
    """Unscaled lookup of one query (width,) in keys (keys, width), values (keys,) or (keys, width)."""
    import keras

    columns = np.reshape(values, (len(values), -1))
    inputs = [_floats(query)[None, None], _floats(columns)[None], _floats(keys)[None]]
    found = _array(keras.layers.Attention()(inputs))
    return np.reshape(found, np.shape(values)[1:])


def cosine_scores(query: Array, key: Array) -> Array:
    """Cosine similarity of every query (..., queries, width) with every key (..., keys, width)."""
    from keras import ops

    unit_query, unit_key = (ops.normalize(_floats(x), axis=-1, order=2) for x in (query, key))
    return _array(ops.matmul(unit_query, ops.swapaxes(unit_key, -1, -2)))


def attention_weights(scores: Array, mask: Array | None = None) -> Array:
    """Softmax over the keys, the last axis of scores (..., queries, keys), where the mask allows."""
    import keras

    return _array(keras.layers.Softmax(axis=-1)(_floats(scores), mask=mask))


def dot_product_attention(
    query: Array, value: Array, key: Array, scale: float | None = None, mask: Array | None = None
) -> tuple[Array, Array, Array]:
    """Scores and weights (..., queries, keys), output (..., queries, value width)."""
    import keras
    from keras import ops

    factor = 1 / np.sqrt(np.shape(key)[-1]) if scale is None else scale
    scores = ops.matmul(_floats(query), ops.swapaxes(_floats(key), -1, -2)) * float(factor)
    weights = keras.layers.Softmax(axis=-1)(scores, mask=mask)
    return _array(scores), _array(weights), _array(ops.matmul(weights, _floats(value)))


def additive_attention(query: Array, value: Array, key: Array, scale: Array) -> Array:
    """Additive attention of query (batch, queries, width) to keys; scale (width,)."""
    import keras

    layer = keras.layers.AdditiveAttention(use_scale=True)
    inputs = [_floats(query), _floats(value), _floats(key)]
    layer.build([x.shape for x in inputs])
    layer.set_weights([_floats(scale)])
    return _array(layer(inputs))


def project_heads(x: Array, kernel: Array, bias: Array) -> Array:
    """Project x (batch, length, width) with kernel (width, heads, size) to (batch, heads, length, size)."""
    import keras

    _, heads, size = np.shape(kernel)
    layer = keras.layers.EinsumDense("abc,cde->adbe", output_shape=(heads, None, size), bias_axes="de")
    layer.build(np.shape(x))
    layer.set_weights([_floats(kernel), _floats(bias)[:, None]])
    return _array(layer(_floats(x)))


def multi_head_attention(
    query: Array,
    value: Array,
    key: Array,
    query_kernel: Array,
    query_bias: Array,
    key_kernel: Array,
    key_bias: Array,
    value_kernel: Array,
    value_bias: Array,
    output_kernel: Array,
    output_bias: Array,
    mask: Array | None = None,
) -> Array:
    """Multi-head attention, kernels (width, heads, size) and (heads, size, width), mask (..., queries, keys)."""
    import keras

    _, heads, size = np.shape(query_kernel)
    layer = keras.layers.MultiHeadAttention(
        num_heads=heads, key_dim=size, value_dim=np.shape(value_kernel)[-1], output_shape=np.shape(output_bias)
    )
    layer.build(np.shape(query), np.shape(value), np.shape(key))
    parameters = (query_kernel, query_bias, key_kernel, key_bias, value_kernel, value_bias, output_kernel, output_bias)
    layer.set_weights([_floats(each) for each in parameters])
    if mask is not None:
        mask = np.broadcast_to(mask, (len(query), np.shape(query)[1], np.shape(key)[1]))
    # With its scores asked for, Keras takes its plain path: the fused one of JAX refuses values wider than the keys.
    inputs = (_floats(query), _floats(value), _floats(key))
    output, _ = layer(*inputs, attention_mask=mask, return_attention_scores=True)
    return _array(output)


def _floats(x: Array) -> Array:
    """Float32: Keras refuses integer inputs to attention."""
    return np.asarray(x, np.float32)


def _array(x: Any) -> Array:
    from keras import ops

    return np.asarray(ops.convert_to_numpy(x))


KERAS: dict[str, Callable[..., Any]] = {
    "soft_lookup": soft_lookup,
    "cosine_scores": cosine_scores,
    "attention_weights": attention_weights,
    "dot_product_attention": dot_product_attention,
    "additive_attention": additive_attention,
    "project_heads": project_heads,
    "multi_head_attention": multi_head_attention,
}
