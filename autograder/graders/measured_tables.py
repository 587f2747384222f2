"""A hypothesis, a table of measurements, and conclusions that must agree with the student's *own* table.

How the bounds came about is told in docs/reasoning/measured.md. Functions raise ``AssertionError`` with a sentence for
the student, ``Wrong`` where part of the credit is earned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import permutations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises.inductive_bias_measured import DATA_SETS, EXAMPLES, NETWORKS
from autograder.graders.dense_properties import NOT_ANSWERED, real_array
from autograder.graders.judging import Wrong, chosen, credit, exactly
from forwardpass.compare import as_array

Array = npt.NDArray[Any]
LETTERS = "abcd"

# Mean accuracy and half-width of what a measurement may give, rows as the student's: one row a data set, or a size.
TABLE: Array = np.array(
    [
        [0.768, 0.307, 0.391, 0.328],
        [0.292, 0.941, 0.332, 0.282],
        [0.491, 0.389, 0.957, 0.481],
        [0.312, 0.262, 0.356, 0.940],
    ]
)
TABLE_SPREAD: Array = np.array(
    [
        [0.082, 0.131, 0.145, 0.084],
        [0.082, 0.095, 0.084, 0.081],
        [0.092, 0.165, 0.071, 0.113],
        [0.106, 0.102, 0.093, 0.065],
    ]
)
CURVE: Array = np.array(
    [
        [0.253, 0.894, 0.266, 0.255],
        [0.269, 0.936, 0.286, 0.262],
        [0.292, 0.941, 0.332, 0.282],
    ]
)
CURVE_SPREAD: Array = np.array(
    [
        [0.079, 0.176, 0.143, 0.088],
        [0.093, 0.053, 0.098, 0.080],
        [0.082, 0.095, 0.084, 0.081],
    ]
)


def is_hypothesis(answer: Any) -> None:
    """Credit for every data set on which the four networks are ranked 1 to 4, whether or not the ranking holds."""
    ranks = real_array(answer, "predicted_ranks", (4, 4))
    good = [sorted(row) == [1, 2, 3, 4] for row in ranks.tolist()]
    if not any(good):
        raise Wrong("No row ranks the four networks: each of 1, 2, 3 and 4 once, 1 for the best.")
    if not all(good):
        bad = ", ".join(name for name, fine in zip(DATA_SETS, good, strict=True) if not fine)
        credit(sum(good) / 4, f"Each row needs 1, 2, 3 and 4, each once. Another row: {bad}.")


def is_table(answer: Any) -> None:
    """Credit for every accuracy of the table that such a measurement can give."""
    _is_measured(answer, "measured_table", TABLE, TABLE_SPREAD, DATA_SETS)


def is_curve(answer: Any, table: Any) -> None:
    """Credit for every accuracy of the curve that such a measurement can give; its end is the table's row."""
    curve = _is_measured(answer, "measured_curve", CURVE, CURVE_SPREAD, [f"{each} examples" for each in EXAMPLES])
    own = None if table is None else as_array(table)
    # float64 throughout: an accuracy written with four digits is the same number in both places.
    if own is None or own.shape != (4, 4) or own.dtype.kind not in "iuf" or not _same_row(own, curve[-1]):
        credit(0.5, "The last row is not the row `patterns` of your own table, though it is the same measurement.")


def _same_row(table: Array, row: Array) -> bool:
    patterns = table[DATA_SETS.index("patterns")].astype(np.float64)
    return bool((np.abs(patterns - row) <= 5e-4).all())


def _is_measured(answer: Any, name: str, mean: Array, spread: Array, rows: Collection[str]) -> Array:
    given = real_array(answer, name, (len(mean), 4))
    if given.max() > 1 and given.min() >= 0 and given.max() <= 100:
        raise Wrong("Accuracies are shares between 0 and 1 here, not per cent.")
    assert given.min() >= 0 and given.max() <= 1, "An accuracy lies between 0 and 1."
    assert np.ptp(given) > 0, "All accuracies are one and the same number: that is no measurement."
    # A number that is copied from row to row or from column to column is none, either.
    flat = np.ptp(given, axis=1) == 0
    good = (np.abs(given - mean) <= spread) & ~flat[:, None]
    if good.all():
        return given
    if not good.any():
        raise Wrong("None of these accuracies is one that this measurement gives. Run the training cell as it is.")
    odd = [row for row, fine in zip(rows, good.all(axis=1), strict=True) if not fine]
    credit(
        float(good.mean()),
        f"Some accuracies lie outside of what this measurement gives on any machine, in: {', '.join(odd)}.",
        "A network that is not built as described, or a number that was not copied?",
    )


def _own(answer: Any, name: str = "measured_table", mean: Array = TABLE, spread: Array = TABLE_SPREAD) -> Array:
    """Give the student's measurements, where conclusions can be drawn from them: at least half are measurements."""
    assert answer is not None, f"This is answered from `{name}`, which is still None."
    try:
        own = real_array(answer, name, mean.shape)
    except AssertionError:
        raise Wrong(f"This is answered from `{name}`, which is no such table of accuracies.") from None
    likely = np.abs(own - mean) <= spread
    assert likely.mean() >= 0.5, f"This is answered from `{name}`, most of which is not what the measurement gives."
    return own


