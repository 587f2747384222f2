"""What the LSTM assignment asks, and the calls on which its stubs are judged.

Axis names: ``batch``, ``steps`` (time), ``features``, ``units``; no two of them are equal in any case. Weights have
Keras' layout: ``kernel (features, 4 * units)``, ``recurrent_kernel (units, 4 * units)``, ``bias (4 * units,)``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import lstm_reasoning
from autograder.exercises.model import Case, Exercise, Form, example

Array = npt.NDArray[Any]
Weights = tuple[Array, Array, Array]


def _normal(rng: np.random.Generator, *shape: int, scale: float = 1.0) -> Array:
    return (scale * rng.standard_normal(shape)).astype(np.float32)


def _weights(rng: np.random.Generator, features: int, units: int) -> Weights:
    """Weights that leave the gates unsaturated, with a bias that no gate shares with another."""
    return (
        _normal(rng, features, 4 * units, scale=0.8),
        _normal(rng, units, 4 * units, scale=0.7),
        _normal(rng, 4 * units, scale=0.6),
    )


def _far(rng: np.random.Generator, units: int) -> Array:
    """What to add to the bias: in each of the four blocks +800 for one unit, -800 for another, 0 for the rest.

    Gates in between tell what gates of 0 and 1 hide: where one is open and the other shut, 1 - i is f. No unit has more
    than two gates far out, so that a sigmoid of sums cut off at 15, right to float32's last digit, is right in the end.
    """
    far, some = np.zeros((4, units), np.float32), rng.permutation(units)[:4]
    for block in range(4):
        far[block, some[[block, block - 1]]] = rng.permutation([800, -800])
    return far.reshape(-1)


def _full(rng: np.random.Generator, c: Array, bias: Array) -> tuple[Array, Array]:
    """A cell state of 12 to 16, of either sign, in two of the units, and a bias that holds it there."""
    units = c.shape[1]
    full = rng.permutation(units)[:2]
    c, bias = c.copy(), bias.copy()
    c[:, full] = rng.uniform(12, 16, (len(c), 2)) * rng.choice([-1, 1], (len(c), 2))
    bias[units + full] += 6
    return c, bias


def _growing(weights: Weights) -> Weights:
    """Let the first unit's memory grow by nearly 1 a step: what cuts c off shows in every sequence, not in some."""
    kernel, recurrent_kernel, bias = weights
    bias = bias.copy()
    bias[[0, len(bias) // 4, len(bias) // 2]] = 5
    return kernel, recurrent_kernel, bias


def _step(rng: np.random.Generator, batch: int, features: int, units: int) -> tuple[Array, ...]:
    kernel, recurrent_kernel, bias = _weights(rng, features, units)
    return (
        _normal(rng, batch, features),
        _normal(rng, batch, units, scale=0.6),
        _normal(rng, batch, units),
        kernel,
        recurrent_kernel,
        bias,
    )


# to_timesteps ---------------------------------------------------------------------------------------------------------


def three_samples_of_pairs(rng: np.random.Generator) -> Case:
    """Three samples of four timesteps with two features."""
    return Case("flat (3, 8), 2 features a timestep", (_normal(rng, 3, 8), 2))


def one_sample_of_triples(rng: np.random.Generator) -> Case:
    """One sample, five timesteps, three features: the batch axis must survive."""
    return Case("flat (1, 15), 3 features a timestep", (_normal(rng, 1, 15), 3))


def single_feature(rng: np.random.Generator) -> Case:
    """One feature a timestep: as many timesteps as columns, and still three axes."""
    return Case("flat (2, 6), 1 feature a timestep", (_normal(rng, 2, 6), 1))


# gates ----------------------------------------------------------------------------------------------------------------


def gates_of_five_units(rng: np.random.Generator) -> Case:
    """The plain case: a random hidden state and a random bias."""
    x_t, h, _, *weights = _step(rng, batch=2, features=3, units=5)
    return Case("x_t (2, 3), h (2, 5), 5 units", (x_t, h, *weights))


def gates_wider_input(rng: np.random.Generator) -> Case:
    """More features than units, and a single sample: the batch axis must survive."""
    x_t, h, _, *weights = _step(rng, batch=1, features=7, units=3)
    return Case("x_t (1, 7), h (1, 3), 3 units", (x_t, h, *weights))


def gates_far_open_and_shut(rng: np.random.Generator) -> Case:
    """Logits near +800 and -800: such gates are 1 and 0, and a naive exponential overflows. Others are in between."""
    x_t, h, _, kernel, recurrent_kernel, bias = _step(rng, batch=3, features=2, units=5)
    args = (x_t, h, kernel, recurrent_kernel, bias + _far(rng, 5))
    return Case("x_t (3, 2), h (3, 5), some biases near +800 and -800", args)


# lstm_step ------------------------------------------------------------------------------------------------------------


def step_of_five_units(rng: np.random.Generator) -> Case:
    """The plain case: a random state and a random bias."""
    return Case("x_t (2, 3), h and c (2, 5), 5 units", _step(rng, batch=2, features=3, units=5))


def step_wider_input(rng: np.random.Generator) -> Case:
    """More features than units, and a single sample: the batch axis must survive."""
    return Case("x_t (1, 7), h and c (1, 3), 3 units", _step(rng, batch=1, features=7, units=3))


def step_from_a_full_cell(rng: np.random.Generator) -> Case:
    """A cell state far outside (-1, 1), as a long memory has it: h lies within (-1, 1), and nothing cuts c off."""
    x_t, h, c, kernel, recurrent_kernel, bias = _step(rng, batch=3, features=2, units=4)
    c, bias = _full(rng, 2 * c, bias)
    return Case("x_t (3, 2), h and c (3, 4), |c| up to 16", (x_t, h, c, kernel, recurrent_kernel, bias))


def step_far_open_and_shut(rng: np.random.Generator) -> Case:
    """Gates at 0 and 1 through logits near +800 and -800, others in between."""
    x_t, h, c, kernel, recurrent_kernel, bias = _step(rng, batch=3, features=2, units=5)
    args = (x_t, h, c, kernel, recurrent_kernel, bias + _far(rng, 5))
    return Case("x_t (3, 2), h and c (3, 5), some biases near +800 and -800", args)


# lstm -----------------------------------------------------------------------------------------------------------------


def last_output(rng: np.random.Generator) -> Case:
    """Only the last output, from a zero state."""
    return Case("x (2, 4, 3), 5 units", (_normal(rng, 2, 4, 3), *_growing(_weights(rng, 3, 5))))


def every_output(rng: np.random.Generator) -> Case:
    """The output of every timestep, from a zero state."""
    args = (_normal(rng, 2, 4, 3), *_growing(_weights(rng, 3, 5)))
    return Case("x (2, 4, 3), 5 units, return_sequences", args, {"return_sequences": True})


def last_output_and_state(rng: np.random.Generator) -> Case:
    """The last output with h and c; six samples, so that an array alone cannot pass for three results."""
    args = (_normal(rng, 6, 5, 2), *_growing(_weights(rng, 2, 4)))
    return Case("x (6, 5, 2), 4 units, return_state", args, {"return_state": True})


def from_an_initial_state(rng: np.random.Generator) -> Case:
    """A random initial state (h, c), last output."""
    state = (_normal(rng, 2, 5, scale=0.6), _normal(rng, 2, 5, scale=0.3))
    args = (_normal(rng, 2, 4, 3), *_growing(_weights(rng, 3, 5)), state)
    return Case("x (2, 4, 3), 5 units, initial_state (h, c)", args)


def everything_at_once(rng: np.random.Generator) -> Case:
    """An initial state whose memory is full in two of the units, every output, and the final state."""
    kernel, recurrent_kernel, bias = _weights(rng, 3, 5)
    c, bias = _full(rng, _normal(rng, 2, 5), bias)
    return Case(
        "x (2, 4, 3), 5 units, initial_state with |c| up to 16, return_sequences, return_state",
        (_normal(rng, 2, 4, 3), kernel, recurrent_kernel, bias),
        {"initial_state": (_normal(rng, 2, 5, scale=0.6), c), "return_sequences": True, "return_state": True},
    )


def long_sequence(rng: np.random.Generator) -> Case:
    """A single sample, nineteen steps, more features than units: errors that grow with time show here.

    One timestep holds nothing but zeros, and is a timestep all the same.
    """
    x = _normal(rng, 1, 19, 6)
    x[:, rng.integers(5, 15)] = 0
    return Case(
        "x (1, 19, 6), 3 units, return_sequences, return_state",
        (x, *_growing(_weights(rng, 6, 3))),
        {"return_sequences": True, "return_state": True},
    )


def single_timestep(rng: np.random.Generator) -> Case:
    """One timestep from a random state: the sequence output keeps its time axis."""
    state = (_normal(rng, 3, 4, scale=0.6), _normal(rng, 3, 4, scale=0.4))
    return Case(
        "x (3, 1, 2), 4 units, initial_state, return_sequences",
        (_normal(rng, 3, 1, 2), *_weights(rng, 2, 4)),
        {"initial_state": state, "return_sequences": True},
    )


def far_open_and_shut(rng: np.random.Generator) -> Case:
    """Three timesteps with gates at 0 and 1 through logits near +800 and -800, others in between."""
    kernel, recurrent_kernel, bias = _weights(rng, 2, 4)
    args = (_normal(rng, 6, 3, 2), kernel, recurrent_kernel, bias + _far(rng, 4))
    label = "x (6, 3, 2), 4 units, return_sequences, return_state, some biases near +800 and -800"
    return Case(label, args, {"return_sequences": True, "return_state": True})


# the exercises --------------------------------------------------------------------------------------------------------

# The LSTM of the exercise "Two pasts, one memory": features are (value, delete), two units. Public: the notebook prints
# it. A value is taken in on every step, memory is kept (forget bias 6) unless the delete flag pulls the gate shut.
FORGETFUL_KERNEL = np.array(
    [[1.0, -0.5, 0.0, 0.0, 1.5, -1.0, 0.5, 0.0], [0.0, 0.0, -20.0, -20.0, 0.0, 0.0, 0.0, 0.0]], dtype=np.float32
)
FORGETFUL_RECURRENT_KERNEL = np.array(
    [[0.5, 0.0, 0.0, 0.2, 0.3, -0.2, 0.0, 0.1], [-0.3, 0.4, 0.1, 0.0, 0.2, 0.5, 0.3, 0.0]], dtype=np.float32
)
FORGETFUL_BIAS = np.array([0.0, 0.5, 6.0, 6.0, 0.0, 0.0, 1.0, 1.0], dtype=np.float32)

LETTERS = ("a", "b", "c", "d", "e", "f")
LATCH = {"kernel": (2, 4), "recurrent_kernel": (1, 4), "bias": (4,)}
ORDER_MATTERS = {"one": (5, 2), "other": (5, 2)}
ORDER_BLIND = {"kernel": (2, 12), "recurrent_kernel": (3, 12), "bias": (12,)}
TWO_PASTS = {"one": (8, 2), "other": (8, 2)}

EXERCISES: tuple[Exercise, ...] = (
    Exercise("timesteps_shape", "predict", "lstm", "The shape of a week", 1, 3, form=Form("shape")),
    Exercise("to_timesteps", "stub", "lstm", "From flat to timesteps", 1, 5,
             cases=(three_samples_of_pairs, one_sample_of_triples, single_feature)),
    Exercise("database", "choose", "lstm", "DELETE, POST, GET", 1, 4, form=Form("options", LETTERS)),
    Exercise("gates", "stub", "lstm", "Three gates and a candidate", 2, 15,
             cases=(gates_of_five_units, gates_wider_input, gates_far_open_and_shut)),
    Exercise("lstm_step", "stub", "lstm", "One timestep", 2, 12,
             cases=(step_of_five_units, step_wider_input, step_from_a_full_cell, step_far_open_and_shut)),
    Exercise("percent_left", "predict", "lstm", "What is left after ten steps", 1, 4, form=Form("integer")),
    Exercise("changed_outputs", "predict", "lstm", "A change in the middle", 1, 3, form=Form("integer")),
    Exercise("equal_outputs", "choose", "lstm", "Which of these are equal?", 2, 5, form=Form("options", LETTERS[:5])),
    Exercise("lstm", "stub", "lstm", "The loop over time", 3, 20,
             cases=(last_output, every_output, last_output_and_state, from_an_initial_state, everything_at_once,
                    long_sequence, single_timestep, far_open_and_shut)),
    Exercise("forget_bias", "construct", "lstm", "Remember for a thousand steps", 2, 10,
             form=Form("function", shape=(), example=example(half_life=100))),
    Exercise("latch", "construct", "lstm", "A latch", 3, 15, form=Form("arrays", fields=LATCH)),
    Exercise("order_matters", "construct", "lstm", "Same steps, other order", 2, 6,
             form=Form("arrays", fields=ORDER_MATTERS)),
    Exercise("order_blind", "construct", "lstm", "Blind to order", 3, 15, form=Form("arrays", fields=ORDER_BLIND)),
    Exercise("two_pasts", "construct", "lstm", "Two pasts, one memory", 2, 10,
             form=Form("arrays", fields=TWO_PASTS)),
    Exercise("against_lstm", "choose", "lstm", "What attention does away with", 2, 5,
             form=Form("options", LETTERS[:5])),
    Exercise("explain_editions", "explain", "lstm", "Two editions, two answers", 2, 12),
    Exercise("explain_full_memory", "explain", "lstm", "A memory that never lets go", 2, 8),
    Exercise("explain_last_state", "explain", "lstm", "Fifty words in one state", 2, 8),
    Exercise("weights_of_lstm", "predict", "lstm_keras", "Count the weights", 1, 4, form=Form("integer")),
    Exercise("fresh_bias", "choose", "lstm_keras", "The bias of a fresh layer", 1, 3, form=Form("option", LETTERS[:4])),
    Exercise("build_last", "keras", "lstm_keras", "Only the last output", 1, 6,
             form=Form("model", fields={"input": (None, 3, 32), "output": (None, 2)})),
    Exercise("build_every", "keras", "lstm_keras", "An answer at every timestep", 1, 5,
             form=Form("model", fields={"input": (None, 3, 32), "output": (None, 3, 2)})),
    Exercise("build_states", "keras", "lstm_keras", "Output, h and c", 2, 8,
             form=Form("model", fields={"input": (None, 3, 32)})),
    Exercise("build_translator", "keras", "lstm_keras", "From one sequence to another", 3, 15, form=Form("model")),
    Exercise("helps_training", "choose", "lstm_keras", "Training without explosions", 2, 4,
             form=Form("options", LETTERS[:5])),
    *lstm_reasoning.EXERCISES,
)  # fmt: skip

# What the notebook builds a stub from: a wrong helper costs its own points only.
HELPERS = {"lstm_step": ("gates",), "lstm": ("gates", "lstm_step")}
