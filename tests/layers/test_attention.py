"""The attention assignment: bounds, masks and large scores, how mistakes are named, and formulas by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from autograder import references
from autograder.exercises import Case
from autograder.exercises import attention as ask
from forwardpass.compare import agrees, compare

from .bench import ATTENTION, call

EXACT = ATTENTION.exact
generator = ATTENTION.generator


@pytest.mark.parametrize(("stub", "maker"), ATTENTION.every_case)
def test_a_bound_leaves_no_room_for_a_wrong_digit(stub, maker):
    exact = EXACT[stub](*(case := maker(generator(0))).args, **case.kwargs)
    values, bounds = (x if isinstance(x, tuple) else (x,) for x in (exact.value, exact.bound))
    large = {
        *("far_keys", "weights_of_large_scores", "weights_under_padding", "dot_large_scores", "dot_under_padding"),
        *("additive_large_scale", "heads_large_scores", "heads_causal"),
    }
    digits = 1e-3 if maker.__name__ in large else 5e-5  # an honest softmax of a score of 1000 errs by 1000 u
    largest = max(1.0, *(np.max(np.abs(a)) for a in case.args if isinstance(a, np.ndarray) and a.dtype != bool))
    for value, bound in zip(values, bounds, strict=True):
        assert np.shape(value) == np.shape(bound)
        assert np.max(np.where(np.isfinite(bound), bound, 0)) <= digits * largest


@pytest.mark.parametrize(("stub", "maker"), ATTENTION.every_case)
def test_every_query_may_attend_to_something(stub, maker):
    for seed in range(25):
        case = maker(generator(seed))
        masks = [a for a in (*case.args, *case.kwargs.values()) if isinstance(a, np.ndarray) and a.dtype == bool]
        assert all(mask.any(axis=-1).all() for mask in masks)
        assert all(not mask.all() for mask in masks)


def test_large_scores_do_overflow_without_a_shift_in_float64_too():
    for seed in range(25):
        query, keys, _ = ask.far_keys(generator(seed)).args
        assert overflows(keys @ query)
        query, _, key = ask.dot_large_scores(generator(seed)).args
        assert overflows(query @ key.swapaxes(1, 2) / np.float32(7**0.5))
        query, _, key, scale = ask.additive_large_scale(generator(seed)).args
        assert overflows(np.tanh(query[:, :, None] + key[:, None]) @ scale)
        scores, _ = head_scores(ask.heads_large_scores(generator(seed)))
        assert overflows(scores)


def test_some_scores_lie_far_below_zero_masked_or_not():
    for seed in range(25):
        scores, _ = ask.weights_under_padding(generator(seed)).args
        assert sum(row.max() < -900 for row in scores[0]) == sum(row.max() < -900 for row in scores[1]) == 1
        query, _, key, _, _ = ask.dot_under_padding(generator(seed)).args
        scores = query @ key.swapaxes(1, 2) / np.float32(7**0.5)
        assert (np.sum(scores.max(axis=-1) < -900, axis=-1) == 1).all()
        scores, _ = head_scores(ask.heads_causal(generator(seed)))
        assert scores.max() < -900


def test_allowed_keys_hold_a_share_that_a_small_constant_does_not_spoil():
    for seed in range(25):
        for maker in ask.WEIGHTS[3:]:
            scores, mask = maker(generator(seed)).args
            assert ask.share(scores, mask).min() > 0.1
        query, _, key, _, mask = ask.dot_under_padding(generator(seed)).args
        assert ask.share(query @ key.swapaxes(1, 2) / np.float32(7**0.5), mask).min() > 0.05
        case = ask.dot_under_causal_mask(generator(seed))
        query, _, key = case.args
        assert ask.share(query @ key.swapaxes(1, 2) * case.kwargs["scale"], case.kwargs["mask"]).min() > 0.05
        for maker in (ask.heads_cross_padding, ask.heads_causal_padding, ask.heads_causal):
            scores, mask = head_scores(maker(generator(seed)))
            assert ask.share(scores, mask[..., None, :, :]).min() > 0.05


def overflows(scores):
    with np.errstate(over="ignore"):
        return np.isinf(np.exp(np.asarray(scores, np.float64))).any()


def head_scores(case):
    """Scores (batch, heads, queries, keys) and the mask."""
    query, _, key, query_kernel, query_bias, key_kernel, key_bias = case.args[:7]
    q = np.einsum("bqw,whs->bhqs", query, query_kernel) + query_bias[:, None]
    k = np.einsum("bkw,whs->bhks", key, key_kernel) + key_bias[:, None]
    return q @ k.swapaxes(-1, -2) / q.shape[-1] ** 0.5, case.kwargs.get("mask", [*case.args, None][11])


def test_scores_under_the_mask_may_be_anything():
    case = ask.dot_under_causal_mask(generator(0))
    expected = references.expected("attention", "dot_product_attention", case)
    scores, weights, output = (np.array(x) for x in expected.value)
    for hidden in (-np.inf, -1e9, np.nan, 0.0):
        there = np.where(case.kwargs["mask"], scores, hidden)
        assert compare((there, weights, output), expected.value, expected.bound) is None
    assert compare((scores + 0.01, weights, output), expected.value, expected.bound) is not None


def test_the_dot_product_is_that_of_keras_layers():
    from keras import layers, ops

    query, value, key = ask.dot_scaled_by_default(generator(0)).args
    exact = EXACT["dot_product_attention"](query, value, key, 1.0)
    output, weights = layers.Attention()([query, value, key], return_attention_scores=True)
    assert compare(ops.convert_to_numpy(weights), exact.value[1], exact.bound[1]) is None
    assert compare(ops.convert_to_numpy(output), exact.value[2], exact.bound[2]) is None
    query, value, key = ask.dot_one_sequence(generator(0)).args
    exact = EXACT["dot_product_attention"](query, value, key, 1.0, ask.causal_mask(5))
    output = layers.Attention()([query, value, key], use_causal_mask=True)
    assert compare(ops.convert_to_numpy(output), exact.value[2], exact.bound[2]) is None


# -- mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stub", ATTENTION.stubs)
def test_mistakes_that_agree_on_every_case_share_a_hint(stub):
    cases = ATTENTION.cases(stub, [0])
    bounds = [EXACT[stub](*case.args, **case.kwargs).bound for case in cases]
    bank = [mistake for mistake in ATTENTION.mistakes if mistake.stub == stub]
    given = {mistake.name: [outcome(mistake.function, case) for case in cases] for mistake in bank}
    for one, other in combinations(bank, 2):
        if one.hint != other.hint:
            assert not all(map(same, given[one.name], given[other.name], bounds)), (stub, one.name, other.name)


def outcome(function, case):
    """What a function gives, or the type of what it raises."""
    try:
        return call(function, case.args, case.kwargs).value
    except Exception as error:
        return type(error)


def same(one, other, bound):
    if isinstance(one, type) or isinstance(other, type):
        return one is other
    try:
        return agrees(one, other, bound)
    except (TypeError, ValueError):
        return False


# -- by hand: every number below can be found with a pencil -----------------------------------------------------------

LN2, LN3, LN5 = np.log([2.0, 3.0, 5.0])
ATANH = np.log(3.0) / 2  # tanh of it is (3 - 1) / (3 + 1) = 1/2


def rows(*numbers):
    return np.array(numbers, float)[None]


HANDMADE = [
    # similarities 0 and ln 3, weights 1/4 and 3/4
    ("soft_lookup", (np.array([1.0, 0.0]), np.array([[0.0, 5.0], [LN3, 2.0]]), np.array([8.0, 4.0])), 5.0),
    # 8 / (5 · 2), and -3 / (5 · 1)
    ("cosine_scores", (np.array([[3.0, 4.0]]), np.array([[0.0, 2.0], [-1.0, 0.0]])), [[0.8, -0.6]]),
    ("attention_weights", (np.array([[0.0, LN2, LN5]]),), [[1 / 8, 2 / 8, 5 / 8]]),
    ("attention_weights", (np.array([[0.0, LN2, LN5]]), np.array([True, True, False])), [[1 / 3, 2 / 3, 0.0]]),
    # width 4: products 2 ln 3 and 0, divided by 2
    (
        "dot_product_attention",
        (rows([2, 0, 0, 0]), rows([4, 0], [0, 8]), rows([LN3, 1, 0, 0], [0, 5, 1, 0])),
        ([[[LN3, 0.0]]], [[[3 / 4, 1 / 4]]], [[[3.0, 2.0]]]),
    ),
    # tanh of [0, 1/2 ln 3] and [0, 0]: scores 2 ln 3 · 1/2 = ln 3 and 0, weights 3/4 and 1/4
    (
        "additive_attention",
        (rows([1, 0]), rows([4.0], [8.0]), rows([-1, ATANH], [-1, 0]), np.array([1.0, 2 * LN3])),
        [[[5.0]]],
    ),
    # head 1: 3·1, head 2: 1 + 2 + 10
    (
        "project_heads",
        (rows([1, 2]), np.array([[[3.0], [1.0]], [[0.0], [1.0]]]), np.array([[0.0], [10.0]])),
        [[[[3.0]], [[13.0]]]],
    ),
    # size 1, query 1, keys ln 3 and 0. Head 1 mixes 4 and 8 to 5, head 2 (keys times 0) to 6; output 5 + 10·6 + 100
    (
        "multi_head_attention",
        (
            *(rows([1.0]), rows([4.0], [8.0]), rows([LN3], [0.0])),
            *(np.array([[[1.0], [1.0]]]), np.zeros((2, 1)), np.array([[[1.0], [0.0]]]), np.zeros((2, 1))),
            *(np.array([[[1.0], [1.0]]]), np.zeros((2, 1)), np.array([[[1.0]], [[10.0]]]), np.array([100.0])),
        ),
        [[[165.0]]],
    ),
]


@pytest.mark.parametrize(("stub", "args", "value"), HANDMADE)
def test_formula_by_hand(stub, args, value):
    exact = references.expected("attention", stub, Case("by hand", args))
    for got, due in zip(*((x if isinstance(x, tuple) else (x,)) for x in (exact.value, value)), strict=True):
        np.testing.assert_allclose(got, due, rtol=0, atol=1e-13)
