"""What is predicted and chosen: found once more by computing, and likely wrong answers get their hints."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from autograder.references.lstm import EXACT

from .answer_bank import verdicts
from .bench import LSTM

RIGHT = {
    "steps_to_half": 7,
    "bounded_memory": 5,
    "saturated_counter": 3,
    "silent_input": 0,
    "stacked_shape": (4, 7),
    "both_directions": 12,
    "longer_sequences": 0,
    "twin_orders": 6,
    "why_long_memory": {"b", "e"},
    "stuck_gate": "b",
    "shuffle_proof": {"a", "d"},
    "fits_the_bias": {"b", "d"},
}
NOT_RIGHT = {
    "steps_to_half": [6, 5, 10, 7.5, "7", True],
    "bounded_memory": [1, 4, 6, math.inf],
    "saturated_counter": [2, 4, 100],
    "silent_input": [0.5, 1, False],
    "stacked_shape": [(4, 12, 7), (4, 5), 28, (7, 4)],
    "both_directions": [7, 6, 13, 1],
    "longer_sequences": [10, 90, 900],
    "twin_orders": [3, 12, 24, 1],
    "why_long_memory": [{"b"}, {"a", "b", "e"}, set("abcde"), {"c"}],
    "stuck_gate": ["a", "c", "d", {"a", "b"}],
    "shuffle_proof": [{"a"}, {"a", "c", "d"}, set("abcde"), {"b"}],
    "fits_the_bias": [{"b"}, {"a"}, set("abcde"), "bd"],
}


@pytest.mark.parametrize("question", RIGHT)
def test_questions_accept_what_is_right_and_nothing_else(question):
    assert all(verdict.passed for verdict in verdicts("lstm", question, RIGHT[question]))
    for answer in NOT_RIGHT[question]:
        assert not any(verdict.passed for verdict in verdicts("lstm", question, answer)), answer


# what is predicted is what LSTMs do -----------------------------------------------------------------------------------


def random_layer(rng, features=2, units=3):
    return [rng.normal(size=shape) for shape in ((features, 4 * units), (units, 4 * units), (4 * units,))]


def outputs(x, layer, **options):
    return EXACT["lstm"](x, *layer, **options).value


def test_the_predicted_numbers_are_those_of_formulas():
    assert [0.9**n < 0.5 for n in (6, 7)] == [False, True]
    assert [math.tanh(n + 1) - math.tanh(n) < 0.01 for n in (2, 3)] == [False, True]
    wide_open = [np.zeros((2, 12)), np.zeros((3, 12)), np.full(12, 30.0)]
    assert np.allclose(outputs(np.zeros((1, 5, 2)), wide_open, return_state=True)[2], RIGHT["bounded_memory"])


def test_silence_stays_silent_without_biases():
    kernel, recurrent_kernel, bias = random_layer(LSTM.generator(0))
    assert np.abs(outputs(np.zeros((1, 100, 2)), [kernel, recurrent_kernel, 0 * bias])).max() == RIGHT["silent_input"]


def test_a_change_reaches_every_row_when_read_from_both_ends():
    rng = LSTM.generator(1)
    x, forward, backward = rng.normal(size=(1, 12, 2)), random_layer(rng), random_layer(rng)
    other = x.copy()
    other[0, 5] += 1

    def both(x):
        back = outputs(x[:, ::-1], backward, return_sequences=True)[:, ::-1]
        return np.concatenate([outputs(x, forward, return_sequences=True), back], axis=-1)

    assert np.any(both(x) != both(other), axis=-1).sum() == RIGHT["both_directions"]


def test_a_layer_can_be_written_in_as_many_orders_as_its_units_have():
    rng = LSTM.generator(2)
    x, (kernel, recurrent_kernel, bias) = rng.normal(size=(4, 6, 2)), random_layer(rng)
    written = set()
    for order in itertools.permutations(range(3)):
        columns = np.concatenate([np.array(order) + 3 * block for block in range(4)])
        layer = [kernel[:, columns], recurrent_kernel[np.array(order)][:, columns], bias[columns]]
        assert np.allclose(outputs(x, layer), outputs(x, [kernel, recurrent_kernel, bias])[:, order])
        written.add(layer[2].tobytes())
    assert len(written) == RIGHT["twin_orders"]


def test_a_mean_of_outputs_notices_a_shuffle():
    rng = LSTM.generator(3)
    x, layer = rng.normal(size=(1, 6, 2)), random_layer(rng)
    means = [outputs(each, layer, return_sequences=True).mean(axis=1) for each in (x, x[:, ::-1])]
    assert np.abs(means[0] - means[1]).max() > 1e-3


def test_a_shut_forget_gate_leaves_a_path_for_the_past():
    rng = LSTM.generator(4)
    x, (kernel, recurrent_kernel, bias) = rng.normal(size=(1, 6, 2)), random_layer(rng)
    bias[3:6], kernel[:, 3:6], recurrent_kernel[:, 3:6] = -800, 0, 0
    other = x.copy()
    other[0, 4] += 1
    layer = [kernel, recurrent_kernel, bias]
    assert np.abs(outputs(x, layer) - outputs(other, layer)).max() > 1e-3
