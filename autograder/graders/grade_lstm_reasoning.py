"""Hidden checks of the notebook "Thinking about memory": weights that are run, predictions and choices."""

from __future__ import annotations

from numpy.random import Generator

from autograder.graders import Student, chosen, exactly, item
from autograder.graders import lstm_claims as claim

# Reasoning by construction --------------------------------------------------------------------------------------------


@item("two_records")
def test_records_last(student: Student, rng: Generator) -> None:
    """Nothing is lost as long as nothing is deleted, for any two records."""
    claim.records_last(student.value("two_records"), rng)


@item(
    "two_records",
    explanation="A large forget bias keeps both records; -2 times as much from delete 0 to the forget gate of unit 0, "
    "and from delete 1 to that of unit 1. Each unit has gates of its own, so a memory is not forgotten as a whole. "
    "With the candidate at 0, nothing else is written.",
)
def test_records_are_deleted_apart(student: Student, rng: Generator) -> None:
    """A delete clears its own record and no other."""
    claim.records_are_deleted_apart(student.value("two_records"), rng)


@item(
    "counting_cell",
    explanation="Input and forget gate open (a large bias each), and a candidate of nearly 1 for a 1, of 0 for a 0: a "
    "large weight without a bias. A weight of 3 gives 0.995, which is off by half after a hundred ones.",
)
def test_counting_cell(student: Student, rng: Generator) -> None:
    """The cell state is the number of ones, for short and for long sequences."""
    claim.counts(student.value("counting_cell"), rng)


@item("on_request")
def test_silent_unless_asked(student: Student, rng: Generator) -> None:
    """The output is near zero whenever no question is asked."""
    claim.is_silent_unless_asked(student.value("on_request"), rng)


@item(
    "on_request",
    weight=3,
    explanation="POST at every timestep, no DELETE, and a GET that only the question opens: output gate bias -10, "
    "weight 20 from the question. The output gate stands behind the memory, so c goes on unchanged when h is 0, as "
    "long as no recurrent weight lets h back in.",
)
def test_majority(student: Student, rng: Generator) -> None:
    """Asked, the output is on the side that is ahead, at the first question and at every later one."""
    claim.tells_the_majority(student.value("on_request"), rng)


@item(
    "delay_line",
    explanation="h comes back in one timestep later. So unit 0 shows the input, unit 1 what unit 0 showed a timestep "
    "ago, and so on: a delay of n takes n + 1 units, forget gates shut, input and output gates open. A dense layer on "
    "one timestep has no such path.",
)
def test_delay_line(student: Student, rng: Generator) -> None:
    """The last unit shows the input of 1, 2, 3 and more timesteps ago."""
    claim.delays(student.delay_line, rng)


@item(
    "parity_bit",
    explanation="At a 1, delete and store the opposite of what is shown: input gate open, forget gate shut, candidate "
    "tanh(1 - 4 h). At a 0, keep: input gate shut, forget gate open. No single dense unit can compute exclusive or; "
    "gates can, because they multiply.",
)
def test_parity_bit(student: Student, rng: Generator) -> None:
    """The output tells an odd number of ones from an even one, at every timestep of long sequences."""
    claim.tells_odd_from_even(student.value("parity_bit"), rng)


# Predictions ----------------------------------------------------------------------------------------------------------


@item("steps_to_half", explanation="0.9^6 = 0.53 and 0.9^7 = 0.48: seven timesteps.")
def test_steps_to_half(student: Student) -> None:
    """After how many timesteps a gate of 0.9 has lost more than half."""
    hints = {
        5: "A tenth of what is left is lost each time, not a tenth of the start.",
        6: "After six timesteps 53 % is left.",
        10: "A tenth of what is left is lost each time; nothing is ever lost whole.",
    }
    exactly(student.value("steps_to_half"), 7, hints)


@item(
    "bounded_memory",
    explanation="Each timestep adds at most 1 · 1 (input gate times candidate) and keeps at most all: |c| < 5. It is h "
    "that stays within 1, whatever c is.",
)
def test_bounded_memory(student: Student) -> None:
    """The bound of a cell state after five timesteps from zero."""
    hints = {
        1: "That is the bound of h. The tanh is not stored in c.",
        4: "Count the candidates that can be added: one at each of five timesteps.",
        6: "It starts from zero: five candidates, and nothing before them.",
    }
    exactly(student.value("bounded_memory"), 5, hints)


@item(
    "saturated_counter",
    explanation="tanh(2) = 0.9640, tanh(3) = 0.9951, tanh(4) = 0.9993: from 3 to 4 the step is 0.004. The memory "
    "counts on, but the output hardly shows it.",
)
def test_saturated_counter(student: Student) -> None:
    """From which count on the output hardly moves."""
    hints = {
        2: "tanh(3) - tanh(2) is 0.031.",
        4: "tanh(5) - tanh(4) is below 0.01, but so is a step before it.",
        100: "The memory could go on; the output is tanh of it.",
    }
    exactly(student.value("saturated_counter"), 3, hints)


@item(
    "silent_input",
    explanation="All sums are 0, so the candidate is tanh(0) = 0. The gates are half open, but half of nothing is "
    "nothing: c and h stay exactly 0.",
)
def test_silent_input(student: Student) -> None:
    """What comes of a hundred zeros without biases."""
    hints = {
        0.5: "The gates are 0.5. What do they let through?",
        1: "What is there to add up? The candidate is tanh(0).",
    }
    exactly(student.value("silent_input"), 0, hints)


