"""The grader is killed, its workers are killed, and nothing is lost, doubled, or left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.crashes import course
from tests.crashes.course import ASSIGNMENT, Place, die_at

pytestmark = pytest.mark.xdist_group("crashes")
KILLS, ROUNDS = 10, int(os.environ.get("KILL_ROUNDS", "1"))  # `make crash`: five rounds, fifty kills
PATIENCE = 60  # seconds until a process that should have ended counts as left behind
Same = Callable[[Place], None]


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Everything that a process has started and that still runs: workers, bubblewrap, rooms."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def kill_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill a run at some moment, unless it has finished by then; whether it was killed."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        others = family(process)
        process.kill()
        said, _ = process.communicate(timeout=PATIENCE)  # ends when the last holder of its output has ended
        if process.returncode == -signal.SIGKILL:
            assert psutil.wait_procs(others, timeout=PATIENCE)[1] == []
            return True
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return False


def following(place: Place, first: tuple[str, ...]) -> tuple[str, ...]:
    """What an instructor types after a kill: --resume, or the same again where the run had not even begun."""
    return ("grade", "--resume") if (place.root / ".autograder" / "run.json").exists() else first


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_anywhere_it_ends_as_if_nothing_had_happened(
    template: Place, tmp_path: Path, undisturbed: dict[str, Any], same: Same, seed: int
) -> None:
    draw, kills, courses = random.Random(seed), 0, 0
    while kills < KILLS:
        courses += 1
        place = template.copy(tmp_path / f"course{courses}")
        first = ("grade", ASSIGNMENT, *(("--force",) if courses % 2 else ()))
        command, killed = first, True
        while killed and kills < KILLS:
            killed = kill_after(place.start(*command), draw.uniform(0.15, 1.0) * undisturbed["seconds"])
            kills += killed
            command = following(place, first)
        if killed:
            place.run(*command)
        same(place)


#: Between any two steps that write: reports, the gradebook's transaction, the files, the journal.
STEPS = [
    ("autograder.nbgrader_bridge.ledger:digest_of", "after", 1),
    ("autograder.nbgrader_bridge.ledger:enter", "before", 4),
    ("autograder.nbgrader_bridge.ledger:enter", "after", 4),
    ("autograder.durable:sync_tree", "after", 3),
    ("autograder.durable:publish", "before", 2),
    ("os:rename", "before", 7),  # the sixth student's old files are out of the way, the new ones not yet in place
    ("autograder.durable:publish", "after", 6),
    ("autograder.journal:finish", "before", 1),
]


@pytest.mark.parametrize(("function", "when", "count"), STEPS, ids=[f"{w}-{f.partition(':')[2]}" for f, w, _ in STEPS])
def test_killed_between_two_steps_a_student_is_recorded_as_a_whole_or_not_at_all(
    graded: Place, same: Same, function: str, when: str, count: int
) -> None:
    die_at(graded, function, when, count, "grade", "--resume")
    rows = course.gradebook(graded)
    for student in {student for student, *_ in rows["submissions"]} - {"manual"}:
        assert [name for who, name, _, mark in rows["recorded"] if who == student and mark] == ["one", "two"]
    said = graded.run("grade", "--resume")
    assert "tally: 0 notebooks graded, 10 taken from earlier runs" in said
    same(graded)


def test_a_forced_run_that_is_resumed_does_not_grade_twice(graded: Place, same: Same) -> None:
    graded.run("grade", "--resume")
    # Counted where the grading thread alone passes, with its report stored: the recorder stores one of its own, too.
    stored = "autograder.recording:Recorder.graded"
    die_at(graded, stored, "before", 7, "grade", "--force", "--student", "ada", "--student", "bob", "--student", "eve",
           "--student", "late", ASSIGNMENT)  # fmt: skip
    said = graded.run("grade", "--resume")
    assert "0 notebooks graded, 7 taken from earlier runs" in said and "of 4 students" in said
    same(graded)
    assert "no interrupted run" in graded.run("grade", "--resume", code=1)


def test_resume_goes_on_with_the_students_of_the_run_and_no_others(place: Place) -> None:
    put = "autograder.nbgrader_bridge.store:ReportStore.put"
    die_at(place, put, "before", 2, "grade", "--student", "ada", ASSIGNMENT)
    assert "1 notebooks graded, 1 taken from earlier runs, 0 of 1 students" in place.run("grade", "--resume")
    assert {student for student, *_ in course.gradebook(place)["submissions"]} == {"ada", "manual"}


def test_a_gradebook_from_yesterday_is_filled_up_without_grading_again(
    graded: Place, template: Place, same: Same
) -> None:
    graded.run("grade", "--resume")
    assert "6 of 6 students already recorded" in graded.run("grade", ASSIGNMENT)
    (graded.root / "gradebook.db").write_bytes((template.root / "gradebook.db").read_bytes())
    said = graded.run("grade", ASSIGNMENT)
    assert "tally: 0 notebooks graded, 10 taken from earlier runs, 0 of 6 students already recorded" in said
    same(graded)


def test_a_lost_gradebook_is_filled_again(graded: Place, undisturbed: dict[str, Any]) -> None:
    graded.run("grade", "--resume")
    (graded.root / "gradebook.db").unlink()
    assert "nbgrader generate_assignment tally" in graded.run("grade", ASSIGNMENT, code=1)
    graded.run("-m", "nbgrader", "generate_assignment", ASSIGNMENT)
    assert "tally: 0 notebooks graded" in graded.run("grade", ASSIGNMENT)
    by_machine = [row[:4] for row in undisturbed["grades"]]
    assert [row[:4] for row in course.gradebook(graded)["grades"]] == by_machine


def workers(process: subprocess.Popen[str]) -> Iterator[psutil.Process]:
    """The processes that grade."""
    for child in family(process):
        try:
            if "spawn_main" in " ".join(child.cmdline()):
                yield child
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue


def test_a_worker_that_is_killed_costs_nobody_anything(place: Place, same: Same) -> None:
    process = place.start("grade", ASSIGNMENT, "--jobs", "2")
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("grading: 1 of"):
            process.send_signal(signal.SIGSTOP)  # so that it cannot be done before it is noticed
            next(workers(process)).kill()
            process.send_signal(signal.SIGCONT)
            break
    said, _ = process.communicate()
    assert process.returncode == 0, said
    same(place)


def test_where_every_worker_dies_everybody_is_held_and_nobody_gets_a_zero(place: Place, same: Same) -> None:
    process = place.start("grade", ASSIGNMENT)
    while process.poll() is None:
        for worker in workers(process):
            with suppress(psutil.NoSuchProcess):
                worker.kill()
        time.sleep(0.05)
    said, _ = process.communicate()
    assert process.returncode == 1, said
    assert said.count("NOT GRADED, by a fault that is not the student's") == 10
    rows = course.gradebook(place)["grades"]
    assert len(rows) == 24
    assert {(score, held) for _, _, item, score, _, _, held in rows if item != "why"} == {(None, 1)}
    place.run("grade", "--resume")
    same(place)


def test_two_runs_never_work_at_once(place: Place, same: Same) -> None:
    first = place.start("grade", ASSIGNMENT)
    while not (place.root / ".autograder" / "run.json").exists() and first.poll() is None:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGSTOP)
    try:
        for again in (ASSIGNMENT, "--resume"):
            said = place.run("grade", again, code=1)
            assert said.startswith("Error: another `autograder grade` is at work in") and said.count("\n") == 1
    finally:
        os.kill(first.pid, signal.SIGCONT)
    said, _ = first.communicate()
    assert first.returncode == 0, said
    same(place)
