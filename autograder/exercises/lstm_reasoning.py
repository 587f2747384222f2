"""What the notebook "Thinking about memory" asks: weights to set by hand, predictions and choices about an LSTM."""

from __future__ import annotations

from autograder.exercises.model import Exercise, Form, example

_BOOK = "lstm_reasoning"
_ONE_OF_FOUR = Form("option", options=("a", "b", "c", "d"))
_SOME_OF_FIVE = Form("options", options=("a", "b", "c", "d", "e"))

LARGEST = 1000.0  # of any weight: what needs more rests on rounding

TWO_RECORDS = {"kernel": (2, 8), "recurrent_kernel": (2, 8), "bias": (8,)}
COUNTING_CELL = {"kernel": (1, 4), "recurrent_kernel": (1, 4), "bias": (4,)}
ON_REQUEST = {"kernel": (2, 4), "recurrent_kernel": (1, 4), "bias": (4,)}
PARITY_BIT = {"kernel": (1, 4), "recurrent_kernel": (1, 4), "bias": (4,)}
DELAY_LINE = {"kernel": (1, None), "recurrent_kernel": (None, None), "bias": (None,)}

EXERCISES: tuple[Exercise, ...] = (
    Exercise("steps_to_half", "predict", _BOOK, "A leaky gate", 1, 4, form=Form("integer")),
    Exercise("two_records", "construct", _BOOK, "Two records, one DELETE", 1, 10,
             form=Form("arrays", fields=TWO_RECORDS)),
    Exercise("bounded_memory", "predict", _BOOK, "How much fits into a record", 2, 4, form=Form("integer")),
    Exercise("counting_cell", "construct", _BOOK, "A cell that counts", 2, 10,
             form=Form("arrays", fields=COUNTING_CELL)),
    Exercise("saturated_counter", "predict", _BOOK, "What the output shows of a count", 2, 5, form=Form("integer")),
    Exercise("on_request", "construct", _BOOK, "Silent until asked", 2, 12, form=Form("arrays", fields=ON_REQUEST)),
    Exercise("why_long_memory", "choose", _BOOK, "Why a memory lasts", 2, 5, form=_SOME_OF_FIVE),
    Exercise("silent_input", "predict", _BOOK, "A hundred zeros", 1, 3, form=Form("number")),
    Exercise("stuck_gate", "choose", _BOOK, "A forget gate that never opens", 2, 4, form=_ONE_OF_FOUR),
    Exercise("delay_line", "construct", _BOOK, "A delay", 3, 20,
             form=Form("function", fields=DELAY_LINE, example=example(steps=2))),
    Exercise("stacked_shape", "predict", _BOOK, "Two layers, one shape", 1, 3, form=Form("shape")),
    Exercise("both_directions", "predict", _BOOK, "Reading from both ends", 2, 4, form=Form("integer")),
    Exercise("parity_bit", "construct", _BOOK, "Odd or even", 3, 20, form=Form("arrays", fields=PARITY_BIT)),
    Exercise("longer_sequences", "predict", _BOOK, "Ten times as long", 1, 2, form=Form("integer")),
    Exercise("twin_orders", "predict", _BOOK, "The same layer, written otherwise", 2, 4, form=Form("integer")),
    Exercise("shuffle_proof", "choose", _BOOK, "Who notices a shuffle?", 2, 6, form=_SOME_OF_FIVE),
    Exercise("fits_the_bias", "choose", _BOOK, "Where the assumption fits", 2, 5, form=_SOME_OF_FIVE),
)  # fmt: skip
