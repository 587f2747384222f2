"""Grade a class: read what was handed in, grade in parallel, record in nbgrader's gradebook, and say how it goes."""

from __future__ import annotations

from collections import Counter
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
from autograder.sandbox import Isolation
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

    @property
    def readable(self) -> list[str]:
        """Students whose folders nbgrader may touch."""
        return [student for student in self.students if student not in self.unreadable]

    def waiting(self) -> dict[str, int]:
        """How many notebooks of each of them are to be graded."""
        count = Counter(job.student for job in self.jobs)
        return {student: count[student] for student in self.readable}


@dataclass(frozen=True)
class How:
    """How to grade: choices that change no score."""

    workers: int | None = None
    device: Device = "auto"
    timings: bool = False


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
    """Grade all notebooks by one set of processes, and record each student as soon as all of theirs are graded."""
    say, spent = work.say, work.spent
    journal.begin(work.course, work.run)
    with spent.stage("read"):
        everything = {name: read_class(work, name) for name in work.run.assignments}
    jobs = [job for handed in everything.values() for job in handed.jobs]
    announce(work, everything)
    totals = {"grading": len(jobs)} | {f"recording {name}": len(handed.readable) for name, handed in everything.items()}
    waiting = {name: handed.waiting() for name, handed in everything.items()}
    with spent.stage("grade and record"), progress(say, totals) as step:
        force = work.run.force and not work.resumed
        with Recorder(work.course, waiting, step, force=force, isolation=work.run.isolation) as recorder:
            _grade(work, everything, jobs, recorder, step)
    spent.add({"record": recorder.seconds})
    for name, handed in everything.items():
        handed.failures.update(recorder.outcomes[name].failures)
        summarise(say, work.store, handed, recorder.outcomes[name].skipped)
    if jobs:
        seconds = sum(spent.wall.values())
        say.print(f"{len(jobs)} notebooks in {seconds:.1f} s, {1000 * seconds / len(jobs):.0f} ms each.")
    if work.how.timings:
        say.print(spent.table(len(jobs)))
    failed = any(handed.failures for handed in everything.values())
    if not failed:
        journal.finish(work.course)
    return not failed


def announce(work: Work, everything: dict[str, Handed]) -> None:
    """Say what is to be done, and have the references ready."""
    todo = {name: len(handed.jobs) for name, handed in everything.items() if handed.jobs}
    if not todo:
        return
    counts = ", ".join(f"{count} of {name}" for name, count in todo.items())
    work.say.print(f"{sum(todo.values())} notebooks to grade: {counts}.")
    with work.spent.stage("references"):
        made = prepare(work.course, list(todo), work.how.device)
    if made.count:
        work.say.print(f"{made.count} reference values by {made.by} in {made.seconds:.1f} s; they are kept.")


def _grade(work: Work, everything: dict[str, Handed], jobs: list[Job], recorder: Recorder, step: Step) -> None:
    """Grade what needs grading, in no particular order, and store each report as soon as it is there."""
    if not jobs:
        return
    limits = gradebook.limits(work.course)
    isolation = ""
    for done in grade_many(work.course, jobs, workers=work.how.workers, isolation=work.run.isolation, limits=limits):
        recorder.insist()
        student, submission = done.job.student, done.job.submission
        name, notebook = submission.assignment, submission.notebook
        if done.report is not None:
            if not isolation:
                isolation = done.report.isolation
                work.say.print(f"Isolation: {isolation}.")
            work.spent.add(done.report.seconds)
            work.store.put(student, done.report, work.run.name)
        else:
            everything[name].failures[f"{student}/{notebook}"] = done.failure
            if work.store.get(name, notebook, student, submission.digest) is None:
                # So that the gradebook says that a person must look, where nothing would look like a zero.
                work.store.put(student, unable(submission, done.failure), work.run.name)
        step("grading", student)
        recorder.graded(name, student)


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


def read_class(work: Work, assignment: str) -> Handed:
    """Read every notebook. A report that still holds is not made again, unless ``run.force`` asks for it.

    Raises ``CourseError`` for what would hit everybody, such as a full disk.
    """
    course, store, run = work.course, work.store, work.run
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
            mine = ready is not None and work.resumed and ready.run == run.name
            if settled and (mine or not run.force):
                handed.ready += 1
            else:
                handed.jobs.append(Job(student, replace(submission, pictures={})))  # no worker needs them
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
