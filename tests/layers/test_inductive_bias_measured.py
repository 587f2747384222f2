"""The measurement's checks: which networks, tables and conclusions are accepted, and which refused, in which words."""

from __future__ import annotations

import runpy
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from autograder.exercises import inductive_bias_measured as ask
from autograder.graders import Wrong, direct
from autograder.graders import measured_networks as built
from autograder.graders import measured_tables as claim
from autograder.sandbox import Raised

ANSWERS = Path(__file__).resolve().parents[1] / "submissions" / "answers" / "inductive_bias"
TABLE = runpy.run_path(str(ANSWERS / "measured_table.py"))
CURVE = runpy.run_path(str(ANSWERS / "measured_curve.py"))
OWN, OWN_CURVE = TABLE["RIGHT"]["as-printed"], CURVE["RIGHT"]["as-printed"]
RANKS = [[1, 4, 3, 2], [2, 1, 3, 4], [4, 3, 1, 2], [3, 4, 2, 1]]


class Network:
    """Stands for a student's model: weights of these shapes, and a formula."""

    def __init__(self, formula, shapes):
        self.formula = formula
        self.weights = [np.zeros(shape, np.float32) for shape in shapes]

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights

    def __call__(self, x):
        return np.asarray(self.formula(x, [w.astype(np.float64) for w in self.weights]), np.float32)


def dense(units=12):
    return [(192, units), (units,), (units, 4), (4,)]


def filters(count=167):
    return [(3, 3, 1, count), (count,), (count, 4), (4,)]


def cell(units=18):
    return [(12, 4 * units), (units, 4 * units), (4 * units,), (units, 4), (4,)]


def heads(width=54):
    return [(12, width), (width,)] * 3 + [(width, 4), (4,)]


def leaky(z):
    return np.where(z > 0, z, 0.1 * z)


def even(x, weights):
    return np.full((len(x), 4), 0.25)


def value_first(x, weights):
    return built._attention(x, [*weights[2:6], *weights[:2], *weights[6:]])


def padded(x, weights):
    return built._convolution(np.pad(x, ((0, 0), (1, 1), (1, 1))), weights)


RIGHT = [
    (built.is_dense, built._dense, dense()),
    (built.is_dense, built._dense, dense(30)),
    (built.is_convolution, built._convolution, filters()),
    (built.is_convolution, built._convolution, filters(5)),
    (built.is_lstm, built._lstm, cell()),
    (built.is_attention, built._attention, heads()),
    (built.is_attention, value_first, heads(7)),
]
WRONG = [
    (built.is_dense, partial(built._dense, activation=built._same), dense(), "not ReLU"),
    (built.is_dense, partial(built._dense, last=built._same), dense(), "distribution over classes"),
    (built.is_dense, partial(built._dense, activation=np.tanh), dense(), "something else"),
    (built.is_dense, partial(built._dense, activation=leaky), dense(), "something else"),
    (built.is_dense, even, dense(), "something else"),
    (built.is_dense, even, [(192, 8), (8,), (8, 8), (8,), (8, 4), (4,)], "not those of Flatten"),
    (built.is_convolution, partial(built._convolution, pool=np.mean), filters(), "averaged"),
    (built.is_convolution, partial(built._convolution, activation=built._same), filters(), "not ReLU"),
    (built.is_convolution, padded, filters(), "padding"),
    (built.is_convolution, partial(built._convolution, last=built._same), filters(), "distribution over classes"),
    (built.is_convolution, even, dense(), "not those of Conv2D"),
    (built.is_lstm, partial(built._lstm, pool=partial(np.mean, axis=1)), cell(), "averaged"),
    (built.is_lstm, partial(built._lstm, pool=partial(np.max, axis=1)), cell(), "largest"),
    (built.is_lstm, lambda x, w: built._lstm(x[:, ::-1], w), cell(), "from the last to the first"),
    (built.is_lstm, partial(built._lstm, last=built._same), cell(), "distribution over classes"),
    (built.is_lstm, even, [(16, 72), *cell()[1:]], "not those of an LSTM"),
    (built.is_attention, partial(built._attention, asking=slice(None)), heads(), "only the last row"),
    (built.is_attention, partial(built._attention, asking=slice(0, 1)), heads(), "first row asks"),
    (built.is_attention, partial(built._attention, scale=54**-0.5), heads(), "scaled"),
    (built.is_attention, partial(built._attention, last=built._same), heads(), "distribution over classes"),
    (built.is_attention, even, [*heads()[:4], *heads()[6:]], "three Dense projections"),
]


