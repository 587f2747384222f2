"""Ways to run an LSTM over time, and to return what it found, that are wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions.lstm_cell import FED_BACK, LOST, RIGHT, Array, packed, run, start

Loop = Callable[..., tuple[Array, Array, Array]]


def _whole(loop: Loop, pack: Callable[..., Any] = packed) -> Callable[..., Any]:
    """A stub ``lstm`` from a way to run and a way to return."""

    def lstm(
        x: Array,
        kernel: Array,
        recurrent_kernel: Array,
        bias: Array,
        initial_state: Any = None,
        return_sequences: bool = False,
        return_state: bool = False,
    ) -> Any:
        outputs, h, c = loop(x, (kernel, recurrent_kernel, bias), initial_state)
        return pack(outputs, h, c, return_sequences, return_state)

    return lstm


def _right_loop(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    return run(RIGHT, x, weights, state)


def _each_step_from(h_kept: bool, c_kept: bool) -> Loop:
    def loop(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
        first_h, first_c = h, c = start(x, weights[1].shape[0], state)
        outputs = []
        for t in range(x.shape[1]):
            h, c = RIGHT.step(x[:, t], h if h_kept else first_h, c if c_kept else first_c, *weights)
            outputs.append(h)
        return np.stack(outputs, axis=1), h, c

    return loop


def _slot_before_first(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    """Buffers of one slot a timestep, slot t - 1 read also at t = 0; the last slot holds the initial state's zeros."""
    shape = (len(x), x.shape[1], weights[1].shape[0])
    outputs, memory = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    if state is not None:
        outputs[:, 0], memory[:, 0] = state
    for t in range(x.shape[1]):
        outputs[:, t], memory[:, t] = RIGHT.step(x[:, t], outputs[:, t - 1], memory[:, t - 1], *weights)
    return outputs, outputs[:, -1], memory[:, -1]


def _batch_and_time_by_reshape(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    """x.reshape(steps, batch, features) runs through, and mixes the samples."""
    mixed = x.reshape(x.shape[1], x.shape[0], x.shape[2]).transpose(1, 0, 2)
    return run(RIGHT, mixed, weights, state)


def _outputs_by_reshape(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    outputs, h, c = run(RIGHT, x, weights, state)
    return outputs.transpose(1, 0, 2).reshape(outputs.shape), h, c


def _time_first_outputs(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    outputs, h, c = run(RIGHT, x, weights, state)
    return outputs.transpose(1, 0, 2), h, c


def _memories_as_outputs(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    h, c = start(x, weights[1].shape[0], state)
    memories = []
    for t in range(x.shape[1]):
        h, c = RIGHT.step(x[:, t], h, c, *weights)
        memories.append(c)
    return np.stack(memories, axis=1), h, c


def _old_state_returned(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    outputs, _, _ = run(RIGHT, x, weights, state)
    return outputs, *start(x, weights[1].shape[0], state)


def _from(choose: Callable[[Any], Any]) -> Loop:
    return lambda x, weights, state: run(RIGHT, x, weights, None if state is None else choose(state))


def _on(choose: Callable[[Array], Array]) -> Loop:
    return lambda x, weights, state: run(RIGHT, choose(x), weights, state)


def _zero_h(state: Any) -> Any:
    return np.zeros_like(state[0]), state[1]


def _zero_c(state: Any) -> Any:
    return state[0], np.zeros_like(state[1])


def _pack_c_h(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return packed(outputs, c, h, sequences, state)


def _pack_c_for_h(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return packed(outputs, c, c, sequences, state)


def _pack_c_for_output(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    output = outputs if sequences else c
    return (output, h, c) if state else output


def _pack_first(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return packed(outputs if sequences else outputs[:, :1], h, c, sequences, state)


def _pack_mean(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return packed(outputs if sequences else outputs.mean(axis=1, keepdims=True), h, c, sequences, state)


def _pack_sequences_always(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return packed(outputs, h, c, True, state)


def _pack_last_always(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return packed(outputs, h, c, False, state)


def _pack_state_without_output(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return (h, c) if state else packed(outputs, h, c, sequences, state)


def _pack_state_nested(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    output = packed(outputs, h, c, sequences, False)
    return (output, (h, c)) if state else output


RESET = "Each step starts where the one before it ended."
START = "The loop starts from both parts of the initial state (h, c). "
UNREAD = START + "Does yours read it, or always start from zeros?"
SWAPPED = "Batch and time trade places by transposing; reshaping mixes the samples."
SHOWN = "The output of a step is its h, not its c."
RETURNED = "Keras returns output, h, c in this order."
IN_THE_LOOP: dict[str, tuple[str, Callable[..., Any]]] = {
    "initial-state-ignored": (UNREAD, _whole(_from(lambda state: None))),
    "initial-states-exchanged": (
        START + "Which of the two comes first?",
        _whole(_from(lambda state: (state[1], state[0]))),
    ),
    "initial-h-ignored": (UNREAD, _whole(_from(_zero_h))),
    "initial-c-ignored": (UNREAD, _whole(_from(_zero_c))),
    "slot-before-the-first": (
        START + "Does yours read it, or the last slot of a buffer?",
        _whole(_slot_before_first),
    ),
    "state-reset-every-step": (RESET, _whole(_each_step_from(False, False))),
    "c-reset-every-step": (LOST, _whole(_each_step_from(True, False))),
    "h-reset-every-step": (FED_BACK, _whole(_each_step_from(False, True))),
    "batch-and-time-by-reshape": (SWAPPED, _whole(_batch_and_time_by_reshape)),
    "outputs-swapped-by-reshape": (SWAPPED, _whole(_outputs_by_reshape)),
    "outputs-time-first": ("The batch comes first in the outputs, too.", _whole(_time_first_outputs)),
    "time-reversed": ("The first timestep comes first.", _whole(_on(lambda x: x[:, ::-1]))),
    "last-step-missing": (
        "How many timesteps does your loop take?",
        _whole(_on(lambda x: x[:, :-1] if x.shape[1] > 1 else x)),
    ),
    "first-step-missing": (
        "At which timestep does your loop begin?",
        _whole(_on(lambda x: x[:, 1:] if x.shape[1] > 1 else x)),
    ),
    "same-step-again-and-again": (
        "Which timestep does each turn of the loop read?",
        _whole(_on(lambda x: np.repeat(x[:, :1], x.shape[1], axis=1))),
    ),
    "memories-as-outputs": (SHOWN, _whole(_memories_as_outputs)),
    "state-not-updated": ("The state to return is the one after the last step.", _whole(_old_state_returned)),
    "returns-c-for-the-output": (SHOWN, _whole(_right_loop, _pack_c_for_output)),
    "returns-output-c-h": (RETURNED, _whole(_right_loop, _pack_c_h)),
    "returns-c-for-h": (RETURNED, _whole(_right_loop, _pack_c_for_h)),
    "returns-the-first-output": ("Without return_sequences the last output is due.", _whole(_right_loop, _pack_first)),
    "returns-the-mean-output": (
        "Without return_sequences the last output is due, not the mean.",
        _whole(_right_loop, _pack_mean),
    ),
    "return-sequences-always": (
        "Without return_sequences only the last output is due.",
        _whole(_right_loop, _pack_sequences_always),
    ),
    "return-sequences-ignored": (
        "With return_sequences the output of every timestep is due.",
        _whole(_right_loop, _pack_last_always),
    ),
    "returns-state-without-output": (RETURNED, _whole(_right_loop, _pack_state_without_output)),
    "returns-nested-state": (RETURNED, _whole(_right_loop, _pack_state_nested)),
}
