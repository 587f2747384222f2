"""What is asked about inductive bias as a measurement: a hypothesis first, then four networks on four data sets."""

from __future__ import annotations

from autograder.exercises.model import Exercise, Form

NOTEBOOK = "inductive_bias_measured"
NETWORKS = ("dense", "convolution", "LSTM", "attention")
DATA_SETS = ("table", "patterns", "memory", "look-up")
EXAMPLES = (40, 400, 4000)
BUDGET = 2340
BUDGET_SLACK = 0.02

_MODEL = Form("model", fields={"input": (None, 16, 12), "output": (None, 4)})
_LETTERS = ("a", "b", "c", "d")

EXERCISES: tuple[Exercise, ...] = (
    Exercise("budget_dense", "keras", NOTEBOOK, "Every connection", 1, 5, form=_MODEL),
    Exercise("budget_convolution", "keras", NOTEBOOK, "Local patterns, anywhere", 2, 8, form=_MODEL),
    Exercise("budget_lstm", "keras", NOTEBOOK, "A memory", 1, 6, form=_MODEL),
    Exercise("budget_attention", "keras", NOTEBOOK, "The last row asks", 3, 12, form=_MODEL),
    Exercise("predicted_ranks", "predict", NOTEBOOK, "Your hypothesis", 2, 8, form=Form("array", shape=(4, 4))),
    Exercise("pictures_needed", "choose", NOTEBOOK, "How many pictures?", 2, 3, form=Form("option", _LETTERS)),
    Exercise("measured_table", "construct", NOTEBOOK, "The measurement", 1, 4, form=Form("array", shape=(4, 4))),
    Exercise("ranks_held", "predict", NOTEBOOK, "Hypothesis and measurement", 1, 4, form=Form("integer")),
    Exercise("first_somewhere", "choose", NOTEBOOK, "Who came first?", 1, 2, form=Form("options", _LETTERS)),
    Exercise("widest_spread", "choose", NOTEBOOK, "Where the choice matters most", 1, 3, form=Form("option", _LETTERS)),
    Exercise("price_of_one", "predict", NOTEBOOK, "One network for everything", 2, 6, form=Form("number")),
    Exercise("measured_curve", "construct", NOTEBOOK, "Fewer examples", 1, 3, form=Form("array", shape=(3, 4))),
    Exercise("head_start", "predict", NOTEBOOK, "A head start", 1, 3, form=Form("number")),
    Exercise("what_it_shows", "choose", NOTEBOOK, "What has been shown", 2, 5, form=Form("options", (*_LETTERS, "e"))),
    Exercise("where_it_failed", "explain", NOTEBOOK, "Where it failed, and why", 3, 12, own=True),
)