@pytest.mark.parametrize(("check", "formula", "shapes"), RIGHT)
@pytest.mark.parametrize("secret", range(5))
def test_a_network_as_described_is_accepted_whatever_its_width(check, formula, shapes, secret):
    check(Network(formula, shapes), np.random.default_rng(secret))


@pytest.mark.parametrize(("check", "formula", "shapes", "said"), WRONG)
@pytest.mark.parametrize("secret", range(5))
def test_another_network_is_refused_and_the_mistake_named(check, formula, shapes, said, secret):
    with pytest.raises(AssertionError) as refusal:
        check(Network(formula, shapes), np.random.default_rng(secret))
    hint = getattr(refusal.value, "hint", "")
    assert said in f"{refusal.value} {hint}"


@pytest.mark.parametrize("shapes", [dense(), filters(164), filters(170), cell(), heads(54), heads(55)])
def test_the_budget_admits(shapes):
    built.within_budget(Network(even, shapes))


@pytest.mark.parametrize(
    ("shapes", "said"),
    [(dense(13), "many"), (dense(11), "few"), (cell(19), "many"), (cell(17), "few"), (heads(56), "many"),
     (filters(163), "few"), (filters(171), "many")],
)  # fmt: skip
def test_the_budget_refuses(shapes, said):
    with pytest.raises(AssertionError, match=f"too {said} parameters"):
        built.within_budget(Network(even, shapes))


@pytest.mark.parametrize(
    "output",
    [None, "text", np.nan, np.full((5, 4), np.nan), np.full((5, 4), np.inf), np.zeros(4), np.zeros((5, 3)),
     [[1], [2, 3]], np.ones((5, 4), complex), np.ones((5, 4), bool), [np.zeros((5, 4))] * 2, {}, object(),
     np.float64(3), 10**400],
)  # fmt: skip
@pytest.mark.parametrize(
    ("check", "shapes"),
    [
        (built.is_dense, dense()),
        (built.is_convolution, filters()),
        (built.is_lstm, cell()),
        (built.is_attention, heads()),
    ],
)
def test_no_output_of_a_network_is_taken_for_a_fault_of_ours(check, shapes, output):
    class Odd(Network):
        def __call__(self, x):
            return output

    with pytest.raises(AssertionError):
        check(Odd(None, shapes), np.random.default_rng(0))
    with pytest.raises(AssertionError):
        built.within_budget(Odd(None, shapes))


# --- hypothesis and tables ---


@pytest.mark.parametrize("ranks", [RANKS, np.array(RANKS), [[4, 3, 2, 1]] * 4, np.array(RANKS, float)])
def test_every_complete_ranking_is_a_hypothesis(ranks):
    claim.is_hypothesis(ranks)


@pytest.mark.parametrize(
    ("ranks", "credit", "said"),
    [
        ([[1, 2, 3, 4]] * 3 + [[1, 1, 1, 1]], 0.75, "look-up"),
        ([[0, 1, 2, 3]] + [[1, 2, 3, 4]] * 3, 0.75, "table"),
        ([[1, 2, 3, 4]] + [[1, 2, 3, 3]] * 3, 0.25, "memory"),
        ([[1, 1, 1, 1]] * 4, 0.0, "No row"),
        ([[1.5, 2, 3, 4]] * 4, 0.0, "No row"),
        (np.full((4, 4), 1e300), 0.0, "No row"),
    ],
)
def test_a_ranking_earns_credit_row_by_row(ranks, credit, said):
    with pytest.raises(Wrong, match=said) as refusal:
        claim.is_hypothesis(ranks)
    assert refusal.value.credit == credit


