"""What goes wrong in an LSTM, as wrong implementations.

Most mistakes are made in the gates, and a student who makes one there carries it into the step and the loop. So each
flaw is written once, as a `Cell` with one part changed, and yields a mistake for every stub in which it can be made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.misconceptions import Mistake

Array = npt.NDArray[Any]
Affine = Callable[[Array, Array, Array, Array, Array], Array]


def _sigmoid(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-z)))


def _sum(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    return np.asarray(x_t @ kernel + h @ recurrent_kernel + bias)


def _memory(i: Array, f: Array, candidate: Array, c: Array) -> Array:
    return f * c + i * candidate


def _output(o: Array, c: Array, old: Array) -> Array:
    return np.asarray(o * np.tanh(c))


@dataclass(frozen=True)
class Cell:
    """An LSTM cell in exchangeable parts; the defaults are right.

    ``order`` says which part each of the four blocks of columns is taken for.
    """

    order: str = "ifco"
    affine: Affine = _sum
    gate: Callable[[Array], Array] = _sigmoid
    squash: Callable[[Array], Array] = np.tanh
    memory: Callable[[Array, Array, Array, Array], Array] = _memory
    output: Callable[[Array, Array, Array], Array] = _output

    def gates(self, x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
        """(i, f, candidate, o)."""
        block = dict(zip(self.order, np.split(self.affine(x_t, h, *weights), 4, axis=-1), strict=True))
        return self.gate(block["i"]), self.gate(block["f"]), self.squash(block["c"]), self.gate(block["o"])

    def step(self, x_t: Array, h: Array, c: Array, *weights: Array) -> tuple[Array, Array]:
        """(h, c)."""
        i, f, candidate, o = self.gates(x_t, h, *weights)
        new = self.memory(i, f, candidate, c)
        return self.output(o, new, c), new

    def loop(
        self,
        x: Array,
        kernel: Array,
        recurrent_kernel: Array,
        bias: Array,
        initial_state: Any = None,
        return_sequences: bool = False,
        return_state: bool = False,
    ) -> Any:
        """As the stub ``lstm``."""
        outputs, h, c = run(self, x, (kernel, recurrent_kernel, bias), initial_state)
        return packed(outputs, h, c, return_sequences, return_state)


RIGHT = Cell()


def start(x: Array, units: int, initial_state: Any) -> tuple[Array, Array]:
    """The state before the first timestep."""
    if initial_state is None:
        return np.zeros((len(x), units), np.float32), np.zeros((len(x), units), np.float32)
    return initial_state[0], initial_state[1]


def run(cell: Cell, x: Array, weights: tuple[Array, Array, Array], initial_state: Any) -> tuple[Array, Array, Array]:
    """All outputs (batch, steps, units), h and c."""
    h, c = start(x, weights[1].shape[0], initial_state)
    outputs = []
    for t in range(x.shape[1]):
        h, c = cell.step(x[:, t], h, c, *weights)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


def packed(outputs: Array, h: Array, c: Array, return_sequences: bool, return_state: bool) -> Any:
    """What Keras returns."""
    output = outputs if return_sequences else outputs[:, -1]
    return (output, h, c) if return_state else output


# Flaws of the gates ---------------------------------------------------------------------------------------------------


def _stack_exchanged(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    return np.concatenate([h, x_t], axis=-1) @ np.concatenate([kernel, recurrent_kernel], axis=0) + bias


def _recurrent_transposed(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    blocks = [block.T for block in np.split(recurrent_kernel, 4, axis=-1)]
    return _sum(x_t, h, kernel, np.concatenate(blocks, axis=-1), bias)


def _forget_bias_again(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    one = np.repeat([0, 1, 0, 0], bias.size // 4)
    return _sum(x_t, h, kernel, recurrent_kernel, bias + one)


def _columns_interleaved(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    z = _sum(x_t, h, kernel, recurrent_kernel, bias)
    return np.concatenate([z[..., k::4] for k in range(4)], axis=-1)


def _only_sign_of_sum(z: Array) -> Array:
    return np.asarray(z > 0, np.float32)


def _naive_sigmoid(z: Array) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(np.exp(z) / (1 + np.exp(z)))


def _unbracketed_sigmoid(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(1 / 1 + np.exp(-z))


KEPT = "The forget gate multiplies the old memory, the input gate the candidate; the input gate's block comes first."
ORDER = "The four blocks of columns stand in Keras' order: input, forget, candidate, output. Other libraries differ."
IN_THE_GATES: dict[str, tuple[str, Cell]] = {
    "gates-i-f-swapped": (KEPT, Cell(order="fico")),
    "gate-order-i-f-o-c": (ORDER, Cell(order="ifoc")),
    "gate-order-i-c-f-o": (ORDER, Cell(order="icfo")),
    "gate-order-c-f-o-i": (ORDER, Cell(order="cfoi")),
    "gate-order-i-o-f-c": (ORDER, Cell(order="iofc")),
    "gate-order-f-i-o-c": (ORDER, Cell(order="fioc")),
    "gate-order-reversed": (ORDER, Cell(order="ocfi")),
    "hard-sigmoid": (
        "The gates look like a piecewise linear sigmoid; the smooth one is meant.",
        Cell(gate=lambda z: np.clip(z / 6 + 0.5, 0, 1)),
    ),
    "hard-sigmoid-of-old-keras": (
        "The gates look like a piecewise linear sigmoid; the smooth one is meant.",
        Cell(gate=lambda z: np.clip(0.2 * z + 0.5, 0, 1)),
    ),
    "gates-as-switches": ("A gate is a share between 0 and 1, not a switch.", Cell(gate=_only_sign_of_sum)),
    "sigmoid-without-brackets": ("Check the brackets of your sigmoid: 1/(1 + e) is not 1/1 + e.", Cell(gate=_unbracketed_sigmoid)),
    "sigmoid-overflows": ("For large sums your sigmoid divides infinity by infinity.", Cell(gate=_naive_sigmoid)),
    "candidate-through-sigmoid": (
        "The candidate may be negative: which activation has negative values?", Cell(squash=_sigmoid),
    ),
    "candidate-without-tanh": ("The candidate is squashed into (-1, 1).", Cell(squash=lambda z: z)),
    "gates-through-tanh": ("A gate is a share between 0 and 1: which activation gives that?", Cell(gate=np.tanh)),
    "sigmoid-and-tanh-exchanged": (
        "Gates are shares between 0 and 1, the candidate is a value of either sign.", Cell(gate=np.tanh, squash=_sigmoid),
    ),
    "kernels-exchanged-in-the-stack": (
        "The parts are joined in one order and the kernels in the other; the shapes fit by accident.",
        Cell(affine=_stack_exchanged),
    ),
    "recurrent-kernel-transposed": (
        "Each block of the recurrent kernel is square, so a transposed one raises no error.",
        Cell(affine=_recurrent_transposed),
    ),
    "h-never-fed-back": (
        "The hidden state has weights of its own: where does h enter?",
        Cell(affine=lambda x, h, k, r, b: np.asarray(x @ k + b)),
    ),
    "input-never-read": ("Where does the input enter?", Cell(affine=lambda x, h, k, r, b: np.asarray(h @ r + b))),
    "bias-missing": ("Is the bias part of the sum?", Cell(affine=lambda x, h, k, r, b: np.asarray(x @ k + h @ r))),
    "bias-twice": ("Keras has one bias for input and state together.", Cell(affine=lambda x, h, k, r, b: x @ k + h @ r + 2 * b)),
    "forget-bias-added-again": (
        "The bias you are given is used as it is; a one for the forget gate is part of Keras' initial values only.",
        Cell(affine=_forget_bias_again),
    ),
    "columns-interleaved": (
        "The four parts are blocks of neighbouring columns, not every fourth column.", Cell(affine=_columns_interleaved),
    ),
}

# Flaws of the step ----------------------------------------------------------------------------------------------------

IN_THE_STEP: dict[str, tuple[str, Cell]] = {
    "h-without-tanh": ("What is shown of the memory is squashed first.", Cell(output=lambda o, c, old: o * c)),
    "tanh-after-the-output-gate": (
        "The memory is squashed before the gate, not after it.", Cell(output=lambda o, c, old: np.asarray(np.tanh(o * c))),
    ),
    "h-from-the-old-memory": ("What is shown is the new memory, not the old one.", Cell(output=lambda o, c, old: np.asarray(o * np.tanh(old)))),
    "h-without-output-gate": ("Who decides what is shown?", Cell(output=lambda o, c, old: np.asarray(np.tanh(c)))),
    "tanh-stored-into-c": (
        "The tanh belongs to what is shown; the memory itself is stored as it is.",
        Cell(memory=lambda i, f, g, c: np.asarray(np.tanh(f * c + i * g)), output=lambda o, c, old: o * c),
    ),
    "tanh-on-c-and-again-on-h": (
        "The tanh belongs to what is shown; the memory itself is stored as it is.",
        Cell(memory=lambda i, f, g, c: np.asarray(np.tanh(f * c + i * g))),
    ),
    "forget-gate-on-the-candidate": (KEPT, Cell(memory=lambda i, f, g, c: i * c + f * g)),
    "forget-gate-inverted": (
        "A forget gate of 1 keeps everything, whatever its name suggests.", Cell(memory=lambda i, f, g, c: (1 - f) * c + i * g),
    ),
    "input-gate-unused": (KEPT, Cell(memory=lambda i, f, g, c: f * c + g)),
    "forget-gate-unused": (KEPT, Cell(memory=lambda i, f, g, c: c + i * g)),
    "gates-coupled": ("Keeping and storing have a gate each; one is not what the other leaves.", Cell(memory=lambda i, f, g, c: f * c + (1 - f) * g)),
    "memory-overwritten": ("The old memory is lost: what does the new one start from?", Cell(memory=lambda i, f, g, c: i * g)),
    "gates-on-the-sum": ("Each part has its gate before they are added.", Cell(memory=lambda i, f, g, c: f * (c + i * g))),
}  # fmt: skip


def _step_returns_c_h(x_t: Array, h: Array, c: Array, *weights: Array) -> tuple[Array, Array]:
    new_h, new_c = RIGHT.step(x_t, h, c, *weights)
    return new_c, new_h


def _step_exchanges_states(x_t: Array, h: Array, c: Array, *weights: Array) -> tuple[Array, Array]:
    return RIGHT.step(x_t, c, h, *weights)


def _gates_returned_i_f_o_c(x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
    i, f, candidate, o = RIGHT.gates(x_t, h, *weights)
    return i, f, o, candidate


def _gates_before_activation(x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
    return tuple(np.split(_sum(x_t, h, *weights), 4, axis=-1))


# Flaws of the loop ----------------------------------------------------------------------------------------------------

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
START = "An initial state is (h, c); both are where the loop starts."
SWAPPED = "Batch and time trade places by transposing; reshaping mixes the samples."
RETURNED = "Keras returns output, h, c in this order."
IN_THE_LOOP: dict[str, tuple[str, Callable[..., Any]]] = {
    "initial-state-ignored": (START, _whole(_from(lambda state: None))),
    "initial-states-exchanged": (START, _whole(_from(lambda state: (state[1], state[0])))),
    "initial-h-ignored": (START, _whole(_from(_zero_h))),
    "initial-c-ignored": (START, _whole(_from(_zero_c))),
    "slot-before-the-first": ("At t = 0, index t - 1 is the last slot, not the initial state.", _whole(_slot_before_first)),
    "state-reset-every-step": (RESET, _whole(_each_step_from(False, False))),
    "c-reset-every-step": (RESET, _whole(_each_step_from(True, False))),
    "h-reset-every-step": (RESET, _whole(_each_step_from(False, True))),
    "batch-and-time-by-reshape": (SWAPPED, _whole(_batch_and_time_by_reshape)),
    "outputs-swapped-by-reshape": (SWAPPED, _whole(_outputs_by_reshape)),
    "outputs-time-first": ("The batch comes first in the outputs, too.", _whole(_time_first_outputs)),
    "time-reversed": ("The first timestep comes first.", _whole(_on(lambda x: x[:, ::-1]))),
    "last-step-missing": ("How many timesteps does your loop take?", _whole(_on(lambda x: x[:, :-1] if x.shape[1] > 1 else x))),
    "first-step-missing": ("At which timestep does your loop begin?", _whole(_on(lambda x: x[:, 1:] if x.shape[1] > 1 else x))),
    "same-step-again-and-again": ("Which timestep does each turn of the loop read?", _whole(_on(lambda x: np.repeat(x[:, :1], x.shape[1], axis=1)))),
    "memories-as-outputs": ("The outputs are the h of each step, not the c.", _whole(_memories_as_outputs)),
    "state-not-updated": ("The state to return is the one after the last step.", _whole(_old_state_returned)),
    "returns-c-for-the-output": ("The output is h, not c.", _whole(_right_loop, _pack_c_for_output)),
    "returns-output-c-h": (RETURNED, _whole(_right_loop, _pack_c_h)),
    "returns-c-for-h": (RETURNED, _whole(_right_loop, _pack_c_for_h)),
    "returns-the-first-output": ("Without return_sequences the last output is due.", _whole(_right_loop, _pack_first)),
    "returns-the-mean-output": ("Without return_sequences the last output is due, not the mean.", _whole(_right_loop, _pack_mean)),
    "return-sequences-always": ("Without return_sequences only the last output is due.", _whole(_right_loop, _pack_sequences_always)),
    "return-sequences-ignored": ("With return_sequences the output of every timestep is due.", _whole(_right_loop, _pack_last_always)),
    "returns-state-without-output": (RETURNED, _whole(_right_loop, _pack_state_without_output)),
    "returns-nested-state": (RETURNED, _whole(_right_loop, _pack_state_nested)),
}  # fmt: skip

# Flaws of the reshaping -----------------------------------------------------------------------------------------------

ROWS = "The numbers of one timestep stand side by side in the flat row and stay together."
IN_THE_TIMESTEPS: dict[str, tuple[str, Callable[..., Any]]] = {
    "features-before-timesteps": ("Features are the last axis, and their number is the one you are given.", lambda flat, features: flat.reshape(len(flat), features, -1)),
    "timesteps-by-columns": (ROWS, lambda flat, features: flat.reshape(len(flat), features, -1).transpose(0, 2, 1)),
    "timesteps-in-fortran-order": (ROWS, lambda flat, features: flat.reshape((len(flat), -1, features), order="F")),
    "batch-lost": ("Every sample keeps its own row of timesteps.", lambda flat, features: flat.reshape(-1, features)),
    "time-first": ("The batch is the first axis.", lambda flat, features: flat.reshape(len(flat), -1, features).transpose(1, 0, 2)),
    "batch-and-time-mixed": ("The batch is the first axis.", lambda flat, features: flat.reshape(-1, len(flat), features)),
    "left-flat": ("A sequence needs an axis for time.", lambda flat, features: flat),
    "one-feature-a-step": ("How many numbers belong to one timestep?", lambda flat, features: flat[:, :, None]),
    "timesteps-reversed": ("The first timestep comes first.", lambda flat, features: flat.reshape(len(flat), -1, features)[:, ::-1]),
}  # fmt: skip

MISTAKES: tuple[Mistake, ...] = (
    *(Mistake(name, "to_timesteps", hint, function) for name, (hint, function) in IN_THE_TIMESTEPS.items()),
    *(Mistake(name, "gates", hint, cell.gates) for name, (hint, cell) in IN_THE_GATES.items()),
    Mistake("gates-returned-i-f-o-c", "gates", "Return them in the order i, f, candidate, o.", _gates_returned_i_f_o_c),
    Mistake("activations-missing", "gates", "The sums still have to go through their activations.", _gates_before_activation),
    *(Mistake(name, "lstm_step", hint, cell.step) for name, (hint, cell) in (IN_THE_GATES | IN_THE_STEP).items()),
    Mistake("returns-c-h", "lstm_step", "Return h first, then c.", _step_returns_c_h),
    Mistake("states-exchanged", "lstm_step", "Which of the two states do the gates read?", _step_exchanges_states),
    *(Mistake(name, "lstm", hint, cell.loop) for name, (hint, cell) in (IN_THE_GATES | IN_THE_STEP).items()),
    *(Mistake(name, "lstm", hint, function) for name, (hint, function) in IN_THE_LOOP.items()),
)
