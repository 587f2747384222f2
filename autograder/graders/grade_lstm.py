"""Hidden checks of the LSTM assignment: the NumPy stubs, the questions about memory and order, the Keras models."""

from __future__ import annotations

from numpy.random import Generator

from autograder.exercises import Case, CaseMaker
from autograder.exercises import lstm as ask
from autograder.graders import agree, chosen, exactly, item
from autograder.graders import lstm_models as built
from autograder.graders import lstm_properties as claim


def several(count: int, maker: CaseMaker, rng: Generator) -> tuple[Case, ...]:
    """Cases of the same shapes with other numbers: what a mistake leaves as it is in one shows in another."""
    return tuple(maker(rng) for _ in range(count))


def twice(maker: CaseMaker, rng: Generator) -> tuple[Case, ...]:
    """Two such cases: a function that remembers its last answer gives itself away."""
    return several(2, maker, rng)


# Stubs ----------------------------------------------------------------------------------------------------------------


@item("to_timesteps", weight=2)
def test_pairs_become_timesteps(student, rng):
    """Every sample becomes a row of timesteps, the numbers in their old order."""
    agree(student.to_timesteps, *twice(ask.three_samples_of_pairs, rng), ask.one_sample_of_triples(rng))


@item("to_timesteps")
def test_single_feature(student, rng):
    """One feature a timestep still gives three axes."""
    agree(student.to_timesteps, ask.single_feature(rng))


@item("gates", weight=3)
def test_gates(student, rng):
    """Input gate, forget gate, candidate and output gate in Keras' order, for a batch and for a single sample."""
    agree(student.gates, *twice(ask.gates_of_five_units, rng), ask.gates_wider_input(rng))


@item("gates")
def test_gates_far_open_and_shut(student, rng):
    """Sums near +800 and -800 give gates of 1 and 0, not NaN."""
    agree(student.gates, ask.gates_far_open_and_shut(rng))


@item("lstm_step", weight=3)
def test_one_step(student, rng):
    """One step from a random state gives Keras' h and c, for a batch and for a single sample."""
    agree(student.lstm_step, *several(6, ask.step_of_five_units, rng), ask.step_wider_input(rng))


@item("lstm_step")
def test_step_from_a_full_cell(student, rng):
    """From a cell state of 12 and more, c stays as large as it comes out and h stays between -1 and 1."""
    agree(student.lstm_step, ask.step_from_a_full_cell(rng))


@item("lstm_step")
def test_step_far_open_and_shut(student, rng):
    """A step in which most gates are all but 0 or 1."""
    agree(student.lstm_step, *several(5, ask.step_far_open_and_shut, rng))


@item("lstm", weight=4)
def test_last_output(student, rng):
    """Without options: the output of the last timestep, from zeros and from a state, which stays as it was."""
    agree(student.lstm, *twice(ask.last_output, rng), *twice(ask.from_an_initial_state, rng))


@item("lstm")
def test_every_output(student, rng):
    """return_sequences: the output of every timestep, (batch, steps, units), also of a single one."""
    agree(student.lstm, *twice(ask.every_output, rng), ask.single_timestep(rng))


@item("lstm", weight=2)
def test_output_and_state(student, rng):
    """return_state: output, h and c, in this order; also with every option and with a memory far above 1."""
    agree(student.lstm, ask.last_output_and_state(rng), ask.everything_at_once(rng))


@item("lstm")
def test_other_lengths(student, rng):
    """Nineteen timesteps, one of them zeros, and three with gates that are all but 0 or 1."""
    agree(student.lstm, ask.long_sequence(rng), ask.far_open_and_shut(rng))


# Predictions and choices ----------------------------------------------------------------------------------------------


@item("timesteps_shape", explanation="72 numbers at 3 sensors an hour are 24 timesteps; the seven days are the batch.")
def test_timesteps_shape(student):
    """(batch, timesteps, features) of a week of readings."""
    answer = student.value("timesteps_shape")
    hints = {
        (7, 3, 24): "Features come last: the three readings of one hour stand side by side.",
        (7, 72, 1): "With one feature a timestep, the three readings of an hour would come one after another.",
        (24, 7, 3): "The batch comes first in Keras: one day is one sample.",
        (1, 168, 3): "A day is one sample here, so the batch holds seven.",
        (24, 3): "The batch needs its axis too.",
    }
    exactly(answer, (7, 24, 3), hints)


@item(
    "database",
    explanation="The forget gate is the share that is kept: 0 deletes. Input gate times candidate is the POST. The "
    "output gate is the GET: it decides what is shown and leaves the memory as it is.",
)
def test_database(student):
    """Which gate does what."""
    feedback = {
        "a": "The name misleads: the forget gate multiplies the old memory, so 1 keeps all of it.",
        "c": "The gate only opens the door; what comes in is gate times candidate, and the candidate may be 0.",
        "e": "The output gate hides the memory from h; c itself does not change.",
    }
    chosen(student.value("database"), {"b", "d", "f"}, feedback)