def counts_held(answer: Any, predicted: Any, table: Any) -> None:
    """The number of ranks that the measurement confirms; equal accuracies may be ranked either way."""
    if answer is None:
        raise Wrong(NOT_ANSWERED)
    own = _own(table)
    assert predicted is not None, "This is answered from `predicted_ranks`, which is still None."
    try:
        ranks = real_array(predicted, "predicted_ranks", (4, 4))
    except AssertionError:
        raise Wrong("This is answered from `predicted_ranks`, which is no table of four by four ranks.") from None
    possible = {0}
    for given, row in zip(ranks, own, strict=True):
        orders = [order for order in permutations(range(4)) if (np.diff(row[list(order)]) <= 0).all()]
        held = {sum(int(given[network]) == rank for rank, network in enumerate(order, 1)) for order in orders}
        possible = {one + other for one in possible for other in held}
    hints: dict[Any, str] = {}
    firsts = sum(int(given[np.argmax(row)] == 1) for given, row in zip(ranks, own, strict=True))
    if firsts not in possible:
        hints[firsts] = "These are the first places alone. All sixteen ranks count."
    rows = sum(int((given[np.argsort(-row)] == [1, 2, 3, 4]).all()) for given, row in zip(ranks, own, strict=True))
    if rows not in possible:
        hints.setdefault(rows, "These are the rows that held as a whole. All sixteen ranks count.")
    _one_of(answer, possible, hints)


def came_first(answer: Any, table: Any) -> None:
    """The networks that were best on at least one data set."""
    own = _own(table)
    firsts = [{LETTERS[i] for i in np.flatnonzero(row == row.max())} for row in own]
    rights = sorted({"".join(sorted(set(choice))) for choice in product(*firsts)})
    feedback = {
        letter: f"In your table the {name} network is on no data set the best."
        for letter, name in zip(LETTERS, NETWORKS, strict=True)
    }
    best: Wrong | None = None
    for right in rights:
        try:
            chosen(answer, set(right), feedback)
        except Wrong as wrong:
            best = wrong if best is None or wrong.credit > best.credit else best
        else:
            return
    assert best is not None
    raise best


def has_widest_spread(answer: Any, table: Any) -> None:
    """The data set on which best and worst network are furthest apart."""
    spread = np.ptp(_own(table), axis=1)
    feedback = {
        letter: "In your table another row has a larger distance between its largest and its smallest number."
        for letter in LETTERS
    }
    _choose_one(answer, spread, feedback)


def is_head_start(answer: Any, curve: Any) -> None:
    """How far the convolution with the fewest examples is ahead of the best other network with the most."""
    assert answer is not None, NOT_ANSWERED
    own = _own(curve, "measured_curve", CURVE, CURVE_SPREAD)
    few, many = own[0], own[-1]
    lead = few[1] - max(many[[0, 2, 3]])
    _number(
        answer,
        "head_start",
        lead,
        {
            "Accuracies are shares between 0 and 1 here, not per cent.": 100 * lead,
            "Ahead is positive.": -lead,
            "That compares it with the dense network. Is that the best of the others?": few[1] - many[0],
            "That compares both at 40 pictures.": few[1] - max(few[[0, 2, 3]]),
            "That compares both at 4,000 pictures.": many[1] - max(many[[0, 2, 3]]),
        },
    )


def is_price(answer: Any, table: Any) -> None:
    """What the best single network loses, on average, against the winner of each data set."""
    assert answer is not None, NOT_ANSWERED
    own = _own(table)
    means, best = own.mean(axis=0), own.max(axis=1).mean()
    price = best - means.max()
    _number(
        answer,
        "price_of_one",
        price,
        {
            "Accuracies are shares between 0 and 1 here, not per cent.": 100 * price,
            "That is the accuracy that is left. How much is lost against the winners?": means.max(),
            "That is what the winners reach. How much of it does the one network lose?": best,
            "That is the loss on the worst of the data sets. What is it on average?": (
                (own.max(axis=1) - own[:, means.argmax()]).max()
            ),
            "The loss is asked for: a positive number.": -price,
        },
    )


def _number(answer: Any, name: str, right: float, mistakes: Mapping[str, float]) -> None:
    """A number that follows from the student's own measurements, right to three decimals."""
    given = float(real_array(answer, name, ()))
    if abs(given - right) <= 1e-3:
        return
    hint = next((text for text, wrong in mistakes.items() if abs(given - wrong) <= 1e-3 * max(1, abs(wrong))), "")
    raise Wrong("That does not follow from your own measurements.", hint)


def _choose_one(answer: Any, sizes: Array, feedback: Mapping[str, str]) -> None:
    """The letter of the largest; of several equally large ones any."""
    rights = [LETTERS[i] for i in np.flatnonzero(sizes >= sizes.max() - 1e-9)]
    given = answer.strip().lower() if isinstance(answer, str) else ""
    chosen(answer, given if given in rights else rights[0], feedback)


def _one_of(answer: Any, possible: set[int], hints: Mapping[Any, str]) -> None:
    for right in sorted(possible):
        try:
            return exactly(answer, right, hints)
        except Wrong as wrong:
            last = wrong
    raise last
