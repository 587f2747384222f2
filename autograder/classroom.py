"""Grade a class: read what was handed in, grade in parallel, record in nbgrader's gradebook, and say how it goes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from autograder.course import Course
from autograder.nbgrader_bridge import gradebook, inbox
from autograder.nbgrader_bridge.store import ReportStore
from autograder.sandbox import Isolation, Sandbox
from autograder.sandbox.doctor import self_test
from autograder.scaleout import Job, grade_many
from autograder.submission import InvalidSubmission


@dataclass
class Handed:
    """What a class handed in: notebooks to grade, and what is held or cannot be touched."""

    jobs: list[Job] = field(default_factory=list)
    ready: int = 0
    held: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def grade_class(
    root: Path,
    assignment: str,
    students: list[str],
    *,
    force: bool = False,
    workers: int | None = None,
    isolation: Isolation = "bubblewrap",
) -> bool:
    """Grade ``assignment`` for these students, or for everybody who handed something in.

    Returns whether everybody could be graded or is held for a person; False where our own fault left somebody out.
    Raises ``LookupError`` for an unknown assignment or student, ``sandbox.Unavailable`` where code cannot be isolated.
    """
    course = Course(root)
    inbox.releases(course, assignment)
    names = _names(course, assignment, students)
    say = Console(soft_wrap=True, highlight=False)
    limits = gradebook.limits(course)
    store = ReportStore(course)
    handed = read_class(course, store, assignment, names, force=force)
    started = time.perf_counter()
    if handed.jobs:
        with Sandbox("numpy", isolation) as sandbox:
            self_test(sandbox)
            say.print(f"{assignment}: {len(names)} students, {len(handed.jobs)} notebooks to grade.")
            say.print(f"Isolation: {sandbox.isolation}.")
        with progress(say, "grading", len(handed.jobs)) as step:
            for done in grade_many(course, handed.jobs, workers=workers, isolation=isolation, limits=limits):
                if done.report is None:
                    handed.failures[done.job.student] = done.failure
                else:
                    store.put(done.job.student, done.report)
                step(done.job.student)
    with progress(say, "recording", len(names)) as step:
        rows = []
        todo = [name for name in names if name not in handed.failures]
        for row in gradebook.record_class(course, assignment, todo, force=force, isolation=isolation):
            rows.append(row)
            step(row.student)
    handed.failures |= {row.student: row.failure for row in rows if row.failure}
    skipped = sum(row.skipped for row in rows)
    summarise(say, course, assignment, names, handed, skipped, time.perf_counter() - started)
    return not handed.failures


def _names(course: Course, assignment: str, students: list[str]) -> list[str]:
    everybody = gradebook.students(course, assignment)
    if not everybody:
        raise LookupError(
            f"nobody has handed in {assignment}: submitted/*/{assignment} is empty. Try: nbgrader collect"
        )
    unknown = sorted(set(students) - set(everybody))
    if unknown:
        raise LookupError(f"no submission of {assignment} by {', '.join(unknown)} under {course.root / 'submitted'}")
    return students or everybody


def read_class(course: Course, store: ReportStore, assignment: str, names: list[str], *, force: bool) -> Handed:
    """Read every notebook. A report that still holds is not made again, unless ``force``."""
    handed = Handed()
    releases = inbox.releases(course, assignment)
    for student in names:
        folder = inbox.submitted(course, assignment, student)
        try:
            paths = inbox.tidy(course, assignment, folder)
        except inbox.InboxError as error:
            handed.failures[student] = str(error)
            continue
        for path in paths:
            try:
                submission = inbox.load(path, releases[path.stem], assignment=assignment, notebook=path.stem)
            except InvalidSubmission as invalid:
                handed.held[f"{student}/{path.stem}"] = str(invalid)
                continue
            ready = store.get(assignment, path.stem, student, submission.digest)
            if ready and not force and not any(item.held for item in ready.items().values()):
                handed.ready += 1
            else:
                handed.jobs.append(Job(student, submission))
    return handed


def summarise(
    say: Console, course: Course, assignment: str, names: list[str], handed: Handed, skipped: int, seconds: float
) -> None:
    """One line of figures, then one line for everything that a person must look at."""
    waiting: Counter[str] = Counter()
    store = ReportStore(course)
    for student in names:
        for notebook in inbox.releases(course, assignment):
            last = store.last(assignment, notebook, student)
            held = [i.item for i in last.report.items().values() if i.held] if last else []
            if held:
                waiting[f"{student}/{notebook}"] = len(held)
    rate = f", {len(handed.jobs) / seconds:.1f} notebooks a second" if handed.jobs and seconds else ""
    say.print(
        f"{assignment}: {len(handed.jobs)} notebooks graded, {handed.ready} taken from earlier runs, "
        f"{skipped} students already recorded; {seconds:.1f} s{rate}."
    )
    for where, why in handed.held.items():
        say.print(f"  held for a person: {where}: {why}", markup=False)
    for where, count in waiting.items():
        say.print(f"  held for a person: {where}: {count} exercises, see Formgrader", markup=False)
    for student, why in handed.failures.items():
        say.print(f"  NOT GRADED: {student}: {why}. The same command tries again.", markup=False)


@contextmanager
def progress(say: Console, what: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar with rate and time left on a terminal; elsewhere a plain line every tenth, without control characters."""
    if say.is_terminal:
        who = TextColumn("{task.fields[who]}")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), who)
        with Progress(*columns, console=say, transient=True) as bar:
            task: TaskID = bar.add_task(what, total=total, who="")
            yield lambda who: bar.update(task, advance=1, who=who)
        return
    done, started = 0, time.perf_counter()

    def step(who: str) -> None:
        nonlocal done
        done += 1
        if done == total or done * 10 // total > (done - 1) * 10 // total:
            left = (time.perf_counter() - started) / done * (total - done)
            say.print(f"{what}: {done} of {total}, {left:.0f} s left")

    yield step
