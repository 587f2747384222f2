"""Grade a class: read what was handed in, grade in parallel, record in nbgrader's gradebook, and say how it goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from autograder import durable, journal
from autograder.course import Course, CourseError, unwritable
from autograder.journal import Run
from autograder.nbgrader_bridge import gradebook, inbox
from autograder.nbgrader_bridge.store import ReportStore
from autograder.pipeline import unable
from autograder.sandbox import Isolation, Sandbox
from autograder.sandbox.doctor import self_test
from autograder.scaleout import Job, grade_many
from autograder.submission import InvalidSubmission
from autograder.terminal import shown


@dataclass
class Handed:
    """What a class handed in for one assignment: notebooks to grade, and what is held or cannot be touched."""

    assignment: str
    students: list[str]
    jobs: list[Job] = field(default_factory=list)
    ready: int = 0
    held: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)


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

    Returns whether everybody could be graded or is held for a person; False where our own fault left somebody out.
    Raises ``LookupError`` for an unknown assignment or student, ``sandbox.Unavailable`` where code cannot be isolated,
    ``CourseError`` where the course folder cannot be used now or another run is at work in it.
    """
    course = Course(root)
    for name in assignments:
        inbox.releases(course, name)
    with at_work(course):
        run = Run({name: _names(course, name, students) for name in assignments}, force, isolation)
        return _go(course, run, workers, resumed=False)


def resume_class(root: Path, *, workers: int | None = None) -> bool:
    """Go on with the run that was interrupted, as ``grade_class``: its assignments, its students, its choices.

    What that run has graded is not graded again, even where it was to grade everything again (``force``).
    Raises ``LookupError`` where there is nothing to go on with.
    """
    course = Course(root)
    nothing = LookupError("no interrupted run to go on with. To start one, type: autograder grade ASSIGNMENT")
    if not (root / "release").is_dir():
        raise nothing
    with at_work(course):
        run = journal.unfinished(course)
        if run is None:
            raise nothing
        for name in run.assignments:
            _insist_registered(course, name)
        return _go(course, run, workers, resumed=True)


@contextmanager
def at_work(course: Course) -> Iterator[None]:
    """Be the only run in this course, sweep up after one that was killed, and say plainly what is wrong with the disk.

    Raises ``CourseError``.
    """
    try:
        with durable.alone(course.private / "lock"):
            gradebook.check(course)
            durable.sweep(course.private)
            durable.sweep(course.root / "autograded", ".")
            durable.sweep(course.root / "submitted", "*/*")
            yield
    except durable.Busy:
        raise CourseError(
            f"another `autograder grade` is at work in {course.root}. Wait until it has finished, then type this again"
        ) from None
    except OSError as error:
        if known := unwritable(error, course.root, denied=True):
            raise known from error
        raise


def _go(course: Course, run: Run, workers: int | None, *, resumed: bool) -> bool:
    """Grade all notebooks by one set of processes, then record each assignment."""
    say = Console(soft_wrap=True, highlight=False)
    store = ReportStore(course)
    journal.begin(course, run)
    everything = [read_class(course, store, run, name, resumed=resumed) for name in run.assignments]
    started = time.perf_counter()
    _grade(course, store, say, everything, workers, run)
    graded = time.perf_counter() - started
    for handed in everything:
        skipped = _record(course, say, handed, run.force and not resumed, run.isolation)
        summarise(say, store, handed, skipped)
    total = sum(len(handed.jobs) for handed in everything)
    if total:
        seconds = time.perf_counter() - started
        say.print(f"{total} notebooks in {seconds:.1f} s: {graded:.1f} s grading, {seconds - graded:.1f} s recording.")
    failed = any(handed.failures for handed in everything)
    if not failed:
        journal.finish(course)
    return not failed


def _grade(
    course: Course, store: ReportStore, say: Console, everything: list[Handed], workers: int | None, run: Run
) -> None:
    """Grade what needs grading, in no particular order, and store each report as soon as it is there."""
    jobs = [job for handed in everything for job in handed.jobs]
    if not jobs:
        return
    limits = gradebook.limits(course)
    with Sandbox("numpy", run.isolation) as sandbox:
        self_test(sandbox)
        counts = ", ".join(f"{len(handed.jobs)} of {handed.assignment}" for handed in everything)
        say.print(f"{len(jobs)} notebooks to grade: {counts}.\nIsolation: {sandbox.isolation}.")
    failures = {handed.assignment: handed.failures for handed in everything}
    with progress(say, "grading", len(jobs)) as step:
        for done in grade_many(course, jobs, workers=workers, isolation=run.isolation, limits=limits):
            student, work = done.job.student, done.job.submission
            if done.report is not None:
                store.put(student, done.report, run.name)
            else:
                failures[work.assignment][f"{student}/{work.notebook}"] = done.failure
                if store.get(work.assignment, work.notebook, student, work.digest) is None:
                    # So that the gradebook says that a person must look, where nothing would look like a zero.
                    store.put(student, unable(work, done.failure), run.name)
            step(student)


