"""The course secret: made once, private, never silently renewed."""

from __future__ import annotations

import multiprocessing
import stat

import pytest

from autograder.course import Course, CourseError


def _secret(root):
    return Course(root).secret


def test_the_secret_is_made_once_and_is_private(tmp_path):
    first = Course(tmp_path).secret
    assert len(first) == 32
    assert Course(tmp_path).secret == first
    assert stat.S_IMODE((tmp_path / ".autograder").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / ".autograder" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / ".autograder").iterdir()] == ["secret"]


def test_graders_that_start_at_once_agree_on_one_secret(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(_secret, [tmp_path] * 16))) == 1


@pytest.mark.parametrize("damage", ["", "00ff", "not hexadecimal", "ab" * 33])
def test_a_damaged_secret_stops_everything(tmp_path, damage):
    Course(tmp_path).secret  # noqa: B018
    (tmp_path / ".autograder" / "secret").write_text(damage)
    with pytest.raises(CourseError, match="damaged"):
        Course(tmp_path).secret  # noqa: B018


def test_two_courses_draw_different_cases(tmp_path):
    one, other = Course(tmp_path / "one"), Course(tmp_path / "other")
    assert one.generator("lstm", "a").normal() != other.generator("lstm", "a").normal()
    assert one.generator("lstm", "a").normal() == one.generator("lstm", "a").normal()
    assert one.generator("lstm", "ab").normal() != one.generator("lstma", "b").normal()
    assert one.fingerprint() != other.fingerprint()
    assert one.secret.hex() not in one.fingerprint()
