"""Claims about memory and order, checked by running a student's weights or sequences.

Every function takes plain arrays, raises ``AssertionError`` with a sentence for the student where the claim does not
hold, and guards against answers that make it hold for no good reason (all zeros, NaN, values out of range).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import lstm as ask
from autograder.graders.judging import credit, few
from autograder.references import run
from forwardpass.compare import as_array
from forwardpass.form import unstacked

Array = npt.NDArray[Any]
Weights = tuple[Array, Array, Array]

FORGETFUL: Weights = (ask.FORGETFUL_KERNEL, ask.FORGETFUL_RECURRENT_KERNEL, ask.FORGETFUL_BIAS)


def measured_half_lives(biases: Any) -> Array:
    """After how many timesteps a cell with each forget bias has lost half of its memory, measured.

    One unit a bias, no inputs, input gate shut; the loss over 8 timesteps tells the half-life (infinite: no loss).
    """
    biases = np.asarray(biases, np.float32)
    units, steps = biases.size, 8
    closed, opened = np.full(units, -40.0, np.float32), np.full(units, 40.0, np.float32)
    bias = np.concatenate([closed, biases, np.zeros(units, np.float32), opened])
    kernel, recurrent_kernel = np.zeros((1, 4 * units)), np.zeros((units, 4 * units))
    start = (np.zeros((1, units)), np.ones((1, units)))
    x = np.zeros((1, steps, 1))
    _, _, c = run("lstm", "lstm", x, kernel, recurrent_kernel, bias, initial_state=start, return_state=True)
    with np.errstate(divide="ignore"):
        return np.asarray(steps * math.log(2) / np.abs(np.log(c[0].astype(np.float64))))


def half_lives(forget_bias: Any, wanted: list[int]) -> None:
    """Raise ``AssertionError`` unless the student's biases give the wanted half-lives within 5 %."""
    biases = [_number(forget_bias(steps)) for steps in wanted]
    for steps, bias, measured in zip(wanted, biases, measured_half_lives(biases), strict=True):
        if abs(bias - 0.5 ** (1 / steps)) < 1e-4:  # not 1, the bias of a fresh layer
            raise AssertionError("That is the value the gate should have. The bias still goes through the sigmoid.")
        near = 0.95 * steps <= measured <= 1.05 * steps
        length = "short" if steps < 50 else "long"
        assert near, (
            f"asked for a {length} half-life, the layer needed {_times(measured / steps)} to lose half of the memory."
        )


def any_half_life(forget_bias: Any, rng: np.random.Generator) -> None:
    """As ``half_lives`` for the one of the question and for others, which are worth a third of the credit."""
    half_lives(forget_bias, [1000])
    try:
        half_lives(forget_bias, [10, int(rng.integers(40, 200)), int(rng.integers(1500, 4000))])
    except AssertionError as error:
        credit(2 / 3, f"1000 steps are right, others are not: {error}")