def _record(course: Course, say: Console, handed: Handed, force: bool, isolation: Isolation) -> int:
    """Write one assignment into the gradebook; how many students were there already."""
    skipped = 0
    todo = [name for name in handed.students if name not in handed.unreadable]
    with progress(say, f"recording {handed.assignment}", len(todo)) as step:
        for row in gradebook.record_class(course, handed.assignment, todo, force=force, isolation=isolation):
            skipped += row.skipped
            if row.failure:
                handed.failures[row.student] = row.failure
            step(row.student)
    return skipped


def _names(course: Course, assignment: str, students: list[str]) -> list[str]:
    _insist_registered(course, assignment)
    everybody = gradebook.students(course, assignment)
    if not everybody:
        raise LookupError(
            f"nobody has handed in {assignment}: submitted/*/{assignment} is empty. Try: nbgrader collect"
        )
    unknown = sorted(set(students) - set(everybody))
    if unknown:
        raise LookupError(f"no submission of {assignment} by {', '.join(unknown)} under {course.root / 'submitted'}")
    return students or everybody


def _insist_registered(course: Course, assignment: str) -> None:
    if not gradebook.registered(course, assignment):
        raise LookupError(f"{assignment} is not in the gradebook. Type: nbgrader generate_assignment {assignment}")


def read_class(course: Course, store: ReportStore, run: Run, assignment: str, *, resumed: bool) -> Handed:
    """Read every notebook. A report that still holds is not made again, unless ``run.force`` asks for it.

    Raises ``CourseError`` for what would hit everybody, such as a full disk.
    """
    handed = Handed(assignment, run.assignments[assignment])
    releases = inbox.releases(course, assignment)
    for student in handed.students:
        folder = inbox.submitted(course, assignment, student)
        try:
            paths = inbox.tidy(course, assignment, folder)
        except Exception as error:  # whatever one student handed in, the others are graded
            if isinstance(error.__cause__, OSError) and (known := unwritable(error.__cause__, folder)):
                raise known from error
            handed.failures[student] = f"{type(error).__name__}: {error}"
            handed.unreadable.add(student)
            continue
        for path in paths:
            try:
                submission = inbox.load(path, releases[path.stem], assignment=assignment, notebook=path.stem)
            except InvalidSubmission as invalid:
                handed.held[f"{student}/{path.stem}"] = str(invalid)
                continue
            ready = store.current(assignment, path.stem, student, submission.digest)
            settled = ready is not None and not any(item.held for item in ready.report.items().values())
            mine = ready is not None and resumed and ready.run == run.name
            if settled and (mine or not run.force):
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
        say.print(f"  held for a person: {shown(where)}: {shown(why)}", markup=False)
    for job in handed.jobs:
        last = store.last(handed.assignment, job.submission.notebook, job.student)
        count = sum(item.held for item in last.report.items().values()) if last else 0
        if count:
            where = f"{job.student}/{job.submission.notebook}"
            say.print(f"  held for a person: {shown(where)}: {count} exercises, see Formgrader", markup=False)
    for student, why in handed.failures.items():
        say.print(
            f"  NOT GRADED, by a fault that is not the student's: {shown(student)}: {shown(why)}. "
            "The same command tries again.",
            markup=False,
        )


@contextmanager
def progress(say: Console, what: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar with rate and time left on a terminal; elsewhere a plain line every tenth, without control characters."""
    if say.is_terminal:
        who = TextColumn("{task.fields[who]}", markup=False)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), who)
        with Progress(*columns, console=say, transient=True) as bar:
            task: TaskID = bar.add_task(what, total=total, who="")
            yield lambda who: bar.update(task, advance=1, who=shown(who, 60))
        return
    done, started = 0, time.perf_counter()

    def step(who: str) -> None:
        nonlocal done
        done += 1
        if done == total or done * 10 // total > (done - 1) * 10 // total:
            left = (time.perf_counter() - started) / done * (total - done)
            say.print(f"{what}: {done} of {total}, {left:.0f} s left")

    yield step
