"""The LSTM's questions and Keras models: what is accepted, what is refused, and the model answers of the notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autograder.exercises import lstm as ask
from autograder.graders import Wrong, grade_lstm
from autograder.references.lstm import EXACT

from .bench import LSTM
from .lstm_fakes import Builder, FakeStudent, verdicts

ROOT = Path(__file__).resolve().parents[2]

# predictions and choices ----------------------------------------------------------------------------------------------

RIGHT = {
    "timesteps_shape": (7, 24, 3),
    "database": {"b", "d", "f"},
    "percent_left": 4,
    "changed_outputs": 6,
    "equal_outputs": {"a", "c"},
    "against_lstm": {"a", "c"},
    "weights_of_lstm": 1312,
    "fresh_bias": "c",
    "helps_training": {"a", "d"},
}
NOT_RIGHT = {
    "timesteps_shape": [(7, 3, 24), (168, 3), (7, 72), None],
    "database": [{"a"}, {"b", "d"}, {"a", "b", "c", "d", "e", "f"}, None],
    "percent_left": [73, 5, 100, None],
    "changed_outputs": [1, 5, 9, True],
    "equal_outputs": [{"a"}, {"a", "c", "e"}, {"d"}, None],
    "against_lstm": [{"a", "b"}, {"c"}, {"d", "e"}, None],
    "weights_of_lstm": [328, 1056, 3936, None],
    "fresh_bias": ["a", "b", "d", None],
    "helps_training": [{"a"}, {"b", "c"}, {"a", "d", "e"}, None],
}


@pytest.mark.parametrize("exercise", RIGHT)
def test_questions_accept_what_is_right_and_nothing_else(exercise):
    assert verdicts(exercise, FakeStudent(**{exercise: RIGHT[exercise]})) == [""]
    for answer in NOT_RIGHT[exercise]:
        assert all(verdicts(exercise, FakeStudent(**{exercise: answer})))


def test_percentages_in_the_notebook_are_what_lstms_do():
    bias = np.array([-40.0, 1.0, 0.0, 40.0])
    args = (np.zeros((1, 10, 1)), np.zeros((1, 4)), np.zeros((1, 4)), bias, (np.zeros((1, 1)), np.ones((1, 1))))
    _, _, c = EXACT["lstm"](*args, return_state=True).value
    assert round(100 * float(c[0, 0])) == RIGHT["percent_left"]


def test_a_change_reaches_as_many_outputs_as_predicted():
    rng = LSTM.generator(0)
    x, weights = rng.normal(size=(1, 9, 2)), [rng.normal(size=shape) for shape in ((2, 12), (3, 12), (12,))]
    other = x.copy()
    other[0, 3] += 1
    before, after = (EXACT["lstm"](each, *weights, return_sequences=True).value for each in (x, other))
    assert np.any(before != after, axis=-1).sum() == RIGHT["changed_outputs"]


# construct ------------------------------------------------------------------------------------------------------------


def weights(features, units, **blocks):
    """A kernel, recurrent kernel and bias of zeros but for ``kernel_i``, ``recurrent_f``, ``bias_o`` and so on."""
    arrays = {"kernel": np.zeros((features, 4 * units)), "recurrent": np.zeros((units, 4 * units))}
    arrays["bias"] = np.zeros(4 * units)
    for name, value in blocks.items():
        array, part = name.split("_")
        column = "ifco".index(part) * units
        arrays[array][..., column : column + units] = value
    return tuple(arrays.values())


def rows(count, **entries):
    """A sequence of (value, delete) rows of zeros but for ``at_3=(1, 0)`` and so on."""
    sequence = np.zeros((count, 2))
    for name, row in entries.items():
        sequence[int(name.removeprefix("at_"))] = row
    return sequence


FLAG = np.array([[0.0], [20.0]])
VALUE = np.array([[1.0], [0.0]])
LATCH = weights(2, 1, kernel_i=FLAG, kernel_c=VALUE, bias_i=-10, bias_f=10, bias_o=10)
SUMMING = weights(2, 3, kernel_c=[[0.6, -0.4, 0.2], [0.1, 0.5, -0.7]], bias_f=20)
LOOSE = {f"at_{t}": (0, 1) for t in range(4, 8)}
OTHER_LOOSE = {f"at_{t}": (-1, 1) for t in range(3, 8)}

ACCEPTED = {
    "forget_bias": [
        lambda n: np.log(0.5 ** (1 / n) / (1 - 0.5 ** (1 / n))),
        lambda n: -np.log(np.expm1(np.log(2) / n)),
        lambda n: [float(np.log(n / np.log(2)))],  # an approximation, good to 4 % from 10 steps on
    ],
    "latch": [
        LATCH,
        # overwriting rather than never deleting, with a steeper candidate, and as a dict
        dict(
            zip(
                ask.LATCH,
                weights(2, 1, kernel_i=FLAG, kernel_f=-FLAG, kernel_c=5 * VALUE, bias_i=-10, bias_f=10, bias_o=2),
                strict=True,
            )
        ),
        # the flag opens the gate a quarter at most, and h gets a say in the candidate
        weights(2, 1, kernel_i=FLAG * 0.6, kernel_c=3 * VALUE, recurrent_c=0.5, bias_i=-12, bias_f=12, bias_o=6),
    ],
    "order_matters": [
        (rows(5, at_0=(1, 0), at_1=(0, 1), at_2=(0, 1)), rows(5, at_0=(0, 1), at_1=(0, 1), at_4=(1, 0))),
        (rows(5, at_0=(1, 0), at_1=(-1, 0)), rows(5, at_0=(1, 0), at_4=(-1, 0))),
    ],
    "order_blind": [
        SUMMING,
        weights(2, 3, kernel_i=[[1, 2, 0], [0, -1, 1]], kernel_c=[[0.5, 0.5, 0.5]] * 2, bias_f=30, bias_o=3),
    ],
    "two_pasts": [
        (rows(8, at_0=(1, 0), **LOOSE), rows(8, at_0=(-1, 0), **LOOSE)),
        (rows(8, at_1=(0.7, 0), **OTHER_LOOSE), rows(8, at_1=(-0.7, 0), at_2=(0.5, 0.5), **OTHER_LOOSE)),
    ],
}
REFUSED = {
    "forget_bias": [
        lambda n: 0.5 ** (1 / n),
        lambda n: 1.0,
        lambda n: 40.0,
        lambda n: np.nan,
        lambda n: None,
        lambda n: np.log(n),
    ],
    "latch": [
        None,
        weights(2, 1),
        weights(2, 1, kernel_i=FLAG, kernel_c=VALUE, bias_i=-10, bias_f=1, bias_o=10),  # fades
        weights(2, 1, kernel_c=VALUE, bias_f=10, bias_o=10),  # stores all noise
        weights(2, 1, kernel_i=FLAG, kernel_c=VALUE, bias_i=-10, bias_f=10, bias_o=-10),  # never shows
        weights(2, 1, kernel_i=FLAG, kernel_c=-VALUE, bias_i=-10, bias_f=10, bias_o=10),  # the opposite sign
        weights(2, 1, kernel_i=FLAG, bias_c=2, bias_i=-10, bias_f=10, bias_o=10),  # stores the flag, not the value
        tuple(np.full(part.shape, np.nan) for part in LATCH),
        tuple(part.T for part in LATCH),
    ],
    "order_matters": [
        None,
        (rows(5), rows(5)),
        (rows(5, at_0=(1, 0)), rows(5, at_0=(-1, 0))),  # other timesteps
        (rows(5, at_0=(1, 0), at_1=(0, 1)), rows(5, at_0=(0, 1), at_4=(1, 1))),
        (rows(5, at_0=(1, 0), at_1=(0.9, 0)), rows(5, at_0=(0.9, 0), at_1=(1, 0))),  # an order, but hardly an effect
        (rows(5, at_0=(50, 0)), rows(5, at_4=(50, 0))),
    ],
    "order_blind": [
        None,
        weights(2, 3),
        weights(2, 3, bias_f=20, bias_c=1),  # the same for every input
        weights(2, 3, kernel_c=0.5, bias_f=1),  # forgets early steps
        weights(2, 3, kernel_c=0.5, bias_f=20, recurrent_c=0.5),  # hears itself
        weights(2, 3, kernel_c=0.5, kernel_f=1.0, bias_f=2),
    ],
    "two_pasts": [
        None,
        (rows(8), rows(8)),
        (rows(8, at_0=(1, 0)), rows(8, at_0=(-1, 0))),  # nothing is deleted
        (rows(8, at_0=(1, 0), at_7=(0, 1)), rows(8, at_0=(-1, 0), at_7=(0, 1))),  # h still remembers
        (rows(8, at_0=(0.4, 0), **LOOSE), rows(8, at_0=(-0.4, 0), **LOOSE)),  # hardly two pasts
        (rows(8, at_0=(90, 0), **LOOSE), rows(8, at_0=(-90, 0), **LOOSE)),
    ],
}


def of(exercise, answer):
    return FakeStudent(**{exercise: answer})


@pytest.mark.usefixtures("decided_both_ways")
@pytest.mark.parametrize("exercise", ACCEPTED)
def test_constructions_accept_every_answer_that_does_it(exercise):
    for answer in ACCEPTED[exercise]:
        for seed in range(2):
            assert not any(verdicts(exercise, of(exercise, answer), seed))


@pytest.mark.usefixtures("decided_both_ways")
@pytest.mark.parametrize("exercise", REFUSED)
def test_constructions_refuse_what_does_not_do_it(exercise):
    for answer in REFUSED[exercise]:
        assert any(verdicts(exercise, of(exercise, answer)))


def test_a_latch_that_stores_and_then_loses_earns_a_quarter():
    fading = weights(2, 1, kernel_i=FLAG, kernel_c=VALUE, bias_i=-10, bias_f=1, bias_o=10)
    with pytest.raises(Wrong, match="fade") as refusal:
        grade_lstm.test_latch(of("latch", fading), LSTM.generator(0))
    assert refusal.value.credit == 0.25


def test_a_latch_that_noise_reaches_before_the_write_earns_three_quarters():
    # A large value drives h into its ceiling, where the noise that follows cannot move it.
    leaky = weights(2, 1, kernel_i=FLAG, kernel_c=5 * VALUE, bias_i=-4.2, bias_f=10, bias_o=10)
    with pytest.raises(Wrong, match="before anything is written") as refusal:
        grade_lstm.test_latch(of("latch", leaky), LSTM.generator(0))
    assert refusal.value.credit == 0.75


def test_a_bias_for_a_thousand_steps_alone_earns_two_thirds():
    with pytest.raises(Wrong, match="1000 steps are right") as refusal:
        grade_lstm.test_any_half_life(of("forget_bias", lambda half_life: 7.2735), LSTM.generator(0))
    assert refusal.value.credit == 2 / 3


def test_a_memory_blind_to_order_earns_half_when_the_output_is_not():
    looking = weights(2, 3, kernel_c=[[0.6, -0.4, 0.2], [0.1, 0.5, -0.7]], kernel_o=1.0, bias_f=20)
    with pytest.raises(Wrong) as refusal:
        grade_lstm.test_order_blind(of("order_blind", looking), LSTM.generator(0))
    assert refusal.value.credit == 0.5


# Keras ----------------------------------------------------------------------------------------------------------------


def plain(**options):
    """(batch, 3, 32) through LSTM(8) with options and Dense(2) with ``dense``."""
    from keras import Input, Model, layers

    dense = options.pop("dense", {})
    x = Input((3, 32))
    return Model(x, layers.Dense(2, **dense)(layers.LSTM(8, **options)(x)))


def sequential(sequences):
    from keras import Input, Sequential, layers

    last = layers.TimeDistributed(layers.Dense(2)) if sequences else layers.Dense(2, name="answer")
    return Sequential([Input((3, 32)), layers.LSTM(8, return_sequences=sequences), last])


def states(order, **options):
    from keras import Input, Model, layers

    x = Input((3, 32))
    made = layers.LSTM(8, return_state=True, **options)(x)
    return Model(x, [made[k] for k in order])


def translator(start=lambda h, c: [h, c], swapped=False, decoder_first=False, every=True):
    from keras import Input, Model, layers

    source, target = Input((7, 5)), Input((4, 3))
    makers = [lambda: layers.LSTM(6, return_sequences=every), lambda: layers.LSTM(6, return_state=True)]
    decoder, encoder = (make() for make in makers) if decoder_first else reversed([make() for make in reversed(makers)])
    _, h, c = encoder(source)
    decoded = decoder(target, initial_state=start(h, c))
    if not every:
        decoded = layers.RepeatVector(4)(decoded)
    output = layers.Dense(2)(decoded)
    return Model([target, source] if swapped else [source, target], output)


def gru():
    from keras import Input, Model, layers

    x = Input((3, 32))
    return Model(x, layers.Dense(2)(layers.GRU(8)(x)))


GOOD_MODELS = {
    "build_last": [lambda: plain(), lambda: sequential(False), lambda: plain(unroll=True, unit_forget_bias=False)],
    "build_every": [lambda: plain(return_sequences=True), lambda: sequential(True)],
    "build_states": [lambda: states([0, 1, 2]), lambda: states([1, 0, 2])],
    "build_translator": [lambda: translator(), lambda: translator(decoder_first=True)],
}
BAD_MODELS = {
    "build_last": [
        gru,
        lambda: plain(return_sequences=True),
        lambda: plain(dense={"activation": "relu"}),
        lambda: plain(recurrent_activation="hard_sigmoid"),
        lambda: plain(activation="relu"),
        lambda: plain(go_backwards=True),
        lambda: plain(use_bias=False),
    ],
    "build_every": [
        lambda: plain(),
        lambda: plain(return_sequences=True, go_backwards=True),
        lambda: plain(return_sequences=True, dense={"activation": "tanh"}),
        lambda: plain(return_sequences=True, dense={"use_bias": False}),
    ],
    "build_states": [
        lambda: states([0, 2, 1]),
        lambda: states([0, 1]),
        lambda: states([0, 1, 1]),
        lambda: states([0, 1, 2], return_sequences=True),
        lambda: plain(),
    ],
    "build_translator": [
        lambda: translator(start=lambda h, c: [c, h]),
        lambda: translator(start=lambda h, c: [h, h]),
        lambda: translator(swapped=True),
        lambda: translator(every=False),
        lambda: plain(),
    ],
}


@pytest.mark.parametrize("exercise", GOOD_MODELS)
def test_right_models_are_accepted(exercise):
    for make in GOOD_MODELS[exercise]:
        assert not any(verdicts(exercise, Builder(model=make()), seed=1))


@pytest.mark.parametrize("exercise", BAD_MODELS)
def test_wrong_models_are_refused(exercise):
    for make in BAD_MODELS[exercise]:
        assert any(verdicts(exercise, Builder(model=make())))


# the notebook ---------------------------------------------------------------------------------------------------------


def cells(notebook):
    path = ROOT / "source" / "lstm" / f"{notebook}.ipynb"
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]}


def test_the_model_answers_pass_every_check():
    names, book = {}, cells("lstm")
    run = [name for name in book if name.endswith("-code") or name == "sigmoid"]
    exec("import numpy as np\n" + "\n".join(book[name] for name in run), names)
    for exercise in ask.EXERCISES:
        if exercise.notebook == "lstm" and exercise.kind != "explain":
            assert not any(verdicts(exercise.name, FakeStudent(**names))), exercise.name


def test_the_model_answers_in_keras_pass_every_check():
    names, book = {}, cells("lstm_keras")
    exec("import keras\n" + "\n".join(source for name, source in book.items() if name.endswith("-code")), names)
    for exercise in ask.EXERCISES:
        if exercise.notebook == "lstm_keras":
            student = Builder(**names) if exercise.kind != "keras" else Builder(model=names[exercise.name]())
            assert not any(verdicts(exercise.name, student)), exercise.name


def test_the_notebook_prints_the_weights_that_the_graders_use():
    names = {"np": np}
    exec(cells("lstm")["forgetful-weights"], names)
    graded = ask.FORGETFUL_KERNEL, ask.FORGETFUL_RECURRENT_KERNEL, ask.FORGETFUL_BIAS
    assert all(np.array_equal(np.float32(a), b) for a, b in zip(names["FORGETFUL"], graded, strict=True))


def test_every_exercise_has_its_cell_and_every_cell_its_exercise():
    for notebook in ("lstm", "lstm_keras"):
        path = ROOT / "source" / "lstm" / f"{notebook}.ipynb"
        graded = [c["id"] for c in json.loads(path.read_text())["cells"] if c["metadata"]["nbgrader"]["grade"]]
        assert graded == [exercise.name for exercise in ask.EXERCISES if exercise.notebook == notebook]
