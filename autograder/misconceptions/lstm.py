"""What goes wrong in an LSTM, as wrong implementations.

Most mistakes are made in the gates, and a student who makes one there carries it into the step and the loop. So each
flaw is written once (``lstm_cell``, ``lstm_loop``) and yields a mistake for every stub in which it can be made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions import Mistake
from autograder.misconceptions.lstm_branches import IN_ONE_BRANCH
from autograder.misconceptions.lstm_cell import COUPLED, IN_THE_GATES, IN_THE_STEP, INVERTED, RIGHT, Array, affine
from autograder.misconceptions.lstm_loop import IN_THE_LOOP, KEPT_AXIS
from autograder.misconceptions.lstm_pairs import PAIRED_IN_THE_GATES, PAIRED_IN_THE_LOOP, PAIRED_IN_THE_STEP


def _step_returns_c_h(x_t: Array, h: Array, c: Array, *weights: Array) -> tuple[Array, Array]:
    new_h, new_c = RIGHT.step(x_t, h, c, *weights)
    return new_c, new_h


def _step_returns_h(x_t: Array, h: Array, c: Array, *weights: Array) -> Array:
    return RIGHT.step(x_t, h, c, *weights)[0]


def _step_exchanges_states(x_t: Array, h: Array, c: Array, *weights: Array) -> tuple[Array, Array]:
    return RIGHT.step(x_t, c, h, *weights)


def _step_reads_c(x_t: Array, h: Array, c: Array, *weights: Array) -> tuple[Array, Array]:
    i, f, candidate, o = RIGHT.gates(x_t, c, *weights)
    new_c = f * c + i * candidate
    return o * np.tanh(new_c), new_c


def _gates_returned_i_f_o_c(x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
    i, f, candidate, o = RIGHT.gates(x_t, h, *weights)
    return i, f, o, candidate


def _gates_before_activation(x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
    return tuple(np.split(affine(x_t, h, *weights), 4, axis=-1))


def _gates_inverted(x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
    i, f, candidate, o = RIGHT.gates(x_t, h, *weights)
    return i, 1 - f, candidate, o


def _gates_coupled(x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
    i, _, candidate, o = RIGHT.gates(x_t, h, *weights)
    return i, 1 - i, candidate, o


def _gates_joined(x_t: Array, h: Array, *weights: Array) -> Array:
    return np.concatenate(RIGHT.gates(x_t, h, *weights), axis=-1)


def _gates_without_candidate(x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
    i, f, _, o = RIGHT.gates(x_t, h, *weights)
    return i, f, o


def _squeezed(function: Callable[..., tuple[Array, ...]]) -> Callable[..., tuple[Array, ...]]:
    return lambda *args: tuple(np.squeeze(part) for part in function(*args))


READ = "Which of the two states do the gates read?"
ROWS = "The numbers of one timestep stand side by side in the flat row and stay together."
IN_THE_TIMESTEPS: dict[str, tuple[str, Callable[..., Any]]] = {
    "features-before-timesteps": (
        "Features are the last axis, and their number is the one you are given.",
        lambda flat, features: flat.reshape(len(flat), features, -1),
    ),
    "timesteps-by-columns": (ROWS, lambda flat, features: flat.reshape(len(flat), features, -1).transpose(0, 2, 1)),
    "timesteps-in-fortran-order": (ROWS, lambda flat, features: flat.reshape((len(flat), -1, features), order="F")),
    "batch-lost": ("Every sample keeps its own row of timesteps.", lambda flat, features: flat.reshape(-1, features)),
    "time-first": (
        "The batch is the first axis.",
        lambda flat, features: flat.reshape(len(flat), -1, features).transpose(1, 0, 2),
    ),
    "batch-and-time-mixed": (
        "The batch is the first axis.",
        lambda flat, features: flat.reshape(-1, len(flat), features),
    ),
    "timesteps-transposed": (
        "Features are the last axis, and their number is the one you are given.",
        lambda flat, features: flat.reshape(len(flat), -1, features).transpose(0, 2, 1),
    ),
    "batch-squeezed": (KEPT_AXIS, lambda flat, features: np.squeeze(flat.reshape(len(flat), -1, features))),
    "single-feature-without-axis": (
        "A single feature still has an axis of its own.",
        lambda flat, features: flat if features == 1 else flat.reshape(len(flat), -1, features),
    ),
    "left-flat": ("A sequence needs an axis for time.", lambda flat, features: flat),
    "one-feature-a-step": ("How many numbers belong to one timestep?", lambda flat, features: flat[:, :, None]),
    "timesteps-reversed": (
        "The first timestep comes first.",
        lambda flat, features: flat.reshape(len(flat), -1, features)[:, ::-1],
    ),
}

LOOPS = IN_THE_LOOP | PAIRED_IN_THE_LOOP | IN_ONE_BRANCH
CELLS = IN_THE_GATES | IN_THE_STEP | PAIRED_IN_THE_GATES | PAIRED_IN_THE_STEP

MISTAKES: tuple[Mistake, ...] = (
    *(Mistake(name, "to_timesteps", hint, function) for name, (hint, function) in IN_THE_TIMESTEPS.items()),
    *(Mistake(name, "gates", hint, cell.gates) for name, (hint, cell) in IN_THE_GATES.items()),
    Mistake("gates-returned-i-f-o-c", "gates", "Return them in the order i, f, candidate, o.", _gates_returned_i_f_o_c),
    Mistake(
        "activations-missing", "gates", "The sums still have to go through their activations.", _gates_before_activation
    ),
    Mistake("forget-gate-inverted", "gates", INVERTED, _gates_inverted),
    Mistake("gates-coupled", "gates", COUPLED, _gates_coupled),
    Mistake(
        "gates-joined", "gates", "The four parts are due one by one, not side by side in one array.", _gates_joined
    ),
    Mistake(
        "candidate-not-returned", "gates", "The candidate is due as well, third of four.", _gates_without_candidate
    ),
    Mistake("batch-squeezed", "gates", KEPT_AXIS, _squeezed(RIGHT.gates)),
    *(Mistake(name, "gates", hint, cell.gates) for name, (hint, cell) in PAIRED_IN_THE_GATES.items()),
    *(Mistake(name, "lstm_step", hint, cell.step) for name, (hint, cell) in CELLS.items()),
    Mistake("returns-h-only", "lstm_step", "The new c is due as well: the next timestep needs it.", _step_returns_h),
    Mistake("batch-squeezed", "lstm_step", KEPT_AXIS, _squeezed(RIGHT.step)),
    Mistake("returns-c-h", "lstm_step", "Return h first, then c.", _step_returns_c_h),
    Mistake("states-exchanged", "lstm_step", READ, _step_exchanges_states),
    Mistake("memory-in-the-sums", "lstm_step", READ, _step_reads_c),
    *(Mistake(name, "lstm", hint, cell.loop) for name, (hint, cell) in CELLS.items()),
    *(Mistake(name, "lstm", hint, function) for name, (hint, function) in LOOPS.items()),
)