@item(
    "stacked_shape",
    explanation="The first layer gives every output, (4, 12, 5); the second reads them as 12 timesteps of 5 features "
    "and gives its last output: (4, 7).",
)
def test_stacked_shape(student: Student) -> None:
    """The shape after two layers."""
    hints = {
        (4, 12, 7): "The second layer gives its last output only.",
        (4, 5): "That is as wide as the first layer.",
        (4, 5, 7): "Units take the place of features, and never that of timesteps.",
        (4, 12): "Units become the last axis.",
    }
    exactly(student.value("stacked_shape"), (4, 7), hints)


@item(
    "both_directions",
    explanation="Reading forward, the change reaches timesteps 5 to 11; reading backward, timesteps 0 to 5. Side by "
    "side, every one of the twelve rows changes.",
)
def test_both_directions(student: Student) -> None:
    """How many outputs a change reaches when a sequence is read from both ends."""
    hints = {
        7: "That is the layer that reads forward. The other one reads towards the beginning.",
        6: "That is one of the two layers. Which rows does the other one change?",
        13: "Timestep 5 is counted twice; there are only twelve rows.",
        1: "State carries a change on, in either direction.",
    }
    exactly(student.value("both_directions"), 12, hints)


@item("longer_sequences", explanation="None: every timestep uses the same weights. Sharing over time is the bias.")
def test_longer_sequences(student: Student) -> None:
    """How many weights longer sequences take."""
    hints = {
        10: "The weights of a timestep are those of all timesteps.",
        9: "The weights of a timestep are those of all timesteps.",
        90: "The new timesteps use the weights that are there.",
        900: "The new timesteps use the weights that are there.",
    }
    exactly(student.value("longer_sequences"), 0, hints)


@item(
    "twin_orders",
    explanation="Three units can be written in 3! = 6 orders. Columns move together in all four blocks, and the rows "
    "of the recurrent kernel follow. Each order is another point for the optimiser, and the same layer.",
)
def test_twin_orders(student: Student) -> None:
    """In how many orders the units of a layer can be written."""
    hints = {
        3: "Three places for the first unit, and then the others are still to be placed.",
        12: "The four blocks cannot be reordered: each is read as its own gate.",
        24: "The four blocks cannot be reordered: each is read as its own gate. The units inside them can.",
        479001600: "Not any order of the columns: all four blocks must name their units in the same order.",
    }
    exactly(student.value("twin_orders"), 6, hints)


# Choices --------------------------------------------------------------------------------------------------------------


@item(
    "why_long_memory",
    explanation="From step to step c is multiplied by a gate and added to: nothing squashes it, nothing mixes it, and "
    "the gradient along it is multiplied by the same gate, which may stay near 1.",
)
def test_why_long_memory(student: Student) -> None:
    """Why an LSTM remembers for longer than a plain recurrent layer."""
    feedback = {
        "a": "A plain recurrent layer with four times the weights forgets just as fast: the path is what differs.",
        "c": "That is attention. An LSTM keeps one state of fixed size.",
        "d": "The tanh saturates like any other. It helps that it is not on the way from c to the next c.",
    }
    chosen(student.value("why_long_memory"), {"b", "e"}, feedback)


@item(
    "stuck_gate",
    explanation="c becomes input gate times candidate, both made from the input and the h before it. So the past still "
    "comes in through h, rewritten at every step, as in a plain recurrent layer; the long-term channel is gone.",
)
def test_stuck_gate(student: Student) -> None:
    """What is left of an LSTM without a long-term channel."""
    feedback = {
        "a": "The input gate still stores at every timestep.",
        "c": "Each timestep also sees the h of the one before.",
        "d": "An average needs the old sum, and a shut forget gate drops it.",
    }
    chosen(student.value("stuck_gate"), "b", feedback)


@item(
    "shuffle_proof",
    explanation="A mean or a maximum over timesteps that were each computed alone has no order. Once a recurrent layer "
    "or a flat kernel has touched the sequence, the places have left their mark, and a mean afterwards cannot undo it.",
)
def test_shuffle_proof(student: Student) -> None:
    """Which networks cannot notice that timesteps were shuffled."""
    feedback = {
        "b": "Order shapes every state on the way to the last one.",
        "c": "The mean comes too late: each output already depends on what was read before it.",
        "e": "After flattening, every timestep has weights of its own.",
    }
    chosen(student.value("shuffle_proof"), {"a", "d"}, feedback)


@item(
    "fits_the_bias",
    explanation="Load and keystrokes come in steps, the same rules hold at each of them, and the recent past sums up "
    "in a state. Rows of a table and drawn numbers have no order, and a photograph's neighbours below are a row away.",
)
def test_fits_the_bias(student: Student) -> None:
    """Which data are a sequence that a state can sum up."""
    feedback = {
        "a": "The order of patients in a file means nothing; a layer that looks for it learns noise.",
        "c": "A draw knows nothing of the draws before it: there is no past worth keeping.",
        "e": "Read row by row, a pixel and the one below it are a row apart. A convolution sees them side by side.",
    }
    chosen(student.value("fits_the_bias"), {"b", "d"}, feedback)
