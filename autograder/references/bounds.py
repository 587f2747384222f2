"""How far a right answer may be from the float64 formula: derived forward-error bounds, never a guessed rtol.

Every bound is an array of absolute errors with the shape of the value it belongs to. The unit ``U`` is half an ulp of
float32, so the bounds admit float32 work, on CPU or GPU, in any order of summation. TF32 is not admitted.

Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapters 3 and 24. The constants
were measured over direct, einsum, im2col, FFT and log-sum-exp implementations and over Keras on TensorFlow, JAX and
Torch.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.setting import Setting

Array = npt.NDArray[np.float64]

U = 2.0**-24
"""Unit roundoff of float32."""

ACTIVATION = 8 * U
"""Absolute allowance for relu, sigmoid or tanh of an exact argument (measured: Keras tanh 5.5 u, sigmoid 2.3 u)."""


def contraction_bound(abs_product: npt.ArrayLike, n: int) -> Array:
    """Bound of x·w + b: ``(8 + 2 sqrt(n)) u (|x|·|w| + |b|)``.

    ``abs_product`` is ``|x|·|w| + |b|``, computed in float64 with the shape of the output; ``n`` is the length of the
    contraction (inputs of a dense layer, kernel height x width x channels of a convolution).

    Source: Higham (2002), section 3.1, with sqrt(n) for the statistical growth of rounding errors.
    """
    return np.asarray((8 + 2 * np.sqrt(n)) * U * np.asarray(abs_product, np.float64))


def fft_bound(size: int, x_norm: npt.ArrayLike, kernel_norm: npt.ArrayLike) -> Array:
    """Norm-wise bound of a convolution through the FFT: ``8 u log2(N) ||x|| ||K||``.

    ``size`` is N, the number of points transformed; the norms are Frobenius norms over all that one output sums
    (broadcast against each other). Take the larger of this and ``contraction_bound``.

    Source: Higham (2002), section 24.1.
    """
    points = max(2, size)
    return np.asarray(8 * U * np.log2(points) * np.asarray(x_norm, np.float64) * np.asarray(kernel_norm, np.float64))


def activation_bound(argument_bound: npt.ArrayLike, slope: float = 1.0) -> Array:
    """Bound of f(z) where z itself is only known within ``argument_bound``: ``slope · bound + 8 u``.

    ``slope`` is the Lipschitz constant of f: 1 for linear, relu and tanh, 1/4 for sigmoid (1 is right for all).
    """
    return np.asarray(slope * np.asarray(argument_bound, np.float64) + ACTIVATION)


def softmax_bound(logits: npt.ArrayLike, argument_bound: npt.ArrayLike = 0.0, axis: int = -1) -> Array:
    """Bound of softmax over ``axis``: ``8 u max(1, max |logit|) + max(argument_bound) / 2``, shaped like ``logits``.

    An honest softmax through log-sum-exp errs by about u |logit|, so a flat 8 u would refuse right work. Masked logits
    (-inf or -1e9) do not count: pass the allowed ones, or 0 in their place.

    Source: |dp_i| <= 2 p_i (1 - p_i) max |dz| <= max |dz| / 2.
    """
    z = np.asarray(logits, np.float64)
    error = np.broadcast_to(np.asarray(argument_bound, np.float64), z.shape)
    largest = np.max(np.abs(z), axis=axis, keepdims=True, initial=1.0)
    spread = np.max(error, axis=axis, keepdims=True, initial=0.0)
    return np.broadcast_to(ACTIVATION * largest + spread / 2, z.shape).copy()


def attention_weights_bound(weights: npt.ArrayLike, abs_scores: npt.ArrayLike) -> Array:
    """Bound of attention weights: ``8 u (w_ij (2 max_j(|q|·|k_j|) scale + 3) + 1)``.

    ``weights`` (..., queries, keys); ``abs_scores`` the same shape: ``(|q|·|k_j|) scale``, with 0 where the mask
    forbids attention. The last term is the absolute floor of an activation.
    """
    w = np.asarray(weights, np.float64)
    largest = np.max(np.asarray(abs_scores, np.float64), axis=-1, keepdims=True, initial=0.0)
    return np.asarray(8 * U * (w * (2 * largest + 3) + 1))


def attention_bound(weights: npt.ArrayLike, value: npt.ArrayLike, abs_scores: npt.ArrayLike) -> Array:
    """Bound of an attention output: 8 b with ``b_i = u sum_j w_ij |v_j| (2 max_j(|q|·|k_j|) scale + 3)``.

    ``weights`` and ``abs_scores`` (..., queries, keys), as in ``attention_weights_bound``; ``value``
    (..., keys, width). Gives (..., queries, width).
    """
    w, v = np.asarray(weights, np.float64), np.asarray(value, np.float64)
    largest = np.max(np.asarray(abs_scores, np.float64), axis=-1, keepdims=True, initial=0.0)
    return np.asarray(8 * U * (w @ np.abs(v)) * (2 * largest + 3))


_wanted = Setting(True)
_jitter: Setting[np.random.Generator | None] = Setting(None)


def unneeded() -> AbstractContextManager[bool]:
    """Bounds by experiment mean nothing while the block runs: for values alone, a tenth of the work."""
    return _wanted.during(False)


def rounded(value: npt.ArrayLike) -> Array:
    """Mark what float32 work keeps, and so rounds, on its way: ``value`` itself, jittered in the runs of a bound.

    Jitter of the arguments alone misses what saturates: a softmax that is all on one key does not move with its
    scores, yet exp(score - logsumexp) errs by u |score|; a forget gate near 1 does not move with its bias, yet a cell
    state of 100 is rounded at every step.
    """
    exact = np.asarray(value, np.float64)
    return exact if _jitter.value is None else _scaled(exact, _jitter.value)


def value_and_bound(function: Callable[..., Any], *args: Any, runs: int = 8, **kwargs: Any) -> tuple[Any, Any]:
    """A long computation and its bound by experiment: 16 x the largest change in ``runs`` jittered runs, at least 8 u.

    ``function`` is the float64 formula; its floating arguments (arrays and numbers, also inside tuples and lists) and
    what it marks with ``rounded`` are multiplied by 1 + u r with r uniform in [-1, 1], from a fixed seed, so the same
    arguments give the same bound. Masks, integers, callables and None stay. The bound has the structure of the
    value; within one array every element gets the largest change of any element (integer and boolean
    results get 0).

    Used for lstm and multi-head attention, where a derived bound would grow with every step and head. Source: D. S.
    Parker, Monte Carlo Arithmetic (1997).
    """
    value = function(*_widened(args), **_widened(kwargs))
    bound = _each(lambda v: np.zeros(np.shape(v)), value)
    rng = np.random.default_rng(20260101)
    with _jitter.during(rng):
        for _ in range(runs if _wanted.value else 0):
            other = function(*_jittered(args, rng), **_jittered(kwargs, rng))
            bound = _each(lambda b, v, o: np.maximum(b, _change(v, o)), bound, value, other)
    return value, _each(lambda b, v: np.maximum(16 * b, 8 * U) if _floating(v) else np.zeros(np.shape(v)), bound, value)


def _scaled(exact: Array, rng: np.random.Generator) -> Array:
    return np.asarray(exact * (1 + U * rng.uniform(-1, 1, exact.shape)))


def _change(value: Any, other: Any) -> float:
    if not _floating(value) or np.size(value) == 0:
        return 0.0
    return float(np.max(np.abs(np.asarray(value, np.float64) - np.asarray(other, np.float64))))


def _floating(value: Any) -> bool:
    return bool(np.issubdtype(np.asarray(value).dtype, np.floating))


def _each(function: Callable[..., Any], *trees: Any) -> Any:
    """Apply ``function`` to the leaves of trees of one structure."""
    first = trees[0]
    if isinstance(first, (tuple, list)):
        return type(first)(_each(function, *branches) for branches in zip(*trees, strict=True))
    if isinstance(first, dict):
        return {key: _each(function, *(tree[key] for tree in trees)) for key in first}
    return function(*trees)


def _widened(argument: Any) -> Any:
    return _each(lambda a: np.asarray(a, np.float64) if isinstance(a, np.ndarray) and _floating(a) else a, argument)


def _jittered(argument: Any, rng: np.random.Generator) -> Any:
    def leaf(a: Any) -> Any:
        if not (isinstance(a, (float, np.floating)) or (isinstance(a, np.ndarray) and _floating(a))):
            return a
        return _scaled(np.asarray(a, np.float64), rng)

    return _each(leaf, argument)