@item(
    "percent_left",
    explanation="A bias of 1 opens the gate to sigmoid(1) = 0.731. Ten times in a row: 0.731^10 = 0.044, about 4 %.",
)
def test_percent_left(student):
    """What a forget bias of 1 leaves of a memory after ten timesteps."""
    hints = {
        73: "That is what one timestep leaves; there are ten.",
        100: "A bias of 1 is not a gate of 1: it goes through the sigmoid first.",
        0: "Nearly nothing is not nothing: take sigmoid(1) to the power of ten.",
        7: "Is that 0.731 times ten? The gate multiplies again and again.",
    }
    exactly(student.value("percent_left"), 4, hints)


@item(
    "changed_outputs",
    explanation="The change reaches its own output and, through h and c, every later one: steps 3 to 8, six outputs.",
)
def test_changed_outputs(student):
    """How many outputs a change at one timestep reaches."""
    hints = {
        1: "h and c carry the change on to the next timestep.",
        5: "Count the changed timestep itself as well.",
        3: "Those are the outputs before the change: they were computed already.",
        4: "Indices start at 0, and the earlier outputs are the ones that stay.",
        9: "An LSTM reads in one direction: what came before cannot know what follows.",
    }
    exactly(student.value("changed_outputs"), 6, hints)


@item(
    "equal_outputs",
    explanation="h is the output, so the last entry of the sequence, the single output and h are one array. The cell "
    "state c is what h is made from, by tanh and the output gate: h = o · tanh(c).",
)
def test_equal_outputs(student):
    """Which of Keras' outputs are the same array."""
    feedback = {
        "b": "The first entry of the sequence is the output after one timestep only.",
        "d": "c is the long-term memory. What is shown of it is h = o · tanh(c).",
        "e": "Almost: the output gate still multiplies tanh(c).",
    }
    chosen(student.value("equal_outputs"), {"a", "c"}, feedback)


@item(
    "against_lstm",
    explanation="Steps that wait for one another, and one state of fixed size for everything: attention drops both. "
    "In exchange it compares all pairs of positions, and needs to be told their order.",
)
def test_against_lstm(student):
    """What attention does away with."""
    feedback = {
        "b": "Order is what a recurrent layer gets for free; attention is the one that has to be told.",
        "d": "The same weights serve every timestep, so any length will do.",
        "e": "It is the other way round: attention compares every pair, a recurrent layer takes one step per position.",
    }
    chosen(student.value("against_lstm"), {"a", "c"}, feedback)


# Reasoning by construction --------------------------------------------------------------------------------------------


@item(
    "forget_bias",
    explanation="Half is left after n steps when f^n = 1/2, so f = 2^(-1/n), and the bias is the sigmoid's inverse: "
    "ln(f / (1 - f)). For 1000 steps: f = 0.99931, bias 7.27.",
)
def test_any_half_life(student, rng):
    """A memory that is half gone after 1000 timesteps, and after other numbers of them, when the layer is run."""
    claim.any_half_life(student.forget_bias, rng)


@item(
    "latch",
    explanation="POST only when the flag says so (input gate: a negative bias, a large weight on the flag), never "
    "DELETE (forget gate: a large bias), always GET (output gate: a large bias). No recurrent weights are needed.",
)
def test_latch(student, rng):
    """After the write the output shows the value, whatever noise follows; noise before it leaves no trace."""
    claim.latch(claim.arrays(student.value("latch"), ask.LATCH), rng)


@item(
    "order_matters",
    explanation="POST then DELETE leaves little, DELETE then POST leaves the value: the same requests in another order "
    "end in another state. That is the sequential bias of recurrence.",
)
def test_order_matters(student):
    """The same timesteps in another order give another output."""
    claim.order_matters(*claim.arrays(student.value("order_matters"), ask.ORDER_MATTERS))


@item(
    "order_blind",
    explanation="With the forget gate at 1 and no recurrent weights, the loop is a sum over the timesteps, and a sum "
    "has no order; nor may the output gate look at the last step. So the sense of order sits in the forget gate and in "
    "the recurrence, not in the loop as such.",
)
def test_order_blind(student, rng):
    """Shuffled timesteps give the same output, different ones do not."""
    claim.order_blind(claim.arrays(student.value("order_blind"), ask.ORDER_BLIND), rng)


@item(
    "two_pasts",
    explanation="A delete clears c, but in the same timestep the old h still shapes what is written; the next deletes "
    "clear that too. From then on nothing tells the two pasts apart: what the state has lost, no later layer can find.",
)
def test_two_pasts(student):
    """Two sequences that begin differently and end in the same state."""
    claim.two_pasts(*claim.arrays(student.value("two_pasts"), ask.TWO_PASTS))


