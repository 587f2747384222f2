"""Grade a class: read what was handed in, grade in parallel, record in nbgrader's gradebook, and say how it goes."""

from __future__ import annotations

import time
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
    """What a class handed in for one assignment: notebooks to grade, and what is held or cannot be touched."""

    assignment: str
    students: list[str]
    jobs: list[Job] = field(default_factory=list)
    ready: int = 0
    held: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def grade_class(
    root: Path,
    assignments: list[str],
    students: list[str],
    *,
    force: bool = False,
    workers: int | None = None,
    isolation: Isolation = "bubblewrap",
) -> bool:
    """Grade ``assignments`` for these students, or for everybody who handed something in.

    All notebooks are graded by one set of processes; then each assignment is recorded. Returns whether everybody could
    be graded or is held for a person; False where our own fault left somebody out.
    Raises ``LookupError`` for an unknown assignment or student, ``sandbox.Unavailable`` where code cannot be isolated.
    """
    course = Course(root)
    say = Console(soft_wrap=True, highlight=False)
    store = ReportStore(course)
    everything = [read_class(course, store, name, _names(course, name, students), force=force) for name in assignments]
    started = time.perf_counter()
    _grade(course, store, say, everything, workers, isolation)
    graded = time.perf_counter() - started
    for handed in everything:
        skipped = _record(course, say, handed, force, isolation)
        summarise(say, store, handed, skipped)
    total = sum(len(handed.jobs) for handed in everything)
    if total:
        seconds = time.perf_counter() - started
        say.print(f"{total} notebooks in {seconds:.1f} s: {graded:.1f} s grading, {seconds - graded:.1f} s recording.")
    return not any(handed.failures for handed in everything)


def _grade(
    course: Course,
    store: ReportStore,
    say: Console,
    everything: list[Handed],
    workers: int | None,
    isolation: Isolation,
) -> None:
    """Grade what needs grading, in no particular order, and store each report as soon as it is there."""
    jobs = [job for handed in everything for job in handed.jobs]
    if not jobs:
        return
    limits = gradebook.limits(course)
    with Sandbox("numpy", isolation) as sandbox:
        self_test(sandbox)
        counts = ", ".join(f"{len(handed.jobs)} of {handed.assignment}" for handed in everything)
        say.print(f"{len(jobs)} notebooks to grade: {counts}.\nIsolation: {sandbox.isolation}.")
    failures = {handed.assignment: handed.failures for handed in everything}
    with progress(say, "grading", len(jobs)) as step:
        for done in grade_many(course, jobs, workers=workers, isolation=isolation, limits=limits):
            if done.report is None:
                failures[done.job.submission.assignment][done.job.student] = done.failure
            else:
                store.put(done.job.student, done.report)
            step(done.job.student)


def _record(course: Course, say: Console, handed: Handed, force: bool, isolation: Isolation) -> int:
    """Write one assignment into the gradebook; how many students were there already."""
    skipped = 0
    todo = [name for name in handed.students if name not in handed.failures]
    with progress(say, f"recording {handed.assignment}", len(todo)) as step:
        for row in gradebook.record_class(course, handed.assignment, todo, force=force, isolation=isolation):
            skipped += row.skipped
            if row.failure:
                handed.failures[row.student] = row.failure
            step(row.student)
    return skipped


def _names(course: Course, assignment: str, students: list[str]) -> list[str]:
    inbox.releases(course, assignment)
    if not gradebook.registered(course, assignment):
        raise LookupError(f"{assignment} is not in the gradebook. Type: nbgrader generate_assignment {assignment}")
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
    handed = Handed(assignment, names)
    releases = inbox.releases(course, assignment)
    for student in names:
        folder = inbox.submitted(course, assignment, student)
        try:
            paths = inbox.tidy(course, assignment, folder)
        except Exception as error:  # whatever one student handed in, the others are graded
            handed.failures[student] = f"{type(error).__name__}: {error}"
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


def summarise(say: Console, store: ReportStore, handed: Handed, skipped: int) -> None:
    """One line of figures, then one line for everything that a person must look at."""
    say.print(
        f"{handed.assignment}: {len(handed.jobs)} notebooks graded, {handed.ready} taken from earlier runs, "
        f"{skipped} of {len(handed.students)} students already recorded."
    )
    for where, why in handed.held.items():
        say.print(f"  held for a person: {where}: {why}", markup=False)
    for job in handed.jobs:
        last = store.last(handed.assignment, job.submission.notebook, job.student)
        count = sum(item.held for item in last.report.items().values()) if last else 0
        if count:
            where = f"{job.student}/{job.submission.notebook}"
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
