"""Ways to run an LSTM over time, and to return what it found, that are wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions.lstm_cell import FED_BACK, LOST, RIGHT, Array, Cell, packed, run, start

Loop = Callable[..., tuple[Array, Array, Array]]


def whole(loop: Loop, pack: Callable[..., Any] = packed) -> Callable[..., Any]:
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


def right_loop(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    """All timesteps, as they should be run."""
    return run(RIGHT, x, weights, state)


def _each_stepstarting_from(h_kept: bool, c_kept: bool) -> Loop:
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


def _one_buffer(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    """The list of outputs holds one array many times, and it is overwritten in every step."""
    outputs, h, c = run(RIGHT, x, weights, state)
    return np.repeat(outputs[:, -1:], x.shape[1], axis=1), h, c


def _outputs_before_the_step(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    first, _ = start(x, weights[1].shape[0], state)
    outputs, h, c = run(RIGHT, x, weights, state)
    return np.concatenate([first[:, None], outputs[:, :-1]], axis=1), h, c


def _zero_steps_skipped(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    h, c = start(x, weights[1].shape[0], state)
    outputs = []
    for t in range(x.shape[1]):
        if x[:, t].any():
            h, c = RIGHT.step(x[:, t], h, c, *weights)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


def _along_the_batch(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    """The first axis is taken for time: as many states as timesteps."""
    return run(RIGHT, x.transpose(1, 0, 2), weights, state)


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


def starting_from(choose: Callable[[Any], Any], cell: Cell = RIGHT) -> Loop:
    """A loop that starts from what ``choose`` makes of the initial state."""
    return lambda x, weights, state: run(cell, x, weights, None if state is None else choose(state))


def reading(choose: Callable[[Array], Array]) -> Loop:
    """A loop over what ``choose`` makes of the inputs."""
    return lambda x, weights, state: run(RIGHT, choose(x), weights, state)


def _zero_h(state: Any) -> Any:
    return np.zeros_like(state[0]), state[1]


def _zero_c(state: Any) -> Any:
    return state[0], np.zeros_like(state[1])


def pack_c_h(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    """Return (output, c, h)."""
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


def _pack_output_only(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return packed(outputs, h, c, sequences, False)


def _pack_state_always(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    return packed(outputs, h, c, sequences, True)


def _pack_squeezed(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    output = np.squeeze(outputs if sequences else outputs[:, -1])
    return (output, h, c) if state else output


def _pack_last_h(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    """Right but for the sequence: without it the last h is returned as it is."""
    output = outputs if sequences else h
    return (output, h, c) if state else output


def _pack_h_c_output(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    output = outputs if sequences else h
    return (h, c, output) if state else output


def _pack_state_nested(outputs: Array, h: Array, c: Array, sequences: bool, state: bool) -> Any:
    output = packed(outputs, h, c, sequences, False)
    return (output, (h, c)) if state else output


RESET = "Each step starts where the one before it ended."
START = "The loop starts from both parts of the initial state (h, c). "
UNREAD = START + "Does yours read it, or always start from zeros?"
SWAPPED = "Batch and time trade places by transposing; reshaping mixes the samples."
SHOWN = "The output of a step is its h, not its c."
RETURNED = "Keras returns output, h, c in this order."
KEPT_AXIS = "A batch of one is still a batch: its axis stays."
IN_THE_LOOP: dict[str, tuple[str, Callable[..., Any]]] = {
    "initial-state-ignored": (UNREAD, whole(starting_from(lambda state: None))),
    "initial-states-exchanged": (
        START + "Which of the two comes first?",
        whole(starting_from(lambda state: (state[1], state[0]))),
    ),
    "initial-h-ignored": (UNREAD, whole(starting_from(_zero_h))),
    "initial-c-ignored": (UNREAD, whole(starting_from(_zero_c))),
    "slot-before-the-first": (
        START + "Does yours read it, or the last slot of a buffer?",
        whole(_slot_before_first),
    ),
    "state-reset-every-step": (RESET, whole(_each_stepstarting_from(False, False))),
    "c-reset-every-step": (LOST, whole(_each_stepstarting_from(True, False))),
    "h-reset-every-step": (FED_BACK, whole(_each_stepstarting_from(False, True))),
    "batch-and-time-by-reshape": (SWAPPED, whole(_batch_and_time_by_reshape)),
    "outputs-swapped-by-reshape": (SWAPPED, whole(_outputs_by_reshape, _pack_last_h)),
    "outputs-time-first": ("The batch comes first in the outputs, too.", whole(_time_first_outputs, _pack_last_h)),
    "time-reversed": ("The first timestep comes first.", whole(reading(lambda x: x[:, ::-1]))),
    "last-step-missing": (
        "How many timesteps does your loop take?",
        whole(reading(lambda x: x[:, :-1] if x.shape[1] > 1 else x)),
    ),
    "first-step-missing": (
        "At which timestep does your loop begin?",
        whole(reading(lambda x: x[:, 1:] if x.shape[1] > 1 else x)),
    ),
    "same-step-again-and-again": (
        "Which timestep does each turn of the loop read?",
        whole(reading(lambda x: np.repeat(x[:, :1], x.shape[1], axis=1))),
    ),
    "memories-as-outputs": (SHOWN, whole(_memories_as_outputs, _pack_last_h)),
    "state-not-updated": ("The state to return is the one after the last step.", whole(_old_state_returned)),
    "returns-c-for-the-output": (SHOWN, whole(right_loop, _pack_c_for_output)),
    "returns-output-c-h": (RETURNED, whole(right_loop, pack_c_h)),
    "returns-h-c-output": (RETURNED, whole(right_loop, _pack_h_c_output)),
    "returns-c-for-h": (RETURNED, whole(right_loop, _pack_c_for_h)),
    "returns-the-first-output": ("Without return_sequences the last output is due.", whole(right_loop, _pack_first)),
    "returns-the-mean-output": (
        "Without return_sequences the last output is due, not the mean.",
        whole(right_loop, _pack_mean),
    ),
    "return-sequences-always": (
        "Without return_sequences only the last output is due.",
        whole(right_loop, _pack_sequences_always),
    ),
    "return-sequences-ignored": (
        "With return_sequences the output of every timestep is due.",
        whole(right_loop, _pack_last_always),
    ),
    "returns-state-without-output": (RETURNED, whole(right_loop, _pack_state_without_output)),
    "returns-nested-state": (
        "The three results stand side by side, output, h, c: the state is no pair of its own.",
        whole(right_loop, _pack_state_nested),
    ),
    "return-state-ignored": ("With return_state h and c are due as well.", whole(right_loop, _pack_output_only)),
    "return-state-always": ("Without return_state the output alone is due.", whole(right_loop, _pack_state_always)),
    "batch-squeezed": (KEPT_AXIS, whole(right_loop, _pack_squeezed)),
    "one-buffer-for-every-output": (
        "Every output is the last one: the list holds the same array at each timestep.",
        whole(_one_buffer, _pack_last_h),
    ),
    "outputs-before-the-step": (
        "The output of a timestep is the h after it, not before.",
        whole(_outputs_before_the_step, _pack_last_h),
    ),
    "zero-steps-skipped": (
        "A timestep of zeros is a timestep like any other: the gates still act on the memory.",
        whole(_zero_steps_skipped),
    ),
    "time-along-the-batch": ("The batch is the first axis of x, time the second.", whole(_along_the_batch)),
    "initial-state-of-the-first-sample": (
        "Every sample has an initial state of its own.",
        whole(starting_from(lambda state: tuple(np.repeat(part[:1], len(part), axis=0) for part in state))),
    ),
}
