"""References are there before the first submission: computed once, by one process, and complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import preparing, references
from autograder.course import Course, CourseError
from autograder.preparing import Prepared, compute, prepare
from autograder.references import ReferenceDisagreement, lookup


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


def forbidden(*_: object, **__: object) -> None:
    raise AssertionError("this was to be known already")


def test_everything_that_checks_compare_with_is_computed_once(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    made = prepare(course, ["lstm"], "cpu")
    assert made.count == len(list(course.cache.glob("*.npz"))) > 20
    assert made.by.startswith("Keras ") and made.by.endswith(" on CPU")
    monkeypatch.setattr(lookup, "_agreed", forbidden)
    references.set_cache(course.cache)
    compute(course, "lstm")  # in this process, from the cache alone
    monkeypatch.setattr(preparing.multiprocessing, "get_context", forbidden)
    assert prepare(course, ["lstm"]) == Prepared()


def test_another_secret_needs_other_references(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Course, "fingerprint", lambda _: "one")
    (course.private / "cache").mkdir()
    preparing._complete(course, "lstm").touch()
    assert prepare(course, ["lstm"]) == Prepared()
    monkeypatch.setattr(Course, "fingerprint", lambda _: "another")
    assert not preparing._complete(course, "lstm").exists()


def test_without_a_gpu_one_that_is_asked_for_is_missed(course: Course) -> None:
    if _has_gpu():
        # What is asserted is what a machine without one says; with one, references by the GPU are what runs above.
        pytest.skip("there is a GPU here")
    with pytest.raises(CourseError, match="no GPU here, only Keras"):
        prepare(course, ["lstm"], "gpu")


def _has_gpu() -> bool:
    from forwardpass import live

    return live.where().endswith("GPU")


def test_a_reference_that_cannot_be_had_is_named(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def disagree(layer: str, stub: str, case: object) -> None:
        raise ReferenceDisagreement(f"{stub}: Keras and the formula differ")

    monkeypatch.setattr(lookup, "_agreed", disagree)
    references.set_cache(None)
    with pytest.raises(CourseError, match=r"to_timesteps, test_pairs_become_timesteps: .*Keras and the formula differ"):
        compute(course, "lstm")
