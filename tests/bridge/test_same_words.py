"""When two answers are word for word the same: never where a word differs, whatever it looks like."""

from __future__ import annotations

import copy
import time

import nbformat
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from autograder.nbgrader_bridge.free_answers import LONGEST, free_answers, normal
from autograder.rubrics import load
from autograder.submission import read as take
from tests.bridge.tiny import ROOT

WORDS = st.lists(st.text(st.characters(categories=("Ll", "Lu", "Nd")), min_size=1, max_size=8), min_size=2, max_size=30)
UNSEEN = st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e\ufe0f\U000e0020")
LOOKALIKES = dict(zip("aceopxyABEHKMOPTX", "асеорхуАВЕНКМОРТХ", strict=True))


@given(WORDS, st.data())
def test_no_change_to_the_words_is_taken_for_the_same(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    place = data.draw(st.integers(0, len(words) - 1))
    kind = data.draw(st.sampled_from(["add", "drop", "swap", "unseen", "not", "script"]))
    changed = copy.copy(words)
    if kind == "add":
        changed.insert(place, data.draw(st.sampled_from(["not", "no", "never", "hardly"])))
    elif kind == "drop":
        del changed[place]
    elif kind == "swap":
        other = data.draw(st.integers(0, len(words) - 1))
        assume(normal(words[place]) != normal(words[other]))
        changed[place], changed[other] = changed[other], changed[place]
    elif kind == "unseen":
        at = data.draw(st.integers(0, len(words[place])))
        changed[place] = words[place][:at] + data.draw(UNSEEN) + words[place][at:]
    elif kind == "not":
        changed[place] = f"un{words[place]}"
    else:
        changed[place] = f"<script>{words[place]}</script>"
    assert normal(" ".join(changed)) != normal(text)


@given(st.text(st.sampled_from(sorted(LOOKALIKES)), min_size=1), st.data())
def test_no_lookalike_is_taken_for_the_letter(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    assert normal(text[:place] + LOOKALIKES[text[place]] + text[place + 1 :]) != normal(text)


@given(WORDS, st.data())
def test_case_space_width_and_emphasis_change_nothing(words: list[str], data: st.DataObject) -> None:
    assume(all(normal(word.upper()) == normal(word) for word in words))  # ı has a capital that is another letter's
    spaces = data.draw(st.lists(st.sampled_from([" ", "  ", "\n", "\t", "\u00a0"]), min_size=len(words)))
    shapes = data.draw(st.lists(st.sampled_from(["{}", "*{}*", "**{}**", "__{}__", "_{}_"]), min_size=len(words)))
    written = "".join(
        space + shape.format(word.upper()) for word, space, shape in zip(words, spaces, shapes, strict=False)
    )
    assert normal(written + "\n") == normal(" ".join(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10² weights", "102 weights"), ("H₂", "H2"), ("½", "1⁄2"), ("x_t", "xt"), ("2 * x * 3", "2 x 3"),
        ("`a *b* c`", "`a b c`"), ("$a_1 b_1$", "$a1 b1$"), ("a*b*c", "abc"), ("-3", "3"), ("a ≠ b", "a = b"),
        ("x < y", "x y"), (r"\*a\*", "a"), ("* a", "a"), ("~~not~~", "not"), ("①", "1"), ("x* and y*", "x and y"),
    ],
)  # fmt: skip
def test_what_means_something_stays(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ｄｅｎｓｅ", "dense"),
        ("ﬁlter", "filter"),
        ("e\u0301", "é"),
        ("**Not** so", "not SO"),
        ("a\r\n b", "a b"),
        ("𝐖", "w"),
    ],
)
def test_forms_of_the_same_letters_are_the_same(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize("unit", ["*a ", "_a ", "_a", "**", "__", "*_", "a*b ", "*a\n", "ﷺ", "\u0301"])
def test_no_text_takes_long_to_be_made_normal(unit: str) -> None:
    started = time.thread_time()
    normal((unit * LONGEST)[:LONGEST])
    assert time.thread_time() - started < 0.5


def test_the_rubrics_of_the_kit_are_under_attack_too() -> None:
    """Each exemplar with any one word left out is another text than each exemplar."""
    rubrics = {name: r for folder in ("dense", "conv2d", "lstm", "attention") for name, r in load(ROOT, folder).items()}
    assert len(rubrics) == 12
    for rubric in rubrics.values():
        known = {normal(exemplar.text) for exemplar in rubric.exemplars}
        for exemplar in rubric.exemplars:
            words = exemplar.text.split()
            attacks = {normal(" ".join(words[:i] + words[i + 1 :])) for i in range(len(words))}
            assert not attacks & known


def test_words_about_what_a_student_found_alone_are_never_compared() -> None:
    released = nbformat.read(ROOT / "release" / "inductive_bias" / "inductive_bias_measured.ipynb", as_version=4)
    handed_in = copy.deepcopy(released)
    for cell in handed_in.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "where_it_failed":
            cell.source = "On memory I expected the dense network to come last, and my table says something else."
    submission = take(
        nbformat.writes(handed_in).encode(), released, assignment="inductive_bias", notebook="inductive_bias_measured"
    )
    answer = free_answers(submission)["where_it_failed"]
    assert answer.written and not answer.blank and answer.fingerprint == ""