@pytest.mark.parametrize("slug", TABLE["RIGHT"])
def test_a_table_is_accepted(slug):
    claim.is_table(TABLE["RIGHT"][slug])


@pytest.mark.parametrize("slug", TABLE["WRONG"])
def test_a_table_is_refused(slug):
    said, answer = TABLE["WRONG"][slug]
    with pytest.raises(AssertionError, match=said):
        claim.is_table(answer)


@pytest.mark.parametrize("slug", CURVE["RIGHT"])
def test_a_curve_is_accepted(slug):
    claim.is_curve(CURVE["RIGHT"][slug], OWN)


@pytest.mark.parametrize("slug", CURVE["WRONG"])
def test_a_curve_is_refused(slug):
    said, answer = CURVE["WRONG"][slug]
    with pytest.raises(AssertionError, match=said):
        claim.is_curve(answer, OWN)


def test_a_network_that_is_not_built_costs_its_own_column_only():
    with pytest.raises(Wrong) as refusal:
        claim.is_table(np.array(OWN) * [1, 1, 0, 1])
    assert refusal.value.credit == 0.75


def test_bounds_let_a_measurement_through_and_keep_the_winners_apart():
    """No network that comes first by far may lie within the bounds of one that does not."""
    assert (claim.TABLE_SPREAD < 0.25).all() and (claim.CURVE_SPREAD < 0.25).all()
    lowest, highest = claim.TABLE - claim.TABLE_SPREAD, claim.TABLE + claim.TABLE_SPREAD
    others = np.where(np.eye(4) == 1, 0, highest).max(axis=1)
    assert (np.diag(lowest) > others).all()
    assert claim.CURVE[0, 1] - claim.CURVE_SPREAD[0, 1] > highest[1, [0, 2, 3]].max(), "40 pictures are enough"


# --- conclusions ---

HELD = 9
PRICE = np.max(OWN, axis=1).mean() - np.mean(OWN, axis=0).max()
CONCLUSIONS = {
    "ranks_held": (lambda answer, table: claim.counts_held(answer, RANKS, table), HELD),
    "first_somewhere": (claim.came_first, {"a", "b", "c", "d"}),
    "widest_spread": (claim.has_widest_spread, "d"),
    "price_of_one": (claim.is_price, PRICE),
}


@pytest.mark.parametrize("name", CONCLUSIONS)
def test_a_conclusion_from_the_own_table_is_accepted(name):
    check, right = CONCLUSIONS[name]
    check(right, OWN)


def test_conclusions_follow_the_own_table_and_not_a_model():
    """In this table attention has come first on patterns, and the gap is widest on memory."""
    table = np.array(OWN)
    table[1] = [0.40, 0.81, 0.42, 0.82]
    table[3, 3] = 0.70
    claim.came_first({"a", "c", "d"}, table)
    claim.has_widest_spread("c", table)
    with pytest.raises(Wrong, match="3 of 3 right, 1 wrong") as refusal:
        claim.came_first({"a", "b", "c", "d"}, table)
    assert "convolution" in refusal.value.hint
    with pytest.raises(Wrong):
        claim.has_widest_spread("d", table)
    with pytest.raises(Wrong):
        claim.is_price(PRICE, table)


def test_equal_accuracies_may_be_ranked_either_way():
    table = np.array(OWN)
    table[2, [0, 3]] = 0.48
    for memory in ([2, 4, 1, 3], [3, 4, 1, 2]):
        ranks = [*RANKS[:2], memory, RANKS[3]]
        for held in (HELD + 1, HELD + 3):
            claim.counts_held(held, ranks, table)
        for other in (HELD, HELD + 2, HELD + 4):
            with pytest.raises(Wrong):
                claim.counts_held(other, ranks, table)