def latch_outputs(weights: Weights, rng: np.random.Generator) -> tuple[Array, int, Array]:
    """The outputs (10, 24) of a latch, the timestep of its write, and the ten values written.

    Values come in pairs of opposite sign; the noise differs from sample to sample and fills every other timestep.
    """
    batch, steps, write = 10, 24, int(rng.integers(6, 12))
    size = rng.uniform(0.5, 1.0, batch // 2)
    values = np.concatenate([size, -size])
    x = np.stack([rng.uniform(-1, 1, (batch, steps)), np.zeros((batch, steps))], axis=-1)
    x[:, write] = np.stack([values, np.ones(batch)], axis=-1)
    return run("lstm", "lstm", x, *weights, return_sequences=True)[..., 0], write, values


def latch(weights: Weights, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless the output tells which value was written, then holds still, and was still before.

    A quarter of the credit where the value is stored and then lost, three quarters where noise precedes it.
    """
    outputs, write, values = latch_outputs(weights, rng)
    shown = outputs[:, write] * np.sign(values)
    assert np.all(shown >= 0.25), (
        "right after the write, the output does not stand clearly (0.25 or more) on the side of the written value. "
        "Is the input gate open when the flag is 1, and the output gate open?"
    )
    moved = np.abs(outputs[:, write:] - outputs[:, write : write + 1]).max()
    if not moved <= 0.05:
        credit(
            1 / 4,
            f"after the write the output drifts by {moved:.2f}: either the forget gate lets the memory fade (DELETE), "
            "or noise still gets in (POST).",
        )
    early = np.abs(outputs[:, :write]).max()
    if not early <= 0.05:
        credit(3 / 4, f"before anything is written the output already reaches {early:.2f}: noise gets in.")


def final_state(sequences: Array, weights: Weights) -> tuple[Array, Array]:
    """(h, c) of the layer after each of the sequences (batch, steps, features)."""
    _, h, c = run("lstm", "lstm", sequences, *weights, return_state=True)
    return h, c


def order_matters(one: Array, other: Array) -> None:
    """Raise ``AssertionError`` unless the two are one bag of timesteps and h tells their orders apart by 0.3."""
    _check_range(one, other)
    first, second = (rows[np.lexsort(rows.T)] for rows in (one, other))
    assert np.array_equal(first, second), (
        "the two sequences do not consist of the same timesteps. Reorder whole rows and change nothing in them."
    )
    h, _ = final_state(np.stack([one, other]), FORGETFUL)
    gap = np.abs(h[0] - h[1]).max()
    assert gap >= 0.3, f"the outputs differ by {gap:.2f} only. What does a delete do before a value, and what after it?"


def order_blind(weights: Weights, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless there is one output for every order of the steps, and not always the same one.

    Half of the credit where the cell state is blind to order and the output is not.
    """
    bags, orders, steps = 4, 6, 7
    x = rng.uniform(-1, 1, (bags, steps, 2))
    shuffled = np.concatenate([x[:, rng.permutation(steps)] for _ in range(orders)])
    h, c = (state.reshape(orders, bags, -1) for state in final_state(shuffled, weights))
    between_bags = np.ptp(h[0], axis=0).max()
    assert between_bags >= 0.05, (
        f"the output hardly depends on the input: over four different sequences it varies by {between_bags:.3f}. "
        "Blind to order, not blind altogether."
    )
    if np.ptp(h, axis=0).max() <= 0.005:
        return
    if np.ptp(c, axis=0).max() <= 0.01:
        credit(0.5, "The memory c is blind to order, the output is not: the output gate still sees the last timestep.")
    seen = np.ptp(h, axis=0).max()
    raise AssertionError(
        f"shuffling the timesteps changes the output by {seen:.2f}. Which gate treats early steps otherwise than late "
        "ones? And what does h carry from one step to the next?"
    )


def two_pasts(one: Array, other: Array) -> None:
    """Raise ``AssertionError`` unless two different beginnings end in one state, to 0.01 in h and c."""
    _check_range(one, other)
    apart = np.abs(one[:4, 0] - other[:4, 0]).max()
    assert apart >= 1, (
        f"in the first four timesteps the values differ by {apart:.2f} at most; let them differ by 1 or more."
    )
    h, c = final_state(np.stack([one, other]), FORGETFUL)
    gap = max(np.abs(h[0] - h[1]).max(), np.abs(c[0] - c[1]).max())
    assert gap <= 0.01, (
        f"the final states still differ by {gap:.3f}. After a delete c starts anew; does h still remember the past?"
    )


def arrays(answer: Any, fields: Mapping[str, tuple[int, ...]]) -> Any:
    """The named arrays of an answer (a tuple or a dict), in the order of ``fields``, as finite float32.

    Raises ``AssertionError`` with a sentence for the student where one is missing, has another shape or no numbers.
    """
    assert answer is not None, "Not answered: the variable is still None."
    answer = unstacked(answer, fields)
    if isinstance(answer, dict):
        parts = [answer.get(name) for name in fields]
    else:
        assert isinstance(answer, (tuple, list)), f"expected a tuple of {len(fields)} arrays: {', '.join(fields)}."
        parts = list(answer)
    assert len(parts) == len(fields), f"expected {len(fields)} arrays: {', '.join(fields)}."
    return tuple(_array(part, name, shape) for part, (name, shape) in zip(parts, fields.items(), strict=True))


def _array(part: Any, name: str, shape: tuple[int, ...] | None) -> Array:
    plain = as_array(part)
    assert plain is not None and plain.dtype.kind in "biuf", f"{name} does not consist of real numbers."
    few(plain, name)
    # The shape that came back is not repeated: it could carry hidden inputs out.
    assert shape is None or plain.shape == shape, f"{name} has another shape than {shape}."
    with np.errstate(over="ignore"):  # what float32 does not hold becomes infinity, and is refused as that
        array = plain.astype(np.float32)
    assert np.isfinite(array).all(), f"{name} contains NaN or infinity."
    return array


def _number(answer: Any) -> float:
    assert answer is not None, "forget_bias returned nothing: it is not written yet, or it lacks a `return`."
    array = _array(answer, "the bias", None)
    assert array.size == 1, "forget_bias returns one number."
    return float(array.reshape(()))


def _times(ratio: float) -> str:
    return "less than half as long" if ratio < 0.5 else "more than twice as long" if ratio > 2 else "another time"


def _check_range(*sequences: Array) -> None:
    inside = all(np.abs(sequence).max() <= 1 for sequence in sequences)
    assert inside, "all entries must lie between -1 and 1."
