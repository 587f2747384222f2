"""A rubric is read strictly, fits its cell, and what is suggested from it is no more than it seems."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.rubrics import Rubric, RubricError, load, points_differ, read
from autograder.rubrics.likeness import Corpus, sentences, words
from autograder.rubrics.suggest import MOST_READ
from tests.rubrics import measuring
from tests.rubrics.measuring import ROOT

GOOD = """
why:
  criteria:
    - {name: sharing, points: 1.5, text: Says that a convolution uses the same weights everywhere.}
    - {name: locality, points: 0.5, text: Says that a window sees a few neighbouring pixels.}
  exemplars:
    - text: A convolution shares its weights over all places. Its window is small, so it sees neighbours only.
      meets: [sharing, locality]
    - text: The same filter is used at every place, but a dense layer has weights of its own for each pixel.
      meets: [sharing]
    - text: It works well for photographs, as we have seen in the lesson.
      meets: []
  misconceptions:
    - name: roles-swapped
      example: A dense layer uses the same weights everywhere.
      why: It is the convolution that does.
"""
QUESTION = "Which two assumptions does a convolution make about pictures, and which of them does a dense layer lack?"


def written(root: Path, text: str | bytes) -> Path:
    (root / "source" / "a").mkdir(parents=True)
    (root / "source" / "a" / "rubrics.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


@pytest.fixture
def rubric(tmp_path: Path) -> Rubric:
    return load(written(tmp_path, GOOD), "a")["why"]


class TestReading:
    def test_a_rubric_is_what_its_author_wrote(self, rubric: Rubric) -> None:
        assert [each.name for each in rubric.criteria] == ["sharing", "locality"] and rubric.points == 2
        assert rubric.exemplars[1].meets == ("sharing",)

    def test_an_assignment_without_a_file_has_none(self, tmp_path: Path) -> None:
        assert load(tmp_path, "a") == {}

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (("points: 1.5", "points: 0"), "points"),
            (("points: 1.5", "points: one"), "points"),
            (("points: 1.5", "points: .nan"), "points"),
            (("points: 1.5", "points: -1"), "points"),
            (("points: 1.5, ", ""), "points"),
            (("name: sharing", "name: Sharing weights"), "name"),
            (("name: locality", "name: sharing"), "'sharing' is there twice"),
            (("meets: [sharing]", "meets: [sharing, sharing]"), "'sharing' is there twice"),
            (("meets: [sharing]", "meets: [depth]"), "'depth', which is no criterion"),
            (("meets: []", "meets: [sharing]"), "'sharing' needs an exemplar that meets it and one that does not"),
            (("why: It is", "because: It is"), "because"),
            (("  misconceptions:", "  Misconceptions:"), "Misconceptions"),
            (("text: It works well for photographs, as we have seen in the lesson.", "text: ' '"), "text"),
            (("meets: []", "meets: none"), "meets"),
            (("why:\n", "why: *missing\n"), "alias"),
            (("why:\n  criteria", "why: 1\nwhy:\n  criteria"), "'why' is there twice"),
            (("  exemplars", "  criteria: []\n  exemplars"), "'criteria' is there twice"),
            (("why:\n", "- why:\n"), ""),
        ],
    )
    def test_what_is_not_as_it_must_be_is_refused(self, tmp_path: Path, change: tuple[str, str], message: str) -> None:
        assert change[0] in GOOD
        with pytest.raises(RubricError) as refused:
            load(written(tmp_path, GOOD.replace(*change, 1)), "a")
        assert message in str(refused.value) and str(refused.value).startswith("source/a/rubrics.yaml: ")

    @pytest.mark.parametrize(
        "data", [b"\xff\xfe\x00", b"\x00", b"[" * 5_000, b"", b"42", b"!!python/object:os.system 1"]
    )
    def test_what_is_no_rubric_at_all_is_refused(self, tmp_path: Path, data: bytes) -> None:
        with pytest.raises(RubricError):
            load(written(tmp_path, data), "a")

    def test_points_and_cells_are_held_against_each_other(self, rubric: Rubric) -> None:
        assert points_differ({"why": rubric}, {"why": 2.0, "other": 1.0}) == []
        assert "the cell has 3" in points_differ({"why": rubric}, {"why": 3.0})[0]
        assert "there is no cell" in points_differ({"why": rubric}, {})[0]


class TestTheKitsOwn:
    def test_every_question_to_explain_has_a_rubric_worth_its_points(self) -> None:
        asked = {each.name: each for each in measuring.asked()}
        by_hand = {
            cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
            for assignment in measuring.ASSIGNMENTS
            for path in (ROOT / "source" / assignment).glob("*.ipynb")
            for cell in measuring.read_notebook(path).cells
            if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("grade")
        }
        assert len(by_hand) >= 12 and {name: each.rubric.points for name, each in asked.items()} == by_hand

    @pytest.mark.parametrize("each", list(measuring.asked()), ids=lambda each: each.name)
    def test_its_exemplars_are_of_differing_quality(self, each: measuring.Asked) -> None:
        earned = [len(exemplar.meets) for exemplar in each.rubric.exemplars]
        assert max(earned) == len(each.rubric.criteria) and min(earned) == 0 and len(earned) >= 5
        assert len(each.rubric.misconceptions) >= 3
        texts = [exemplar.text for exemplar in each.rubric.exemplars]
        assert len({" ".join(words(text)) for text in texts}) == len(texts)
        assert each.answer not in texts

    @pytest.mark.parametrize("each", list(measuring.asked()), ids=lambda each: each.name)
    def test_the_model_answer_is_never_suggested_to_miss_anything(self, each: measuring.Asked) -> None:
        assert "not met" not in [one.leaning for one in read(each.rubric, each.question, each.answer).suggestions]


class TestSuggesting:
    def test_the_evidence_is_a_sentence_of_each(self, rubric: Rubric) -> None:
        reading = read(rubric, QUESTION, "I like tea. A convolution shares the weights over all places, as we saw.")
        sharing, locality = reading.suggestions
        assert sharing.leaning == "met" and sharing.evidence is not None
        assert sharing.evidence.mine.startswith("A convolution shares the weights")
        assert sharing.evidence.theirs == "A convolution shares its weights over all places."
        assert locality.leaning == "not met" and reading.misconception is None and reading.signs == ()

    def test_a_wrong_thought_is_named(self, rubric: Rubric) -> None:
        found = read(rubric, QUESTION, "I would say that a dense layer uses the same weights everywhere.").misconception
        assert found is not None and found.speaks_for == rubric.misconceptions[0]

    def test_a_negation_silences_the_criterion_that_it_turns_round(self, rubric: Rubric) -> None:
        sharing, _ = read(rubric, QUESTION, "A convolution does not share its weights over all the places.").suggestions
        assert sharing.leaning == "open" and sharing.evidence is not None and sharing.evidence.turned == ["not"]

    @pytest.mark.parametrize(
        ("answer", "sign"),
        [
            ("A convolution shares weights.", "It has 4 words only."),
            ("convolution weights sharing filter window neighbours pixels locality", "list of keywords"),
            (QUESTION + " I think so.", "copied from the question"),
            ("Die Faltung benutzt an jeder Stelle die gleichen Gewichte und sieht nur die Nachbarn.", "English"),
            ("Свёртка использует одни и те же веса в каждой точке изображения.", "English"),
            ("A convolution shares its <b>weights</b> over all the places it sees.", "HTML or script"),
            ("See [this](javascript:alert(1)) for all of the weights that it has.", "HTML or script"),
            ("A convolution shares its wei\u200bghts over all the places it sees.", "invisible characters"),
            ("A convolution shares its weіghts over all the places that it sees.", "several alphabets"),
            (
                "The same filter is used at every place, but a dense layer has weights of its own for each image.",
                "a word",
            ),
            (
                "at each pixel the same filter of its own has weights for every place, but a dense layer is used",
                "order",
            ),
        ],
    )
    def test_what_is_odd_is_said_and_silences_every_suggestion(self, rubric: Rubric, answer: str, sign: str) -> None:
        reading = read(rubric, QUESTION, answer)
        assert any(sign in each for each in reading.signs), reading.signs
        assert {one.leaning for one in reading.suggestions} == {"open"}

    def test_the_same_rubric_read_twice_gives_the_same(self, rubric: Rubric, tmp_path: Path) -> None:
        """Equal, and not the same object: rubrics are read again when others have taken their place in memory."""
        again = load(written(tmp_path / "again", GOOD + "\n"), "a")["why"]
        answer = "A convolution shares the weights over all places."
        assert again is not rubric and read(again, QUESTION, answer) == read(rubric, QUESTION, answer)

    @given(st.text(max_size=400))
    def test_no_text_stops_it(self, answer: str) -> None:
        each = next(measuring.asked())
        reading = read(each.rubric, each.question, answer)
        assert len(reading.suggestions) == len(each.rubric.criteria)

    @pytest.mark.parametrize(
        "unit", ["a ", "a", "A convolution shares weights. ", ".\n", "not ", "\u200b", "é", "the same. "]
    )
    def test_a_huge_answer_takes_no_longer_than_a_long_one(self, rubric: Rubric, unit: str) -> None:
        read(rubric, QUESTION, "warm up")
        started = time.thread_time()
        reading = read(rubric, QUESTION, unit * 200_000)
        assert time.thread_time() - started < 0.5
        assert f"Only the first {MOST_READ:,}" in reading.signs[-1]


class TestLikeness:
    def test_runs_from_nothing_in_common_to_the_same_words(self) -> None:
        alike = Corpus(["one two three", "four five six", ""]).compare("One, two: three!")
        assert alike == [pytest.approx(1), 0, 0]

    def test_knows_nothing_of_meaning(self) -> None:
        """The reason why nothing is scored by it."""
        right = "A convolution shares its weights, and a dense layer does not share them."
        swapped = "A dense layer shares its weights, and a convolution does not share them."
        corpus = Corpus([right, "Something else altogether."])
        assert corpus.compare(swapped)[0] > 0.8

    @given(st.text(max_size=300))
    def test_is_a_share_for_every_text(self, text: str) -> None:
        assert all(-1e-9 <= each <= 1 + 1e-9 for each in Corpus(["some words", text]).compare(text))
        assert all(sentences(text))


def test_the_documentation_says_what_is_measured() -> None:
    page = (ROOT / "docs" / "reasoning" / "explain.md").read_text()
    for table in measuring.tables().split("\n\n"):
        assert table in page
    for each in measuring.asked():
        assert f"(`{each.name}`) | {', '.join(c.name for c in each.rubric.criteria)} | {each.points:g} |" in page


def test_the_rubric_in_the_documentation_is_one(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "reasoning" / "explain.md").read_text()
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    assert load(written(tmp_path, shown), "a")["explain_why"].points == 2
