"""Two mistakes at once in an LSTM, as one of them seldom comes alone: each pair has a hint that speaks of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions.lstm_cell import (
    Array,
    Cell,
    bias_twice,
    coupled,
    inverted,
    old_hard_sigmoid,
    one_added,
    overwritten,
    recurrent_transposed,
    run,
    sigmoid,
    stack_exchanged,
    unsquashed,
    without_bias,
)
from autograder.misconceptions.lstm_loop import pack_c_h, reading, right_loop, starting_from, whole

PAIRED_IN_THE_GATES: dict[str, tuple[str, Cell]] = {
    "gates-i-f-swapped-and-forget-bias-added-again": (
        "The input gate's block comes first, and the bias is used as it is: nothing is added for the forget gate.",
        Cell(order="fico", affine=one_added(0)),
    ),
    "gate-order-i-c-f-o-and-forget-bias-added-again": (
        "These are the block order and the forget bias of TensorFlow 1: Keras has another order, and adds nothing.",
        Cell(order="icfo", affine=one_added(2)),
    ),
    "gate-order-i-f-o-c-and-bias-twice": (
        "Compare two things with Keras: the order of the four blocks, and how many biases there are.",
        Cell(order="ifoc", affine=bias_twice),
    ),
    "gates-i-f-swapped-and-bias-missing": (
        "Check which block belongs to the forget gate, and whether the bias is part of the sums.",
        Cell(order="fico", affine=without_bias),
    ),
    "recurrent-kernel-transposed-and-bias-twice": (
        "Other libraries keep their kernels transposed and have two biases; Keras does neither.",
        Cell(affine=lambda x, h, k, r, b: recurrent_transposed(x, h, k, r, 2 * b)),
    ),
    "kernels-exchanged-in-the-stack-and-bias-missing": (
        "Inputs and kernels are joined in different orders, and the sums still lack a term.",
        Cell(affine=lambda x, h, k, r, b: stack_exchanged(x, h, k, r, 0 * b)),
    ),
    "h-never-fed-back-and-bias-missing": (
        "The sums have three terms: besides the input, what tells a gate about the past, and what shifts it?",
        Cell(affine=lambda x, h, k, r, b: np.asarray(x @ k)),
    ),
    "hard-sigmoid-of-old-keras-and-forget-bias-added-again": (
        "The gates look piecewise linear, and the forget gate's sums too large by one: neither is asked for.",
        Cell(gate=old_hard_sigmoid, affine=one_added(1)),
    ),
    "candidate-without-tanh-and-bias-missing": (
        "The candidate is not squashed yet, and the sums lack their bias.",
        Cell(squash=lambda z: z, affine=without_bias),
    ),
}

PAIRED_IN_THE_STEP: dict[str, tuple[str, Cell]] = {
    "candidate-and-h-without-tanh": (
        "There are two tanh in a step, one for what is stored and one for what is shown: where are yours?",
        Cell(squash=lambda z: z, output=unsquashed),
    ),
    "candidate-through-sigmoid-and-h-without-tanh": (
        "Both the candidate and what is shown may be negative, and both are squashed: which activation does that?",
        Cell(squash=sigmoid, output=unsquashed),
    ),
    "gates-i-f-swapped-and-h-without-tanh": (
        "Check which gate multiplies the old memory, and what happens to the new one before it is shown.",
        Cell(order="fico", output=unsquashed),
    ),
    "forget-bias-added-again-and-h-without-tanh": (
        "The forget gate's bias is used as it is given, and the memory is squashed before it is shown.",
        Cell(affine=one_added(1), output=unsquashed),
    ),
    "forget-gate-inverted-and-h-without-tanh": (
        "A forget gate of 1 keeps everything, and what is shown of the memory is squashed first.",
        Cell(memory=inverted, output=unsquashed),
    ),
    "gates-coupled-and-h-without-output-gate": (
        "Storing, keeping and showing have a gate each: how many does yours use?",
        Cell(memory=coupled, output=lambda o, c, old: np.asarray(np.tanh(c))),
    ),
    "memory-overwritten-and-h-without-tanh": (
        "The new memory starts from the old one, and is squashed before it is shown.",
        Cell(memory=overwritten, output=unsquashed),
    ),
}


def _never(state: Any) -> None:
    return None


def _last_step_missing(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    return reading(lambda all_steps: all_steps[:, :-1] if all_steps.shape[1] > 1 else all_steps)(x, weights, None)


def _with_forget_bias(x: Array, weights: Any, state: Any) -> tuple[Array, Array, Array]:
    return run(Cell(affine=one_added(1)), x, weights, state)


PAIRED_IN_THE_LOOP: dict[str, tuple[str, Callable[..., Any]]] = {
    "initial-state-ignored-and-returns-output-c-h": (
        "Look at both ends of the loop: the state it starts from, and the order output, h, c of what it returns.",
        whole(starting_from(_never), pack_c_h),
    ),
    "initial-states-exchanged-and-returns-output-c-h": (
        "A state is (h, c) in this order where it comes in, and where it goes out.",
        whole(starting_from(lambda state: (state[1], state[0])), pack_c_h),
    ),
    "forget-bias-added-again-and-returns-output-c-h": (
        "The forget gate's bias is used as it is given, and the results come in the order output, h, c.",
        whole(_with_forget_bias, pack_c_h),
    ),
    "gates-i-f-swapped-and-initial-state-ignored": (
        "Check which block belongs to the forget gate, and what state the first timestep starts from.",
        whole(starting_from(_never, Cell(order="fico"))),
    ),
    "h-without-tanh-and-initial-state-ignored": (
        "What is shown of the memory is squashed first, and the first timestep starts from the state that is given.",
        whole(starting_from(_never, Cell(output=unsquashed))),
    ),
    "bias-missing-and-initial-state-ignored": (
        "Two of the things that are given go unread: one in the sums, one before the loop.",
        whole(starting_from(_never, Cell(affine=without_bias))),
    ),
    "last-step-missing-and-initial-state-ignored": (
        "Check both ends of the loop: the state before the first timestep, and which timestep is the last.",
        whole(_last_step_missing),
    ),
    "returns-c-for-the-output-and-c-h": (
        "Output and state are mixed up on the way out: the output is h, and then come h and c.",
        whole(
            right_loop,
            lambda outputs, h, c, sequences, state: pack_c_h(
                outputs if sequences else c[:, None], h, c, sequences, state
            ),
        ),
    ),
}
