"""Hidden checks of the measurement: four networks, a hypothesis, a table, and what follows from it."""

from __future__ import annotations

from numpy.random import Generator

from autograder.graders import Student, chosen, item
from autograder.graders import measured_networks as built
from autograder.graders import measured_tables as claim


@item("budget_dense")
def test_dense_budget(student: Student) -> None:
    """From (batch, 16, 12) to (batch, 4), with 2,340 parameters give or take 2 %."""
    built.within_budget(student.build("budget_dense"))


@item("budget_dense", weight=2, explanation="192·h + h + h·4 + 4 = 197·h + 4: with h = 12 units that is 2,368.")
def test_dense_outputs(student: Student, rng: Generator) -> None:
    """With random weights the outputs are those of Flatten, Dense with ReLU and Dense with softmax."""
    built.is_dense(student.build("budget_dense"), rng)


@item("budget_convolution")
def test_convolution_budget(student: Student) -> None:
    """From (batch, 16, 12) to (batch, 4), with 2,340 parameters give or take 2 %."""
    built.within_budget(student.build("budget_convolution"))


@item(
    "budget_convolution",
    weight=2,
    explanation="9·f + f + f·4 + 4 = 14·f + 4: between 164 and 170 filters fit. Because only the largest match of each "
    "filter counts, the network knows that a pattern is there, and not where: that is its bias.",
)
def test_convolution_outputs(student: Student, rng: Generator) -> None:
    """With random weights the outputs are those of Conv2D with ReLU, the largest matches and Dense with softmax."""
    built.is_convolution(student.build("budget_convolution"), rng)


@item("budget_lstm")
def test_lstm_budget(student: Student) -> None:
    """From (batch, 16, 12) to (batch, 4), with 2,340 parameters give or take 2 %."""
    built.within_budget(student.build("budget_lstm"))


@item("budget_lstm", weight=2, explanation="4·(12·u + u·u + u) + u·4 + 4: with u = 18 units that is 2,308.")
def test_lstm_outputs(student: Student, rng: Generator) -> None:
    """With random weights the outputs are those of an LSTM's last step and Dense with softmax."""
    built.is_lstm(student.build("budget_lstm"), rng)


@item("budget_attention")
def test_attention_budget(student: Student) -> None:
    """From (batch, 16, 12) to (batch, 4), with 2,340 parameters give or take 2 %."""
    built.within_budget(student.build("budget_attention"))


@item(
    "budget_attention",
    weight=2,
    explanation="3·(12·d + d) + d·4 + 4 = 43·d + 4: with d = 54 that is 2,326; 55 fits as well.",
)
def test_attention_outputs(student: Student, rng: Generator) -> None:
    """With random weights the outputs are those of the last row asking all rows, and Dense with softmax."""
    built.is_attention(student.build("budget_attention"), rng)


@item(
    "predicted_ranks",
    explanation="Marks are for a hypothesis that can fail, not for one that holds: every complete ranking earns them.",
)
def test_hypothesis(student: Student) -> None:
    """A rank from 1 to 4 for every network on every data set."""
    claim.is_hypothesis(student.value("predicted_ranks"))


@item(
    "pictures_needed",
    explanation="Forty pictures are enough: every one of them shows the filters 140 places at once, and a pattern that "
    "is learnt in one place is known in all. The dense network has to meet each pattern in each place.",
)
def test_pictures_needed(student: Student) -> None:
    """How many pictures the convolution needs to beat the dense network's 4,000."""
    feedback = {
        "b": "A filter does not need to see a pattern at every place: its weights are shared by all of them.",
        "c": "With equally many the gap is far wider. What does a picture teach a filter that it does not teach a "
        "dense unit?",
        "d": "That would be so on data where the place of a number matters. Here the pattern may be anywhere.",
    }
    chosen(student.value("pictures_needed"), "a", feedback)


@item("measured_table", explanation="What such a table may hold was derived from the same training with other seeds.")
def test_measured_table(student: Student) -> None:
    """Sixteen accuracies, each within what this measurement gives."""
    claim.is_table(student.value("measured_table"))


@item("ranks_held", explanation="Counted from your own prediction and your own table, whatever they are.")
def test_ranks_held(student: Student) -> None:
    """How many of the sixteen predicted ranks your table confirms."""
    table, predicted = student.value("measured_table"), student.value("predicted_ranks")
    claim.counts_held(student.value("ranks_held"), predicted, table)


@item("first_somewhere", explanation="Read from your own table: the largest number of each row.")
def test_first_somewhere(student: Student) -> None:
    """The networks that came first on at least one data set of your table."""
    claim.came_first(student.value("first_somewhere"), student.value("measured_table"))


@item("widest_spread", explanation="Read from your own table: largest minus smallest number of each row.")
def test_widest_spread(student: Student) -> None:
    """The data set with the largest distance between best and worst network in your table."""
    claim.has_widest_spread(student.value("widest_spread"), student.value("measured_table"))


@item(
    "price_of_one",
    explanation="The mean of the rows' largest numbers, minus the largest mean of a column: what the assumption of one "
    "network costs where another one would have fitted.",
)
def test_price_of_one(student: Student) -> None:
    """What your table says that one network for everything loses on average."""
    claim.is_price(student.value("price_of_one"), student.value("measured_table"))


@item("measured_curve", explanation="The last row is the row `patterns` of the table: the same training.")
def test_measured_curve(student: Student) -> None:
    """Twelve accuracies, each within what this measurement gives."""
    claim.is_curve(student.value("measured_curve"), student.value("measured_table"))


@item(
    "head_start",
    explanation="Read from your own figures. A hundredth of the examples, and still ahead: the assumption does the "
    "work that the other networks leave to the data.",
)
def test_head_start(student: Student) -> None:
    """How far the convolution with 40 pictures is ahead of the others with 4,000 in your figures."""
    claim.is_head_start(student.value("head_start"), student.value("measured_curve"))


@item(
    "what_it_shows",
    explanation="A bias that fits turns few examples into much accuracy (a), and one that does not fit cannot be made "
    "up for by equally many parameters (d). The experiment says nothing about what a network could represent, about "
    "other data, or about far larger networks and data sets.",
)
def test_what_it_shows(student: Student) -> None:
    """What follows from the experiment, and what does not."""
    feedback = {
        "b": "Each of the others was best on a data set of its own. One look-up task says nothing about all tasks.",
        "c": "It did not learn it from 4,000 pictures. A wide enough dense network can represent it: learnable in "
        "theory is not learnable in practice.",
        "e": "The four have the same number of parameters within 2 %, and yet their accuracies are far apart.",
    }
    chosen(student.value("what_it_shows"), {"a", "d"}, feedback)
