"""What the second dense notebook asks: reasoning about what such a layer assumes, by construction and by prediction."""

from __future__ import annotations

import numpy as np

from autograder.exercises.model import Exercise, Form, example

Fields = dict[str, tuple[int | None, ...]]


def network(inputs: int, outputs: int) -> Fields:
    """The four arrays of a network with one hidden layer of any width."""
    return {
        "hidden_kernel": (inputs, None),
        "hidden_bias": (None,),
        "output_kernel": (None, outputs),
        "output_bias": (outputs,),
    }


# Public: what the visible check calls the functions with. The hidden checks ask for these first.
SIZE, BUMP, PATTERN, LENGTH = 2, (0.0, 1.0), np.array([1.0, 1.0, -1.0]), 8
SAMPLES = np.array([-2.0, -1.0, 1.0, 3.0]), np.array([1.0, -1.0, 0.5, 0.0])

PASS = Form("function", fields=network(SIZE, SIZE), example=example(size=SIZE))
TENT = Form("function", fields=network(1, 1), example=example(place=BUMP[0], width=BUMP[1]))
FITTED = Form("function", fields=network(1, 1), example=example(x=SAMPLES[0], y=SAMPLES[1]))
FOUND = Form("function", fields=network(LENGTH, 1), example=example(pattern=PATTERN, length=LENGTH))
OPTIONS = Form("options", ("a", "b", "c", "d", "e"))
NOTEBOOK = "dense_reasoning"

EXERCISES: tuple[Exercise, ...] = (
    Exercise("predict_corners", "predict", NOTEBOOK, "How many corners?", 1, 3, "corners", form=Form("integer")),
    Exercise("predict_last_slope", "predict", NOTEBOOK, "How steep in the end?", 2, 6, "last_slope",
             form=Form("number")),
    Exercise("predict_threefold", "predict", NOTEBOOK, "Three times the input", 2, 4, "threefold", form=Form("number")),
    Exercise("pass_through", "construct", NOTEBOOK, "Nothing lost in a ReLU layer", 2, 10, form=PASS),
    Exercise("larger", "construct", NOTEBOOK, "The larger of two numbers", 2, 10,
             form=Form("arrays", fields=network(2, 1))),
    Exercise("bump", "construct", NOTEBOOK, "A bump where you want it", 3, 15, form=TENT),
    Exercise("choose_assumed", "choose", NOTEBOOK, "What is assumed after all", 2, 5, "assumed", form=OPTIONS),
    Exercise("predict_orders", "predict", NOTEBOOK, "How often the same function?", 1, 3, "orders",
             form=Form("integer")),
    Exercise("choose_unchanged", "choose", NOTEBOOK, "Other weights, other function?", 2, 6, "unchanged", form=OPTIONS),
    Exercise("deaf", "construct", NOTEBOOK, "Connected, and yet ignored", 3, 15,
             form=Form("arrays", fields=network(3, 1))),
    Exercise("choose_weight", "choose", NOTEBOOK, "What a large weight tells", 2, 4, "weight_tells", form=OPTIONS),
    Exercise("memorise", "construct", NOTEBOOK, "Any labels at all", 3, 15, form=FITTED),
    Exercise("choose_memorised", "choose", NOTEBOOK, "Nothing left to learn?", 2, 5, "memorised", form=OPTIONS),
    Exercise("predict_softmax_total", "predict", NOTEBOOK, "The sum of all probabilities", 1, 2, "softmax_total",
             form=Form("number")),
    Exercise("predict_touched", "predict", NOTEBOOK, "One pixel changes", 2, 5, "touched", form=Form("shape")),
    Exercise("anywhere", "construct", NOTEBOOK, "Once for every place", 3, 20, form=FOUND),
    Exercise("predict_copies", "predict", NOTEBOOK, "The price of every place", 2, 5, "copies", form=Form("integer")),
    Exercise("choose_unseen_place", "choose", NOTEBOOK, "Never seen there", 2, 4, "unseen_place",
             form=Form("option", ("a", "b", "c", "d"))),
)  # fmt: skip
