"""Claims about attention that a student's numbers are to make true, checked on hidden keys, values and lengths.

Every function takes an answer as it came back, raises ``AssertionError`` with a sentence that says how the claim fails,
and gives nothing where it holds. Comparisons are written so that NaN never satisfies them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import attention_reasoning as ask
from autograder.graders.attention_properties import arrays
from autograder.references import run
from forwardpass.compare import as_array

Array = npt.NDArray[Any]


def _weights(scores: Array) -> Array:
    """Softmax over the last axis."""
    return np.asarray(run("attention", "attention_weights", scores))


def _unscaled(query: Array, value: Array, key: Array) -> tuple[Array, Array]:
    """Weights and output of attention without a scale."""
    _, weights, output = run("attention", "dot_product_attention", query, value, key, 1.0)
    return np.asarray(weights), np.asarray(output)


NEAREST = 0.9 - 1e-6
"""The cosine of rivals: as close as is allowed, and a little below for rounding."""


def _directions(rng: np.random.Generator, number: int, width: int) -> Array:
    """Keys of length 1, no two of them with a cosine above 0.9. The first has rivals that are as close as they may be.

    Rivals that were drawn would be closer for one course secret than for another, and so would be what passes.
    """
    axes = np.linalg.qr(rng.standard_normal((width, width)))[0]
    around = np.concatenate([axes[1:], -axes[1:]])[: number - 1]
    found = [axes[0], *(NEAREST * axes[0] + np.sqrt(1 - NEAREST**2) * around)]
    while len(found) < number:
        drawn = rng.standard_normal(width)
        drawn /= np.linalg.norm(drawn)
        if all(drawn @ other <= NEAREST for other in found):
            found.append(drawn)
    return np.array(found)


# hard_lookup ----------------------------------------------------------------------------------------------------------


def looks_up_sharply(hard_lookup: Callable[..., Any], rng: np.random.Generator) -> None:
    """At least 99 % of the weight lies on the key that was asked for, among few keys and among many."""
    best, shares = [], []
    for number, width in ((4, 3), (7, 5), (30, 8)):
        order = rng.permutation(number)
        keys, index = _directions(rng, number, width)[order], int(np.argmin(order))
        (query,) = arrays((hard_lookup(keys.astype(np.float32), index),), ask.LARGEST, query=(width,))
        weights, _ = _unscaled(query[None], keys, keys)
        best.append(weights[0, index] > np.delete(weights[0], index).max())
        shares.append(weights[0, index] >= 0.99)
    if all(shares):
        return
    assert any(best), "the most weight does not go to the key that was asked for."
    assert all(best), "for some sets of keys, the most weight does not go to the key that was asked for."
    assert any(shares), "the right key gets the most weight, but less than 99 %: what makes a query louder?"
    raise AssertionError("sharp enough for some sets of keys; among more or closer keys the right one gets under 99 %.")


# holding_margin -------------------------------------------------------------------------------------------------------


def holds_nine_tenths(holding_margin: Callable[..., Any], rng: np.random.Generator) -> None:
    """The best key gets 90 to 91 % of the weight among few keys and among many."""
    sizes = (10, 2, int(rng.integers(40, 400)), int(rng.integers(5_000, 20_000)))
    margins = [_number(holding_margin(keys)) for keys in sizes]
    got = []
    for keys, margin in zip(sizes, margins, strict=True):
        scores = np.zeros((1, keys))
        scores[0, int(rng.integers(keys))] = margin
        got.append(_weights(scores).max() if margin > 0 else 1 / keys)
    right = [0.9 - 1e-4 <= share <= 0.91 for share in got]
    if all(right):
        return
    assert np.ptp(margins) > 0, (
        "the margin is the same for every number of keys: so weight leaks away in long sequences."
    )
    assert not right[0], "right for 10 keys, the number that was shown, and not for every number."
    assert not any(right), "right for some numbers of keys, not for every one."
    few, many = ("too little" if share < 0.9 else "too much" for share in (got[0], got[-1]))
    raise AssertionError(f"the best key gets {few} among ten keys, and {many} among thousands.")


def _number(answer: Any) -> float:
    """One number, which may come in an array of any shape, as `check` allows."""
    array = as_array(answer)
    (number,) = arrays((answer if array is None or array.size != 1 else array.reshape(()),), ask.LARGEST, margin=())
    return float(number)


# reach_target ---------------------------------------------------------------------------------------------------------


def reaches_the_target(reach_target: Callable[..., Any], rng: np.random.Generator) -> None:
    """Weights from the scores mix the three values into the target, for any triangle and any point inside."""
    right, unbent = [], []
    for _ in range(5):
        shares = 0.05 + 0.85 * rng.dirichlet((1.0, 1.0, 1.0))
        value = rng.uniform(-3, 3, (3, 2))
        while abs(np.linalg.det(value[1:] - value[0])) < 2:  # a flat triangle: many mixtures are nearly the same
            value = rng.uniform(-3, 3, (3, 2))
        answer = reach_target(value.astype(np.float32), (shares @ value).astype(np.float32))
        (scores,) = arrays((answer,), ask.LARGEST, scores=(3,))
        right.append(np.abs(_weights(scores[None])[0] @ value - shares @ value).max() <= 1e-3)
        unbent.append(np.abs(scores - shares).max() <= 1e-3)
    if all(right):
        return
    assert not all(unbent), "these are the weights. They still go through softmax: what has to be given to it?"
    assert not any(right), "right for some targets, not for every one."
    raise AssertionError("the mixture is not the target.")


# counting_token -------------------------------------------------------------------------------------------------------


def counts_with_a_token(answer: Any) -> None:
    """With one more token beside n equal ones, the output tells n from n + 1, for n from 1 to 50."""
    assert answer is not None, "Not answered: the variable is still None."
    (token,) = arrays((answer,), ask.TOKEN_LARGEST, token=(3,))
    query, key, value = token
    outputs = []
    for n in range(1, 52):
        keys, values = np.append(np.ones(n), key), np.append(np.zeros(n), value)
        outputs.append(_unscaled(np.array([[query]]), values[:, None], keys[:, None])[1].item())
    told = np.abs(np.diff(outputs)) >= 1e-4
    if told.all():
        return
    assert np.abs(outputs).max() > 1e-6, "the output is the same for every number of tokens: what does yours add to it?"
    assert not told[0], "small numbers are told apart, larger ones are not."
    raise AssertionError("one token and two tokens give (nearly) the same output: who gets all the weight?")


# look_back ------------------------------------------------------------------------------------------------------------


def looks_back(look_back: Callable[..., Any], rng: np.random.Generator) -> None:
    """From the second place on, at least 90 % of the weight lies on the place before, for several lengths."""
    right: list[bool] = []
    sides: list[list[bool]] = []
    for length in (4, 2, 3, int(rng.integers(5, 14)), int(rng.integers(14, 35)), int(rng.integers(35, 41))):
        query, key = arrays(look_back(length), ask.LARGEST, query=(length, None), key=(length, None))
        assert query.shape == key.shape, "`query` and `key` need the same width."
        weights, _ = _unscaled(query, rng.standard_normal((length, 2)), key)
        right.append(bool(np.all(np.diag(weights, -1) >= 0.9)))
        sides.append([bool(np.all(np.diag(weights, side) >= 0.5)) for side in (-1, 0, 1)])
    if all(right):
        return
    behind, itself, ahead = (all(each) for each in zip(*sides, strict=True))
    assert not itself, "every place looks at itself."
    assert not ahead, "every place looks at the next one: which of the two arrays has to be moved?"
    assert not behind, "every place looks at the one before, but with less than 90 % of its weight."
    assert not right[0], "right for four places, the length that was shown, and not for every length."
    assert not any(right), "right for some lengths, not for every one."
    raise AssertionError("not every place looks at the one before.")


# two_heads ------------------------------------------------------------------------------------------------------------


def finds_both_maxima(answer: Any, rng: np.random.Generator) -> None:
    """The two heads' outputs add up to the largest first and the largest second coordinate, for sets of any size."""
    queries, kernels = arrays(answer, ask.LARGEST, **ask.TWO_HEADS)
    near = np.array([_two_heads(x, queries, kernels) for x in _sets(rng)])
    if near.all():
        return
    assert not near.all(axis=0).any(), (
        "one coordinate is right, the other is not: what does each head look for, and take?"
    )
    assert not near[:3].all(), "right for three tokens, not for larger sets."
    raise AssertionError("the output is not (largest first coordinate, largest second coordinate).")


