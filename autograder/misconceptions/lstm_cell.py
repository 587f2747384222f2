"""An LSTM cell in exchangeable parts, and the cells in which one part is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Affine = Callable[[Array, Array, Array, Array, Array], Array]


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z))."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-z)))


def affine(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    """All four sums, (batch, 4 * units)."""
    return np.asarray(x_t @ kernel + h @ recurrent_kernel + bias)


def _memory(i: Array, f: Array, candidate: Array, c: Array) -> Array:
    return np.asarray(f * c + i * candidate)


def _output(o: Array, c: Array, old: Array) -> Array:
    return np.asarray(o * np.tanh(c))


@dataclass(frozen=True)
class Cell:
    """An LSTM cell in exchangeable parts; the defaults are right.

    ``order`` says which part each of the four blocks of columns is taken for.
    """

    order: str = "ifco"
    affine: Affine = affine
    gate: Callable[[Array], Array] = sigmoid
    squash: Callable[[Array], Array] = np.tanh
    memory: Callable[[Array, Array, Array, Array], Array] = _memory
    output: Callable[[Array, Array, Array], Array] = _output

    def gates(self, x_t: Array, h: Array, *weights: Array) -> tuple[Array, ...]:
        """(i, f, candidate, o)."""
        sums = self.affine(x_t, h, *weights)
        sums = sums.reshape(*sums.shape[:-1], 4, sums.shape[-1] // 4)
        block = {part: sums[..., k, :] for k, part in enumerate(self.order)}
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


def stack_exchanged(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    """The sums of [h, x] with kernels stacked for [x, h]."""
    return np.asarray(np.concatenate([h, x_t], axis=-1) @ np.concatenate([kernel, recurrent_kernel], axis=0) + bias)


def recurrent_transposed(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    """The sums with each block of the recurrent kernel transposed."""
    blocks = [block.T for block in np.split(recurrent_kernel, 4, axis=-1)]
    return affine(x_t, h, kernel, np.concatenate(blocks, axis=-1), bias)


def one_added(block: int) -> Affine:
    """The sums with a one besides in a block of columns."""

    def with_one(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
        one = np.repeat(np.eye(4)[block], bias.size // 4)
        return affine(x_t, h, kernel, recurrent_kernel, bias + one)

    return with_one


def without_bias(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    """The sums of inputs and state alone."""
    return np.asarray(x_t @ kernel + h @ recurrent_kernel)


def bias_twice(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    """The sums with a bias for the inputs and one for the state."""
    return affine(x_t, h, kernel, recurrent_kernel, 2 * bias)


def _candidate_without_h(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    blocks = np.split(recurrent_kernel, 4, axis=-1)
    blocks[2] = 0 * blocks[2]
    return affine(x_t, h, kernel, np.concatenate(blocks, axis=-1), bias)


def _columns_interleaved(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> Array:
    z = affine(x_t, h, kernel, recurrent_kernel, bias)
    return np.concatenate([z[..., k::4] for k in range(4)], axis=-1)


def old_hard_sigmoid(z: Array) -> Array:
    """The gates' default in Keras 1 and 2."""
    return np.asarray(np.clip(0.2 * z + 0.5, 0, 1))


def _switch(z: Array) -> Array:
    return np.asarray(z > 0, np.float32)


def _naive_sigmoid(z: Array) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(np.exp(z) / (1 + np.exp(z)))


