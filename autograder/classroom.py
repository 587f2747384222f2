"""Grade a class: read what was handed in, grade in parallel, record in nbgrader's gradebook, and say how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rich.console import Console

from autograder import durable, journal
from autograder.course import Course, CourseError, unwritable
from autograder.journal import Run
from autograder.nbgrader_bridge import gradebook, inbox
from autograder.nbgrader_bridge.store import ReportStore
from autograder.pipeline import unable
from autograder.preparing import Device, prepare
from autograder.progress import Step, Timings, progress
from autograder.recording import Recorder
from autograder.sandbox import Isolation, Limits
from autograder.scaleout import Done, Job, grade_many
from autograder.submission import InvalidSubmission
from autograder.terminal import shown
from autograder.workers import Workers


@dataclass
class Handed:
    """What became of one assignment of a class: what was graded, and what is held or could not be touched."""

    assignment: str
    students: list[str]
    notebooks: list[str]
    graded: int = 0
    ready: int = 0
    held: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class How:
    """How to grade: choices that change no score. ``workers`` may have been started beforehand."""

    jobs: int | None = None
    workers: Workers | None = None
    device: Device = "auto"
    timings: bool = False
    scheduler: str = ""


def grade_class(
    root: Path,
    assignments: list[str],
    students: list[str],
    *,
    force: bool = False,
    isolation: Isolation = "bubblewrap",
    how: How = How(),
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
        return _go(Work(course, run, how, resumed=False))


def resume_class(root: Path, *, how: How = How()) -> bool:
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
        return _go(Work(course, run, how, resumed=True))


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


@dataclass(frozen=True)
class Work:
    """One run at work: what it is to do, and what it needs for that."""

    course: Course
    run: Run
    how: How
    resumed: bool
    say: Console = field(default_factory=lambda: Console(soft_wrap=True, highlight=False))
    spent: Timings = field(default_factory=Timings)

    @cached_property
    def store(self) -> ReportStore:
        """Where reports are kept."""
        return ReportStore(self.course)


def _go(work: Work) -> bool:
    """Grade all notebooks by one set of processes, and record each student as soon as all of theirs are graded.

    Notebooks are read as they are needed, so that a class of any size takes the same memory.
    """
    say, spent = work.say, work.spent
    journal.begin(work.course, work.run)
    everything = {
        name: Handed(name, names, list(inbox.releases(work.course, name)))
        for name, names in work.run.assignments.items()
    }
    totals = {"grading": sum(len(handed.students) * len(handed.notebooks) for handed in everything.values())}
    totals |= {f"recording {name}": len(handed.students) for name, handed in everything.items()}
    force = work.run.force and not work.resumed
    with (
        spent.part("all"),
        progress(say, totals) as step,
        Recorder(work.course, list(everything), step, force=force, isolation=work.run.isolation) as recorder,
    ):
        _grade(work, everything, recorder, step)
    spent.add({"record": recorder.seconds})
    for name, handed in everything.items():
        handed.failures.update(recorder.outcomes[name].failures)
        summarise(say, handed, recorder.outcomes[name].skipped)
    count = sum(handed.graded for handed in everything.values())
    if count:
        seconds = spent.parts["all"]
        say.print(f"{count} notebooks in {seconds:.1f} s, {1000 * seconds / count:.0f} ms each.")
    if work.how.timings:
        say.print(spent.table(count))
    failed = any(handed.failures for handed in everything.values())
    if not failed:
        journal.finish(work.course)
    return not failed


def _grade(work: Work, everything: dict[str, Handed], recorder: Recorder, step: Step) -> None:
    """Grade what needs grading, in no particular order, and store each report as soon as it is there."""
    limits = gradebook.limits(work.course)
    jobs = read_all(work, everything, recorder, step)
    isolation = ""
    for done in _graded(work, jobs, limits):
        recorder.insist()
        student, submission = done.job.student, done.job.submission
        name, notebook = submission.assignment, submission.notebook
        report = done.report
        if report is None:
            everything[name].failures[f"{student}/{notebook}"] = done.failure
            if work.store.get(name, notebook, student, submission.digest) is None:
                # So that the gradebook says that a person must look, where nothing would look like a zero.
                work.store.put(student, unable(submission, done.failure), work.run.name)
        else:
            if not isolation:
                isolation = report.isolation
                work.say.print(f"Isolation: {isolation}.")
            work.spent.add(report.seconds)
            work.store.put(student, report, work.run.name)
            if count := sum(item.held for item in report.items().values()):
                everything[name].held[f"{student}/{notebook}"] = f"{count} exercises, see Formgrader"
        everything[name].graded += 1
        step("grading", student)
        recorder.graded(name, student)


def _graded(work: Work, jobs: Iterator[Job], limits: dict[str, Limits]) -> Iterator[Done]:
    """Grade on the cores of this machine, or on a cluster."""
    course, how, isolation = work.course, work.how, work.run.isolation
    if not how.scheduler:
        ready = how.workers if how.workers and how.workers.isolation == isolation else None
        with ready or Workers(course.root, isolation, how.jobs) as workers:
            yield from grade_many(course, jobs, workers, limits)
        return
    from autograder.cluster import grade_on_cluster  # Dask is needed here only

    def say(text: object) -> None:
        work.say.print(shown(str(text), 2_000), markup=False)

    yield from grade_on_cluster(course, jobs, how.scheduler, isolation=isolation, limits=limits, say=say)


def read_all(work: Work, everything: dict[str, Handed], recorder: Recorder, step: Step) -> Iterator[Job]:
    """Read student by student; yields what is to be graded, and tells the recorder how much that is."""
    for name, handed in everything.items():
        for student in handed.students:
            with work.spent.part("read"):
                jobs = read_student(work, handed, student)
            if jobs is None:
                step(f"recording {name}", student)
            else:
                recorder.expect(name, student, len(jobs))
            for _ in range(len(handed.notebooks) - len(jobs or [])):
                step("grading", student)
            if jobs:
                have_references(work)
            yield from jobs or []
        recorder.close(name)


def have_references(work: Work) -> None:
    """Have all references ready, before the first notebook is graded."""
    if "references" in work.spent.parts:
        return
    with work.spent.part("references"):
        made = prepare(work.course, list(work.run.assignments), work.how.device)
    if made.count:
        work.say.print(f"{made.count} reference values by {made.by} in {made.seconds:.1f} s; they are kept.")


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
    return list(dict.fromkeys(students)) or everybody


def _insist_registered(course: Course, assignment: str) -> None:
    if not gradebook.registered(course, assignment):
        raise LookupError(f"{assignment} is not in the gradebook. Type: nbgrader generate_assignment {assignment}")


def read_student(work: Work, handed: Handed, student: str) -> list[Job] | None:
    """Read the notebooks of a student; gives those to be graded, or None where nbgrader must not touch the folder.

    A report that still holds is not made again, unless ``run.force`` asks for it.
    Raises ``CourseError`` for what would hit everybody, such as a full disk.
    """
    course, store, run = work.course, work.store, work.run
    releases = inbox.releases(course, handed.assignment)
    folder = inbox.submitted(course, handed.assignment, student)
    try:
        paths = inbox.tidy(course, handed.assignment, folder)
    except Exception as error:  # whatever one student handed in, the others are graded
        if isinstance(error.__cause__, OSError) and (known := unwritable(error.__cause__, folder)):
            raise known from error
        handed.failures[student] = f"{type(error).__name__}: {error}"
        return None
    jobs = []
    for path in paths:
        try:
            submission = inbox.load(path, releases[path.stem], assignment=handed.assignment, notebook=path.stem)
        except InvalidSubmission as invalid:
            handed.held[f"{student}/{path.stem}"] = str(invalid)
            continue
        ready = store.current(handed.assignment, path.stem, student, submission.digest)
        settled = ready is not None and not any(item.held for item in ready.report.items().values())
        mine = ready is not None and work.resumed and ready.run == run.name
        if settled and (mine or not run.force):
            handed.ready += 1
        else:
            jobs.append(Job(student, replace(submission, pictures={})))  # no worker needs them
    return jobs


def summarise(say: Console, handed: Handed, skipped: int) -> None:
    """One line of figures, then one line for everything that a person must look at."""
    say.print(
        f"{handed.assignment}: {handed.graded} notebooks graded, {handed.ready} taken from earlier runs, "
        f"{skipped} of {len(handed.students)} students already recorded."
    )
    for where, why in handed.held.items():
        say.print(f"  held for a person: {shown(where)}: {shown(why)}", markup=False)
    for student, why in handed.failures.items():
        say.print(
            f"  NOT GRADED, by a fault that is not the student's: {shown(student)}: {shown(why)}. "
            "The same command tries again.",
            markup=False,
        )
