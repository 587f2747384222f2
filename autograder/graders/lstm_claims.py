"""Claims about an LSTM whose weights a student set by hand, checked by running it on hidden sequences.

Every function takes an answer as it came back, raises ``AssertionError`` with a sentence that says how the claim fails,
and gives nothing where it holds. Comparisons are written so that NaN never satisfies them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import lstm_reasoning as ask
from autograder.graders.attention_properties import arrays
from autograder.references import run

Array = npt.NDArray[Any]
Weights = tuple[Array, Array, Array]

CLEARLY = 0.25
"""An output that stands this far from zero shows a sign. Rounding is a millionth of it."""


def weights(answer: Any, fields: Mapping[str, tuple[int | None, ...]]) -> Weights:
    """The three arrays of an LSTM's weights, finite and none of them huge."""
    kernel, recurrent_kernel, bias = arrays(answer, ask.LARGEST, **fields)
    return kernel, recurrent_kernel, bias


def _outputs(x: Array, layer: Weights) -> Array:
    """The output h of the last unit at every timestep, (batch, steps)."""
    return np.asarray(run("lstm", "lstm", x, *layer, return_sequences=True))[..., -1]


def _memory(x: Array, layer: Weights, start: Array | None = None) -> Array:
    """The cell state (batch, units) in the end, from zeros or from the cell state ``start``."""
    state = None if start is None else (np.zeros_like(start), start)
    return np.asarray(run("lstm", "lstm", x, *layer, initial_state=state, return_state=True)[2])


# two_records ----------------------------------------------------------------------------------------------------------


def _records(rng: np.random.Generator) -> Array:
    return np.asarray(rng.uniform(0.5, 2.0, (8, 2)) * rng.choice([-1.0, 1.0], (8, 2)))


def records_last(answer: Any, rng: np.random.Generator) -> None:
    """Without a delete, both records keep 95 % for 50 timesteps."""
    layer, before = weights(answer, ask.TWO_RECORDS), _records(rng)
    after = _memory(np.zeros((8, 50, 2)), layer, before)
    assert np.all(np.abs(after - before) <= 0.05 * np.abs(before)), (
        "without any delete, a record has changed by more than 5 % after 50 timesteps: is the forget gate open wide "
        "enough, and does anything else get in?"
    )


def records_are_deleted_apart(answer: Any, rng: np.random.Generator) -> None:
    """A delete clears its own record and leaves the other one as it was."""
    layer = weights(answer, ask.TWO_RECORDS)
    for mine, other in ((0, 1), (1, 0)):
        before, x = _records(rng), np.zeros((8, 12, 2))
        x[:, int(rng.integers(2, 10)), mine] = 1
        after = _memory(x, layer, before)
        gone = np.abs(after) <= 0.05 * np.abs(before)
        crossed = gone[:, other].all() and not gone[:, mine].any()
        assert not crossed, "a delete clears the other unit's record: which columns belong to which unit?"
        assert gone[:, mine].all(), "after its delete, more than 5 % of a record is left."
        assert np.all(np.abs(after - before)[:, other] <= 0.05 * np.abs(before[:, other])), (
            "the delete of one record changes the other one, too."
        )
    before, x = _records(rng), np.zeros((8, 12, 2))
    x[:, int(rng.integers(2, 10))] = 1
    left = np.abs(_memory(x, layer, before))
    assert np.all(left <= 0.05 * np.abs(before)), (
        "each delete works by itself; when both come at once, more than 5 % of a record is left."
    )


# counting_cell --------------------------------------------------------------------------------------------------------


def counts(answer: Any, rng: np.random.Generator) -> None:
    """The cell state is the number of ones, to within 0.1, after any sequence of up to 100 zeros and ones."""
    layer = weights(answer, ask.COUNTING_CELL)

    def holds(x: Array) -> bool:
        return bool(np.all(np.abs(_memory(x[..., None], layer)[:, 0] - x.sum(axis=1)) <= 0.1))

    assert holds(np.zeros((1, int(rng.integers(3, 9))))), "zeros are counted, too: c moves although no 1 has come."
    short = rng.permuted(np.repeat([[0.0, 1.0]], 6, axis=0).repeat(2, axis=1), axis=1)
    assert holds(short), "even after four timesteps c is not the number of ones."
    long = (rng.random((12, int(rng.integers(80, 101)))) < rng.uniform(0, 1, (12, 1))).astype(float)
    assert holds(np.vstack([long, np.ones_like(long[:1])])), (
        "short sequences are counted, long ones are not: what each timestep loses, or adds too little, has piled up."
    )


# on_request -----------------------------------------------------------------------------------------------------------


