"""What the notebook "Thinking about attention" asks: queries, keys and positions to choose, predictions, choices."""

from __future__ import annotations

import numpy as np

from autograder.exercises.model import Exercise, Form, example

_BOOK = "attention_reasoning"
_ONE_OF_FOUR = Form("option", options=("a", "b", "c", "d"))
_SOME_OF_FIVE = Form("options", options=("a", "b", "c", "d", "e"))

LARGEST = 1000.0  # of any number: what needs more rests on rounding
TOKEN_LARGEST = 10.0  # of the numbers of a counting token

# Public, so that `check` can call what looks for one of them: four directions of length 1, none of them close together.
KEYS = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0, 0.8], [0, -0.6, 0.8]], np.float32)
TRIANGLE = np.array([[0, 0], [4, 0], [0, 4]], np.float32)
TARGET = np.array([1, 2], np.float32)

TWO_HEADS = {"queries": (2, 2), "value_kernels": (2, 2, 2)}
LOOK_BACK = {"query": (None, None), "key": (None, None)}

EXERCISES: tuple[Exercise, ...] = (
    Exercise("sum_of_weights", "predict", _BOOK, "Add up all weights", 1, 3, form=Form("integer")),
    Exercise("flat_weight", "predict", _BOOK, "A scale of zero", 1, 3, form=Form("number")),
    Exercise("hard_lookup", "construct", _BOOK, "A dictionary that answers sharply", 1, 8,
             form=Form("function", shape=(3,), example=lambda rng: {"keys": KEYS, "index": 2})),
    Exercise("sharper", "choose", _BOOK, "What makes weights sharper", 2, 5, form=_SOME_OF_FIVE),
    Exercise("holding_margin", "construct", _BOOK, "Nine tenths, however many", 2, 10,
             form=Form("function", shape=(), example=example(keys=10))),
    Exercise("reach_target", "construct", _BOOK, "Reach a point on purpose", 2, 12,
             form=Form("function", shape=(3,), example=lambda rng: {"value": TRIANGLE, "target": TARGET})),
    Exercise("repeated_tokens", "predict", _BOOK, "A B A B A", 2, 4, form=Form("integer")),
    Exercise("counting_token", "construct", _BOOK, "Now let it count", 2, 12, form=Form("array", shape=(3,))),
    Exercise("touched_rows", "predict", _BOOK, "One token changes", 1, 3, form=Form("integer")),
    Exercise("touched_causal", "predict", _BOOK, "One token changes, under a mask", 1, 3, form=Form("integer")),
    Exercise("causal_pairs", "predict", _BOOK, "Who may look at whom", 1, 4, form=Form("integer")),
    Exercise("look_back", "construct", _BOOK, "Look at the one before", 3, 15,
             form=Form("function", fields=LOOK_BACK, example=example(length=4))),
    Exercise("where_order_enters", "choose", _BOOK, "Where order comes in", 2, 6, form=_SOME_OF_FIVE),
    Exercise("two_heads", "construct", _BOOK, "A task for two", 3, 20, form=Form("arrays", fields=TWO_HEADS)),
    Exercise("one_head_limit", "choose", _BOOK, "Why one head is not enough", 2, 5, form=_ONE_OF_FOUR),
    Exercise("more_heads", "predict", _BOOK, "More heads, more weights?", 2, 5, form=Form("integer")),
    Exercise("twice_as_long", "predict", _BOOK, "Twice as long", 1, 3, form=Form("integer")),
    Exercise("unlike_dense", "choose", _BOOK, "What a dense layer does not have", 2, 5, form=_SOME_OF_FIVE),
)  # fmt: skip