@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        ("ranks_held", 4, "first places alone"),
        ("ranks_held", 16, ""),
        ("ranks_held", True, ""),
        ("first_somewhere", {"b"}, ""),
        ("widest_spread", "c", "another row"),
        ("price_of_one", 100 * PRICE, "per cent"),
        ("price_of_one", -PRICE, "positive"),
        ("price_of_one", np.mean(OWN, axis=0).max(), "accuracy that is left"),
        ("price_of_one", 0.0, ""),
    ],
)
def test_a_conclusion_that_the_own_table_does_not_give_is_refused(check, answer, hint):
    with pytest.raises(Wrong) as refusal:
        CONCLUSIONS[check][0](answer, OWN)
    assert hint in refusal.value.hint and (hint == "") == (refusal.value.hint == "")


def test_a_head_start_is_read_from_the_own_curve():
    lead = OWN_CURVE[0][1] - OWN_CURVE[2][2]
    claim.is_head_start(lead, OWN_CURVE)
    claim.is_head_start(round(lead, 3), OWN_CURVE)
    for answer, hint in (
        (-lead, "Ahead"),
        (100 * lead, "per cent"),
        (OWN_CURVE[0][1] - OWN_CURVE[2][0], "dense"),
        (0.5, ""),
    ):
        with pytest.raises(Wrong) as refusal:
            claim.is_head_start(answer, OWN_CURVE)
        assert hint in refusal.value.hint


@pytest.mark.parametrize("table", [None, "table", np.zeros((4, 4)), np.full((4, 4), np.nan), np.eye(3), object()])
@pytest.mark.parametrize("name", CONCLUSIONS)
def test_without_measurements_there_are_no_conclusions(name, table):
    check, right = CONCLUSIONS[name]
    with pytest.raises(AssertionError, match="measured_table"):
        check(right, table)


# --- every check, whatever the notebook holds ---

HOSTILE = [
    None, "", "text", "a" * 10_000, True, 0, -1, 1e300, float("nan"), float("inf"), 10**400, 1j, [], {}, set(), (),
    object(), np.zeros(()), np.zeros((4, 4), bool), np.zeros((4, 4), complex), np.zeros((4, 4), "datetime64[s]"),
    np.zeros(10**6 + 1), np.full((4, 4), np.nan), np.full((4, 4), np.inf), np.full((4, 4), 1e300),
    np.full((3, 4), -1e300), [[1, 2, 3, 4], [1, 2]], [["a"] * 4] * 4, [[None] * 4] * 4, {"a": 1}, {1, 2}, [set()],
    np.array([None, {}], object),
]  # fmt: skip
VALUES = [exercise for exercise in ask.EXERCISES if exercise.kind not in ("keras", "explain")]
NAMES = {
    "measured_table": OWN,
    "measured_curve": OWN_CURVE,
    "predicted_ranks": RANKS,
    "pictures_needed": "a",
    "ranks_held": HELD,
    "first_somewhere": {"a", "b", "c", "d"},
    "widest_spread": "d",
    "price_of_one": PRICE,
    "head_start": OWN_CURVE[0][1] - OWN_CURVE[2][2],
    "what_it_shows": {"a", "d"},
}


@pytest.mark.parametrize("exercise", [exercise.name for exercise in VALUES])
def test_right_answers_pass_every_check(exercise):
    checks = direct.checks_of("inductive_bias", exercise)
    assert checks
    for check in checks:
        direct.run(check, direct.Direct(NAMES), "inductive_bias", np.random.default_rng(1))


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", NAMES)
def test_hostile_values_are_the_students_fault(name, hostile):
    """Under every name in turn, so that a conclusion meets a hostile table too."""
    for exercise in VALUES:
        for check in direct.checks_of("inductive_bias", exercise.name):
            try:
                direct.run(check, direct.Direct(NAMES | {name: hostile}), "inductive_bias", np.random.default_rng(1))
            except (AssertionError, Raised):
                continue
            assert exercise.name != name, "a hostile answer was accepted"