def _questions(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Sequences (40, steps, 2) of values and questions, where questions are asked, and what the votes add up to."""
    steps = int(rng.integers(24, 41))
    values = np.where(rng.random((40, steps)) < rng.choice([0.25, 0.5, 0.75], (40, 1)), 1.0, -1.0)
    asked = rng.random((40, steps)) < 0.3
    return np.stack([values, asked], axis=-1), asked, np.cumsum(values, axis=1)


def is_silent_unless_asked(answer: Any, rng: np.random.Generator) -> None:
    """Without a question, h stays within 0.05 of zero; with one it does not."""
    layer = weights(answer, ask.ON_REQUEST)
    x, asked, votes = _questions(rng)
    h = _outputs(x, layer)
    clear = asked & (np.abs(votes) >= 2)
    assert np.any(np.abs(h[clear]) >= 0.2), "the output is silent even when it is asked."
    assert np.all(np.abs(h[~asked]) <= 0.05), "the output speaks without being asked."


def tells_the_majority(answer: Any, rng: np.random.Generator) -> None:
    """Asked, h stands on the side that is ahead by two or more, at every question."""
    layer = weights(answer, ask.ON_REQUEST)
    x, asked, votes = _questions(rng)
    told = _outputs(x, layer) * np.sign(votes) >= 0.2
    clear = asked & (np.abs(votes) >= 2)
    if told[clear].all():
        return
    once = x.copy()
    once[:, :-1, 1] = 0
    once[:, -1, 1] = 1
    lone = (_outputs(once, layer) * np.sign(votes) >= 0.2)[:, -1][np.abs(votes[:, -1]) >= 2]
    assert not lone.all(), "a single question is answered rightly, later ones are not: does asking change the memory?"
    newest = np.sign(_outputs(x, layer)) == np.sign(x[..., 0])
    assert not newest[clear].all(), "the answer is the side of the newest value: nothing is kept of the earlier ones."
    raise AssertionError("asked, the output does not stand clearly (0.2 or more) on the side that is ahead.")


# delay_line -----------------------------------------------------------------------------------------------------------


def delays(delay_line: Callable[..., Any], rng: np.random.Generator) -> None:
    """For every number of steps, the last unit shows the sign of what came in so many timesteps ago."""
    wanted = (2, 1, 3, int(rng.integers(4, 8)))
    layers = [_chain(delay_line(steps)) for steps in wanted]
    x = rng.choice([-1.0, 1.0], (12, 30, 1))
    outputs = [_outputs(x, layer) for layer in layers]

    def follows(output: Array, steps: int) -> bool:
        return bool(np.all(output[:, steps:] * x[:, : x.shape[1] - steps, 0] >= CLEARLY))

    right = [follows(output, steps) for output, steps in zip(outputs, wanted, strict=True)]
    if all(right):
        return
    assert not right[0], "right for a delay of 2, the one that was shown, and not for every delay."
    assert not any(right), "right for some delays, not for every delay."
    assert not any(follows(outputs[0], other) for other in range(10)), (
        "the last unit follows the input, but with another delay than the one asked for. What does one more unit add?"
    )
    raise AssertionError("the last unit does not show clearly (0.25 or more) what came in so many timesteps ago.")


def _chain(answer: Any) -> Weights:
    kernel, recurrent_kernel, bias = weights(answer, ask.DELAY_LINE)
    units = recurrent_kernel.shape[0]
    assert 1 <= units <= 32, "There must be 1 to 32 units."
    fits = kernel.shape[1] == recurrent_kernel.shape[1] == bias.shape[0] == 4 * units
    assert fits, "The arrays disagree about the number of units: kernel (1, 4u), recurrent_kernel (u, 4u), bias (4u,)."
    return kernel, recurrent_kernel, bias


# parity_bit -----------------------------------------------------------------------------------------------------------


def tells_odd_from_even(answer: Any, rng: np.random.Generator) -> None:
    """From the first 1 on, h is clearly positive after an odd number of ones and clearly negative after an even one."""
    layer = weights(answer, ask.PARITY_BIT)
    bits = rng.random((17, 200)) < np.repeat([0.5, 0.04, 1.0], [8, 8, 1])[:, None]
    bits[:8, 0] = True  # the sparse ones begin with zeros, as it comes
    right = _parity(bits, layer)
    if right.all():
        return
    assert not right[:8, :12].all(), (
        "right for short sequences: over 200 timesteps, a long run of zeros or of ones wears the bit out."
    )
    assert not _parity(np.eye(1, 3, dtype=bool), layer).all(), (
        "the first 1 is noticed; a second one does not turn the bit round."
    )
    raise AssertionError(
        "not even after a single 1, with zeros behind it, does the output stand clearly (0.25 or more) above zero."
    )


def _parity(bits: Array, layer: Weights) -> Array:
    """Whether h is right at each timestep; before the first 1 anything is."""
    ones = np.cumsum(bits, axis=1)
    shown = _outputs(bits[..., None].astype(float), layer) * np.where(ones % 2 == 1, 1.0, -1.0)
    return np.asarray((ones == 0) | (shown >= CLEARLY))