# Keras ----------------------------------------------------------------------------------------------------------------


@item(
    "weights_of_lstm",
    explanation="Four times a kernel (32 · 8), a recurrent kernel (8 · 8) and a bias (8): 4 · 328 = 1312. The number "
    "of timesteps does not matter, because every step uses the same weights.",
)
def test_weights_of_lstm(student):
    """How many weights LSTM(8) has on 32 features."""
    hints = {
        328: "That is one gate. There are three, and the candidate.",
        984: "Three gates, and the candidate, which has weights of its own.",
        1280: "Each gate has a bias, too.",
        1056: "h comes back in through weights of its own: the recurrent kernel.",
        3936: "Every timestep uses the same weights: their number does not grow with the sequence.",
        264: "That is a dense layer with 8 units.",
        1344: "One bias for each gate and unit. (Some other libraries have two.)",
    }
    exactly(student.value("weights_of_lstm"), 1312, hints)


@item("build_last")
def test_last_shapes(student):
    """(batch, 3, 32) becomes (batch, 2), with the weights of LSTM(8) and Dense(2)."""
    built.shapes(student.build("build_last"), [(None, 3, 32)], [(4, 2)], built.LSTM_DENSE)


@item("build_last", weight=2)
def test_last_values(student, rng):
    """With random weights the model gives what LSTM(8) and a linear Dense(2) give."""
    built.last(student.build("build_last"), rng)


@item("build_every")
def test_every_shapes(student):
    """(batch, 3, 32) becomes (batch, 3, 2): an output at every timestep."""
    built.shapes(student.build("build_every"), [(None, 3, 32)], [(4, 3, 2)], built.LSTM_DENSE)


@item("build_every", weight=2)
def test_every_values(student, rng):
    """With random weights every timestep gets LSTM(8) and the same linear Dense(2)."""
    built.every(student.build("build_every"), rng)


@item("build_states")
def test_states_shapes(student):
    """Three outputs of shape (batch, 8), and no weights but those of LSTM(8)."""
    built.shapes(student.build("build_states"), [(None, 3, 32)], [(4, 8)] * 3, built.LSTM_DENSE[:3])


@item(
    "build_states",
    weight=2,
    explanation="Keras returns output, h, c. Without return_sequences the first two are one and the same array.",
)
def test_states_values(student, rng):
    """With random weights the outputs are the last output, h and c, in this order."""
    built.states(student.build("build_states"), rng)


@item(
    "fresh_bias",
    explanation="Keras sets the forget gate's bias to 1 (unit_forget_bias=True) and all others to 0, and the forget "
    "gate is the second block: a new layer starts by keeping 73 % of its memory a step rather than half.",
)
def test_fresh_bias(student):
    """What the bias of a new LSTM layer looks like."""
    feedback = {
        "a": "That holds for most layers, but an untrained LSTM should not forget half of its memory at every step.",
        "b": "Ones there are, but in another block: Keras' order is input, forget, candidate, output.",
        "d": "Kernels start at random, biases do not.",
    }
    chosen(student.value("fresh_bias"), "c", feedback)


@item("build_translator")
def test_translator_shapes(student):
    """Source (batch, 7, 5) and target (batch, 4, 3) give (batch, 4, 2)."""
    built.shapes(student.build("build_translator"), [(None, 7, 5), (None, 4, 3)], [(2, 4, 2)], built.TRANSLATOR)


@item("build_translator")
def test_translator_reads_the_source(student, rng):
    """Another source gives other outputs, from the first timestep on."""
    built.translator_reads_source(student.build("build_translator"), rng)


@item(
    "build_translator",
    weight=2,
    explanation="The decoder starts from both of the encoder's states: initial_state=[h, c]. Everything that it will "
    "ever know of the source is in these two vectors.",
)
def test_translator_values(student, rng):
    """With random weights: encoder LSTM(6), its h and c as the decoder's start, Dense(2) at every timestep."""
    built.translator(student.build("build_translator"), rng)


@item(
    "helps_training",
    explanation="Backpropagation through time multiplies one factor per step, so gradients can explode: clip them, and "
    "take smaller steps. A larger state or longer sequences make training slower, not more stable.",
)
def test_helps_training(student):
    """What helps when the loss of an LSTM suddenly becomes NaN."""
    feedback = {
        "b": "Longer sequences mean more factors in the product: more explosions, not fewer.",
        "c": "More units give more capacity; the gradient has as many factors as before.",
        "e": "Every step needs the state before it: timesteps cannot be computed side by side.",
    }
    chosen(student.value("helps_training"), {"a", "d"}, feedback)
