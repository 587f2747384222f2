"""The recorder writes a student when all of theirs is graded, once, and says what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import recording
from autograder.course import Course, CourseError
from autograder.nbgrader_bridge.gradebook import Recorded
from autograder.recording import Recorder


class Book:
    """Stands for the gradebook: who was recorded, in which order."""

    def __init__(self, fails: str = "", full: str = "") -> None:
        self.fails, self.full = fails, full
        self.rows: list[tuple[str, str]] = []

    def record_class(self, course: Course, assignment: str, names: Iterable[str], **_: Any) -> Iterator[Recorded]:
        for name in names:
            if name == self.full:
                raise CourseError("the disk is full")
            self.rows.append((assignment, name))
            yield Recorded(name, skipped=name == "known", failure="ours" if name == self.fails else "")


def recorder(book: Book, monkeypatch: pytest.MonkeyPatch, *assignments: str) -> Recorder:
    monkeypatch.setattr(recording.gradebook, "record_class", book.record_class)
    steps: list[tuple[str, str]] = []
    made = Recorder(Course(Path()), assignments, lambda *step: steps.append(step), force=False, isolation="bubblewrap")
    made.steps = steps  # type: ignore[attr-defined]
    return made


def test_students_are_recorded_when_their_last_notebook_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book(fails="cy")
    with recorder(book, monkeypatch, "lstm", "dense") as made:
        made.expect("lstm", "ada", 2)
        made.expect("lstm", "known", 0)
        made.graded("lstm", "ada")
        made.expect("lstm", "cy", 1)
        made.close("lstm")
        made.expect("dense", "ada", 1)
        made.graded("dense", "ada")
        made.close("dense")
        made.graded("lstm", "cy")
        made.graded("lstm", "ada")
    assert book.rows == [("lstm", "known"), ("lstm", "cy"), ("lstm", "ada"), ("dense", "ada")]
    assert made.outcomes["lstm"].skipped == 1 and made.outcomes["lstm"].failures == {"cy": "ours"}
    assert made.steps == [(f"recording {assignment}", name) for assignment, name in book.rows]
    assert made.seconds >= 0


def test_nobody_waits_where_nobody_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book()
    with recorder(book, monkeypatch, "lstm", "dense") as made:
        made.close("lstm")
        made.expect("dense", "ada", 0)
        made.close("dense")
    assert book.rows == [("dense", "ada")]


def test_a_full_disk_is_raised_where_the_run_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book(full="ada")
    with pytest.raises(CourseError, match="full"), recorder(book, monkeypatch, "lstm") as made:
        made.expect("lstm", "ada", 0)
        made._thread.join()
        made.insist()
    assert book.rows == []


def test_an_interrupt_ends_it_after_the_student_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book()
    with pytest.raises(KeyboardInterrupt), recorder(book, monkeypatch, "lstm") as made:
        made.expect("lstm", "ada", 0)
        made.expect("lstm", "cy", 5)
        raise KeyboardInterrupt
    assert not made._thread.is_alive()
    assert set(book.rows) <= {("lstm", "ada")}
