"""The derived bounds: by hand where a hand can, and against float32 where only a machine can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.exercises import attention as ask
from autograder.references.attention import EXACT
from autograder.references.bounds import (
    ACTIVATION,
    U,
    activation_bound,
    attention_bound,
    attention_weights_bound,
    contraction_bound,
    fft_bound,
    rounded,
    softmax_bound,
    value_and_bound,
)

SEEDS = st.integers(0, 2**32 - 1)


def softmax(z: Any) -> Any:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def test_the_unit_is_half_an_ulp_of_float32() -> None:
    assert np.finfo(np.float32).eps / 2 == U
    assert ACTIVATION == 8 * U


def test_by_hand() -> None:
    assert contraction_bound(3.0, 4) == 36 * U  # (8 + 2 sqrt(4)) u 3
    assert activation_bound(2 * U, slope=0.25) == 8.5 * U
    assert fft_bound(8, 2.0, 5.0) == 240 * U  # 8 u log2(8) 2 5
    assert softmax_bound([[1.0, -3.0]]).tolist() == [[24 * U] * 2]
    assert softmax_bound([0.0, 0.5], [0.0, 4 * U]).tolist() == [10 * U] * 2  # at least 8 u, and half the argument's
    assert attention_weights_bound([0.25, 0.75], [1.0, 2.0]).tolist() == [22 * U, 50 * U]  # 8 u (w (2 2 + 3) + 1)
    assert attention_bound([[0.25, 0.75]], [[4.0], [-4.0]], [[1.0, 2.0]]).tolist() == [[224 * U]]  # 8 u 4 (2 2 + 3)


@given(SEEDS, st.integers(1, 200))
def test_float32_in_any_order_of_summation_is_within(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=(3, n)).astype(np.float32), rng.normal(size=(n, 4)).astype(np.float32)
    exact, bound = np.float64(x) @ np.float64(w), contraction_bound(np.abs(x) @ np.abs(w), n)
    order = rng.permutation(n)
    products = x[:, order, None] * w[None, order]
    running = np.zeros((3, 4), np.float32)
    for step in range(n):
        running += products[:, step]
    for answer in (x @ w, running, np.einsum("ij,jk->ik", x, w)):
        assert np.all(np.abs(answer - exact) <= bound)


@given(SEEDS, st.sampled_from([1.0, 30.0, 1000.0]))
def test_an_honest_softmax_through_log_sum_exp_is_within(seed: int, size: float) -> None:
    z = (np.random.default_rng(seed).normal(size=(3, 5)) * size).astype(np.float32)
    top = z.max(axis=-1, keepdims=True)
    log_sum = top + np.log(np.exp(z - top).sum(axis=-1, keepdims=True))
    assert np.all(np.abs(np.exp(z - log_sum) - softmax(np.float64(z))) <= softmax_bound(z))


@given(SEEDS)
def test_float32_attention_is_within(seed: int) -> None:
    rng = np.random.default_rng(seed)
    q, k, v = (rng.normal(size=shape).astype(np.float32) * 2 for shape in ((3, 7), (5, 7), (5, 6)))
    weights = softmax(np.float64(q) @ np.float64(k).T)
    absolute = np.abs(np.float64(q)) @ np.abs(np.float64(k)).T
    got = softmax(q @ k.T)
    assert np.all(np.abs(got - weights) <= attention_weights_bound(weights, absolute))
    assert np.all(np.abs(got @ v - weights @ np.float64(v)) <= attention_bound(weights, v, absolute))


def test_masked_scores_do_not_count() -> None:
    assert softmax_bound(np.where([True, False], [1.0, -1e9], 0)).max() == 8 * U


def test_jitter_measures_how_a_formula_magnifies_rounding() -> None:
    calm = value_and_bound(lambda x: x * 1.0, np.ones(1000))[1]
    steep = value_and_bound(lambda x: (x - 1) * 1e6, np.ones(1000))[1]
    assert 8 * U < calm[0] <= 16 * U
    assert np.all(calm == calm[0])  # every element gets the largest change
    assert steep[0] == pytest.approx(1e6 * calm[0], rel=1e-6)


def test_jitter_has_a_floor_and_leaves_whole_numbers_exact() -> None:
    assert value_and_bound(np.tanh, np.zeros(3))[1].tolist() == [8 * U] * 3
    bound = value_and_bound(lambda x, n: (x, {"n": n, "sign": x > 0}), np.ones(2), 3)[1]
    assert isinstance(bound, tuple)
    assert bound[1]["n"] == 0 and not bound[1]["sign"].any()


def test_jitter_reaches_nested_states_and_spares_masks_and_numbers_of_steps() -> None:
    seen: list[Any] = []

    def formula(x: Any, state: Any, mask: Any, steps: int, activation: Any, nothing: None = None) -> Any:
        seen.append((x, state[0], mask, steps, activation))
        return x

    x, mask = np.ones(4, np.float32), np.array([True, False])
    value_and_bound(formula, x, (x, x), mask, 3, np.tanh, nothing=None)
    assert len(seen) == 9  # the value itself and eight runs
    for jittered, state, same_mask, steps, activation in seen[1:]:
        for array in (jittered, state):
            assert array.dtype == np.float64
            assert 0 < np.max(np.abs(array - 1)) <= U
        assert same_mask is mask and steps == 3 and activation is np.tanh
    assert x.tolist() == [1.0] * 4


def test_jitter_is_the_same_every_time() -> None:
    x = np.linspace(-1, 1, 7)
    assert np.array_equal(*(value_and_bound(np.sin, x * 1e4)[1] for _ in range(2)))


def test_jitter_reaches_what_a_formula_rounds_on_its_way() -> None:
    assert rounded([0.1, 0.7]).tolist() == [0.1, 0.7]  # but for the runs of a bound, nothing happens
    bound = value_and_bound(lambda x: rounded(x * 0 + 300.0) - 300, np.ones((2, 500)))[1]
    assert 16 * 290 * U < bound.min() == bound.max() <= 16 * 300 * U
    assert rounded(0.3) == 0.3


@given(SEEDS)
@example(1972)  # every softmax saturated: jitter of the inputs alone gave a twelfth of the error
@example(539)
def test_many_heads_through_log_sum_exp_are_within(seed: int) -> None:
    case = ask.heads_large_scores(np.random.default_rng(seed))
    query, value, key, *kernels, output_kernel, output_bias = case.args
    q, v, k = (
        np.einsum("blw,whs->bhls", x, kernel) + bias[:, None]
        for x, kernel, bias in zip((query, value, key), *(_by_role(kernels)), strict=True)
    )
    scores = q @ k.swapaxes(-1, -2) / np.float32(np.sqrt(q.shape[-1]))
    top = scores.max(-1, keepdims=True)
    heads = np.exp(scores - (top + np.log(np.exp(scores - top).sum(-1, keepdims=True)))) @ v
    answer = np.einsum("bhqs,hso->bqo", heads, output_kernel) + output_bias
    expected = EXACT["multi_head_attention"](*case.args)
    assert answer.dtype == np.float32
    assert np.all(np.abs(answer - expected.value) <= expected.bound)


def _by_role(kernels: list[Any]) -> tuple[list[Any], list[Any]]:
    """Kernels and biases in the order query, value, key; Keras has the key second."""
    return [kernels[i] for i in (0, 4, 2)], [kernels[i] for i in (1, 5, 3)]