def _sets(rng: np.random.Generator) -> Sequence[Array]:
    """Sets of tokens whose largest coordinates are 0.3 ahead of all others, and never in one token.

    In the larger sets all others are close behind: there a soft maximum falls short.
    """
    sets = []
    for number in (3, 3, 3, 6, 6, 12, 12):
        top = rng.uniform(0.4, 1.0, 2)
        x = rng.uniform(-1.0 if number == 3 else top - 0.4, top - 0.3, (number, 2))
        first, second = rng.permutation(number)[:2]
        x[first, 0], x[second, 1] = top
        sets.append(x)
    return sets


def _two_heads(x: Array, queries: Array, kernels: Array) -> Array:
    """Which coordinates of the output are right. Two heads, a query each that does not depend on the input."""
    each = np.stack([np.eye(2), np.eye(2)], axis=1)  # (width, heads, size): every head sees the token as it is
    zeros = np.zeros((2, 2))
    tokens = x[None]
    output = run(
        *("attention", "multi_head_attention", np.zeros((1, 1, 2)), tokens, tokens),
        *(np.zeros((2, 2, 2)), np.sqrt(2) * queries),  # the layer divides by the root of the size, 2
        *(each, zeros, np.swapaxes(kernels, 0, 1), zeros),
        *(np.swapaxes(each, 0, 1), np.zeros(2)),
    )
    return np.asarray(np.abs(np.asarray(output)[0, 0] - x.max(axis=0)) <= 0.05)
