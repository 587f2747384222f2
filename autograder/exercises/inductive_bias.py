"""The assignment on inductive bias: probes of black boxes, `identify`, and questions over all four layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercises import inductive_bias_measured
from autograder.exercises.model import ExampleMaker, Exercise, Form

#: The families that `identify` tells apart, and what a student reads for them.
FAMILIES: Mapping[str, str] = {
    "dense": "a dense layer on the last axis",
    "dense_flat": "a dense layer on the flattened input",
    "conv2d": "a convolution",
    "lstm": "an LSTM",
    "attention": "self-attention",
    "pooling": "pooling",
    "layer_norm": "layer normalisation",
}


def _on_tanh(input_shape: tuple[int, ...]) -> ExampleMaker:
    """Make the example call of a probe: the layer is the hyperbolic tangent of every number by itself."""

    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        return {"layer": np.tanh, "input_shape": input_shape}

    return draw


def _probe(name: str, title: str, difficulty: int, minutes: int, input_shape: tuple[int, ...] = (5, 3),
           shape: tuple[int | None, ...] = ()) -> Exercise:  # fmt: skip
    form = Form("function", shape=shape, example=_on_tanh(input_shape))
    return Exercise(name, "construct", "inductive_bias", title, difficulty, minutes, form=form)


def _predict(name: str, title: str, difficulty: int, minutes: int, form: Form | None = None) -> Exercise:
    return Exercise(name, "predict", "inductive_bias", title, difficulty, minutes, form=form or Form("integer"))


def _choose(name: str, title: str, difficulty: int, minutes: int, options: str, several: bool = False) -> Exercise:
    form = Form("options" if several else "option", options=tuple(options))
    return Exercise(name, "choose", "inductive_bias", title, difficulty, minutes, form=form)


IDENTIFY = Form("function", options=tuple(FAMILIES), example=_on_tanh((5, 3)))

EXERCISES = (
    _choose("which_bias", "What each layer takes for granted", 1, 5, "abcde", several=True),
    _choose("outside_networks", "Outside neural networks", 1, 4, "abcd", several=True),
    _choose("bias_costs", "What an assumption costs", 2, 6, "abcde", several=True),
    _predict("pixel_reach", "One pixel, one filter", 1, 3),
    _predict("image_dense_reach", "One pixel, a dense layer", 2, 3),
    _predict("lstm_reach", "One step, an LSTM", 1, 3),
    _predict("causal_sees", "One output, causal attention", 2, 3),
    _probe("is_additive", "Is it additive?", 1, 10),
    _probe("inputs_seen", "What does one output see?", 2, 15, shape=(5,)),
    _predict("strided_field", "Strides, then dilation", 2, 5),
    _predict("layers_to_reach", "How deep to see it all?", 2, 5),
    _probe("shift_step", "Does the output move along?", 3, 20, input_shape=(9, 8, 2), shape=(2,)),
    _choose("moved_and_pooled", "Move it, then pool it", 1, 4, "abcd"),
    _choose("fixed_shuffle", "The same shuffle for every image", 2, 5, "abcd"),
    _probe("is_permutation_equivariant", "Does shuffling in shuffle out?", 1, 8),
    _probe("is_causal", "Does it look ahead?", 2, 12),
    _probe("is_order_sensitive", "Does order matter?", 2, 15),
    _choose("two_alike", "Two that look alike", 2, 5, "abcd"),
    _choose("sense_of_order", "A sense of order", 2, 5, "abcde", several=True),
    _predict("budget_sum", "All weights together", 2, 4),
    _probe("has_budget", "Is there a budget?", 3, 15),
    _predict("tied_matrix", "A convolution as a matrix", 2, 5),
    _predict("growth_factors", "Twice as high, twice as wide", 2, 4, Form("shape")),
    _predict("path_lengths", "How far is the first word?", 1, 3, Form("shape")),
    _choose("one_by_one", "One function, two names", 1, 4, "abcd"),
    Exercise("identify", "construct", "inductive_bias", "Name that layer", 3, 60, form=IDENTIFY),
    _choose("table_columns", "A table of customers", 1, 4, "abcd"),
    Exercise("one_probe_is_not_enough", "explain", "inductive_bias", "One probe is not enough", 2, 10),
    Exercise("bias_of_your_own", "explain", "inductive_bias", "Data of your own", 2, 10),
    *inductive_bias_measured.EXERCISES,
)  # fmt: skip