def _unbracketed_sigmoid(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(1 / 1 + np.exp(-z))


KEPT = "The forget gate multiplies the old memory, the input gate the candidate; the input gate's block comes first."
ORDER = "The four blocks of columns stand in Keras' order: input, forget, candidate, output. Other libraries differ."
FED_BACK = "The h of the step before enters the sums of the next, with weights of its own: where does it in yours?"
IN_THE_GATES: dict[str, tuple[str, Cell]] = {
    "gates-i-f-swapped": (KEPT, Cell(order="fico")),
    "gate-order-i-f-o-c": (ORDER, Cell(order="ifoc")),
    "gate-order-i-c-f-o": (ORDER, Cell(order="icfo")),
    "gate-order-c-f-o-i": (ORDER, Cell(order="cfoi")),
    "gate-order-o-f-i-c": (ORDER, Cell(order="ofic")),
    "gate-order-i-o-f-c": (ORDER, Cell(order="iofc")),
    "gate-order-f-i-o-c": (ORDER, Cell(order="fioc")),
    "gate-order-reversed": (ORDER, Cell(order="ocfi")),
    "hard-sigmoid": (
        "The gates look like a piecewise linear sigmoid; the smooth one is meant.",
        Cell(gate=lambda z: np.clip(z / 6 + 0.5, 0, 1)),
    ),
    "hard-sigmoid-of-old-keras": (
        "The gates look like a piecewise linear sigmoid; the smooth one is meant.",
        Cell(gate=old_hard_sigmoid),
    ),
    "gates-as-switches": ("A gate is a share between 0 and 1, not a switch.", Cell(gate=_switch)),
    "sigmoid-without-brackets": (
        "Check the brackets of your sigmoid: 1/(1 + e) is not 1/1 + e.",
        Cell(gate=_unbracketed_sigmoid),
    ),
    "sigmoid-overflows": ("For large sums your sigmoid divides infinity by infinity.", Cell(gate=_naive_sigmoid)),
    "candidate-through-sigmoid": (
        "The candidate may be negative: which activation has negative values?",
        Cell(squash=sigmoid),
    ),
    "candidate-through-relu": (
        "The candidate may be negative: which activation has negative values?",
        Cell(squash=lambda z: np.maximum(z, 0)),
    ),
    "candidate-without-h": (
        "The candidate reads h as well, through a block of the recurrent kernel that is its own.",
        Cell(affine=_candidate_without_h),
    ),
    "candidate-without-tanh": ("The candidate is squashed into (-1, 1).", Cell(squash=lambda z: z)),
    "gates-through-tanh": ("A gate is a share between 0 and 1: which activation gives that?", Cell(gate=np.tanh)),
    "sigmoid-and-tanh-exchanged": (
        "Gates are shares between 0 and 1, the candidate is a value of either sign.",
        Cell(gate=np.tanh, squash=sigmoid),
    ),
    "kernels-exchanged-in-the-stack": (
        "The parts are joined in one order and the kernels in the other; the shapes fit by accident.",
        Cell(affine=stack_exchanged),
    ),
    "recurrent-kernel-transposed": (
        "Each block of the recurrent kernel is square, so a transposed one raises no error.",
        Cell(affine=recurrent_transposed),
    ),
    "h-never-fed-back": (
        FED_BACK,
        Cell(affine=lambda x, h, k, r, b: np.asarray(x @ k + b)),
    ),
    "input-never-read": ("Where does the input enter?", Cell(affine=lambda x, h, k, r, b: np.asarray(h @ r + b))),
    "bias-missing": ("Is the bias part of the sum?", Cell(affine=without_bias)),
    "bias-twice": (
        "Keras has one bias for input and state together.",
        Cell(affine=bias_twice),
    ),
    "forget-bias-added-again": (
        "The bias you are given is used as it is; a one for the forget gate is part of Keras' initial values only.",
        Cell(affine=one_added(1)),
    ),
    "columns-interleaved": (
        "The four parts are blocks of neighbouring columns, not every fourth column.",
        Cell(affine=_columns_interleaved),
    ),
}

# Flaws of the step ----------------------------------------------------------------------------------------------------


def unsquashed(o: Array, c: Array, old: Array) -> Array:
    """What is shown, without tanh."""
    return np.asarray(o * c)


def coupled(i: Array, f: Array, candidate: Array, c: Array) -> Array:
    """The new memory, with what the forget gate leaves for the input gate."""
    return np.asarray(f * c + (1 - f) * candidate)


def inverted(i: Array, f: Array, candidate: Array, c: Array) -> Array:
    """The new memory, with a forget gate that deletes."""
    return np.asarray((1 - f) * c + i * candidate)


def overwritten(i: Array, f: Array, candidate: Array, c: Array) -> Array:
    """The new memory, without the old one."""
    return np.asarray(i * candidate)


COUPLED = "Keeping and storing have a gate each; one is not what the other leaves."
INVERTED = "A forget gate of 1 keeps everything, whatever its name suggests."
LOST = "The old memory is lost: what does each new one start from?"
IN_THE_STEP: dict[str, tuple[str, Cell]] = {
    "h-without-tanh": ("What is shown of the memory is squashed first.", Cell(output=unsquashed)),
    "h-through-a-clip": (
        "A clip at -1 and 1 is not the tanh: what is shown of the memory bends smoothly.",
        Cell(output=lambda o, c, old: np.asarray(o * np.clip(c, -1, 1))),
    ),
    "h-through-sigmoid": (
        "What is shown of the memory may be negative: which activation squashes it?",
        Cell(output=lambda o, c, old: o * sigmoid(c)),
    ),
    "memory-clipped": (
        "The memory has no limits: only what is shown of it lies between -1 and 1.",
        Cell(memory=lambda i, f, g, c: np.clip(f * c + i * g, -5, 5)),
    ),
    "tanh-after-the-output-gate": (
        "The memory is squashed before the gate, not after it.",
        Cell(output=lambda o, c, old: np.asarray(np.tanh(o * c))),
    ),
    "h-from-the-old-memory": (
        "What is shown is the new memory, not the old one.",
        Cell(output=lambda o, c, old: np.asarray(o * np.tanh(old))),
    ),
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
        INVERTED,
        Cell(memory=inverted),
    ),
    "input-gate-unused": (
        "The whole candidate is stored: which gate decides how much of it?",
        Cell(memory=lambda i, f, g, c: f * c + g),
    ),
    "forget-gate-unused": (
        "The whole old memory is kept: which gate decides how much of it?",
        Cell(memory=lambda i, f, g, c: c + i * g),
    ),
    "gates-coupled": (
        COUPLED,
        Cell(memory=coupled),
    ),
    "gates-coupled-to-the-input-gate": (COUPLED, Cell(memory=lambda i, f, g, c: (1 - i) * c + i * g)),
    "memory-overwritten": (
        LOST,
        Cell(memory=overwritten),
    ),
    "gates-on-the-sum": (
        "Each part has its gate before they are added.",
        Cell(memory=lambda i, f, g, c: f * (c + i * g)),
    ),
}
