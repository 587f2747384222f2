"""The command line: build | grade | serve | report | doctor | audit | demo. nbgrader's own commands do all the rest.

Every command imports what it needs when it runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import click

from autograder.cli_audit import audit
from autograder.terminal import Fault

IN_COURSE = click.option(
    "--course",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The course folder: the one with nbgrader_config.py in it. Default: the working folder.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="forwardpass", prog_name="autograder")
def main() -> None:
    """Grade notebooks on deep-learning layers, fast, isolated and in nbgrader's own gradebook.

    \b
    In week one an instructor types
        autograder doctor                          is student code isolated on this machine?
        autograder build                           make release/ and solutions/ from source/
        nbgrader generate_assignment lstm          put the assignment into the gradebook
        nbgrader release_assignment lstm           students fetch it in JupyterLab
    and when it is due
        nbgrader collect lstm
        autograder grade lstm                      the whole class, in parallel (or: nbgrader autograde lstm)
        autograder report lstm                     what went wrong; free answers wait in Formgrader
        nbgrader generate_feedback lstm
        nbgrader release_feedback lstm
        nbgrader export
    """  # noqa: D301 (click reads the \b itself)


@main.command()
@click.argument("assignments", nargs=-1)
@IN_COURSE
@click.option("--check", is_flag=True, help="Write nothing; fail where what is there differs from a fresh build.")
def build(assignments: tuple[str, ...], root: Path, check: bool) -> None:
    """Make release/, solutions/ and the public probes from source/.

    Without ASSIGNMENTS, all of them. Solutions are executed, so this takes about a minute.
    """
    from autograder.nbgrader_bridge.build import build as make
    from autograder.nbgrader_bridge.build import differences, known_assignments

    names = list(assignments) or known_assignments(root)
    if not names:
        raise Fault(f"{root.resolve()} has no source/: is this the course folder? (--course)")
    unknown = sorted(set(names) - set(known_assignments(root)))
    if unknown:
        raise Fault(f"no such assignment in {root / 'source'}: {', '.join(unknown)}")
    if check:
        found = differences(root, names)
        for line in found:
            click.echo(line)
        sys.exit(1 if found else 0)
    for name in names:
        started = time.perf_counter()
        make(root, [name])
        click.echo(f"{name}: built in {time.perf_counter() - started:.1f} s")


@main.command()
@click.argument("assignments", nargs=-1, metavar="ASSIGNMENT...")
@IN_COURSE
@click.option("--student", "students", multiple=True, help="Only this student; may be given several times.")
@click.option("--force", is_flag=True, help="Grade again what has not changed. Manual grades are kept all the same.")
@click.option("--resume", is_flag=True, help="Go on with the run that was interrupted; takes no ASSIGNMENT.")
@click.option("--jobs", type=click.IntRange(1), help="Processes that grade at once. Default: one per core.")
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "gpu"]),
    default="auto",
    show_default=True,
    help="Where Keras computes the reference values that are not there yet. Students' code always runs on the CPU.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="Grade on the workers of this Dask scheduler, such as tcp://HOST:8786 (docs/cluster.md).",
)
@click.option("--timings", is_flag=True, help="Say at the end where the time went, stage by stage.")
@click.option(
    "--isolation",
    type=click.Choice(["bubblewrap", "none"]),
    help="Default: bubblewrap. 'none' runs student code unprotected, and every report says so. For your own work only.",
)
def grade(
    assignments: tuple[str, ...],
    root: Path,
    students: tuple[str, ...],
    force: bool,
    resume: bool,
    jobs: int | None,
    device: Literal["auto", "cpu", "gpu"],
    scheduler: str,
    timings: bool,
    isolation: Literal["bubblewrap", "none"] | None,
) -> None:
    """Grade a class: every submission of each ASSIGNMENT under submitted/, in parallel.

    Writes what `nbgrader autograde` writes: scores into the gradebook, notebooks into autograded/. Grades given by hand
    are never overwritten.

    An interrupted run loses nothing. The same command again looks at submitted/ as it is now, takes what is graded
    from the earlier run and does the rest; with --force it starts from the beginning. --resume goes on with exactly the
    run that was interrupted: its assignments, its students and its --force, without grading twice what that run has
    graded already.

    Where `autograder serve` keeps a grader of this course warm, the work is handed to it, unless --jobs, --scheduler or
    --isolation ask for another set-up.
    """
    if resume and (assignments or students or force or isolation):
        raise click.UsageError("--resume takes assignments, students, --force and --isolation from the interrupted run")
    if not resume and not assignments:
        raise click.UsageError("Missing argument 'ASSIGNMENT...' (or --resume).")
    from autograder import resident

    root, inside = root.resolve(), isolation or "bubblewrap"
    if not (jobs or scheduler or inside == "none"):
        wanted = {"assignments": assignments, "students": students, "force": force, "resume": resume}
        answer = resident.ask(root, {**wanted, "device": device, "timings": timings})
        if answer is not None:
            if answer.fault:
                raise Fault(answer.fault)
            sys.exit(answer.code)

    from autograder.course import CourseError
    from autograder.importing import undisturbed
    from autograder.sandbox import Unavailable
    from autograder.workers import Workers, cores

    size = jobs or cores()
    released = all((root / "release" / name).is_dir() for name in assignments)
    try:
        with ExitStack() as stack:
            workers = None
            if released and not (resume or scheduler):  # they warm up while nbgrader is imported
                workers = stack.enter_context(Workers(root, inside, min(size, len(students) or size)))
            with undisturbed():
                from autograder.classroom import How, grade_class, resume_class

            how = How(jobs, workers, device, timings, scheduler)
            if resume:
                outcome = resume_class(root, how=how)
            else:
                outcome = grade_class(root, list(assignments), list(students), force=force, isolation=inside, how=how)
    except (CourseError, LookupError, Unavailable) as fault:
        raise Fault(str(fault)) from None
    except KeyboardInterrupt:
        raise Fault(resident.INTERRUPTED) from None
    sys.exit(0 if outcome else 1)


@main.command()
@IN_COURSE
@click.option("--jobs", type=click.IntRange(1), help="Processes that grade at once. Default: one per core.")
def serve(root: Path, jobs: int | None) -> None:
    """Keep a grader of this course warm, until Ctrl-C.

    `autograder grade` takes seconds to import nbgrader, to start a sandbox and to prove that it holds. While this runs,
    it hands its work over instead, and one student is graded in well under a second. Leave it in a terminal of its
    own, and type the same commands as ever in another one:

    \b
        autograder serve                           in one terminal
        autograder grade lstm --student anna       in another one, as often as you like

    Only the user who started it can reach it, from this machine. It needs no restart when something is handed in,
    regraded or reconfigured; where the kit itself has changed, `autograder grade` does its work alone and says so.
    """  # noqa: D301 (click reads the \b itself)
    from autograder import resident

    root = root.resolve()
    if not (root / "release").is_dir():
        raise Fault(f"{root} has no release/: is this the course folder? (--course)")
    os.chdir(root)  # nbgrader reads the configuration of the working folder, too
    stamp = resident.stamp(root)  # before anything else is read
    from autograder.importing import undisturbed

    with undisturbed():
        from autograder import serving
    from autograder.course import CourseError
    from autograder.sandbox import Unavailable

    try:
        serving.serve(root, jobs, stamp, click.echo)
    except (CourseError, Unavailable) as fault:
        raise Fault(str(fault)) from None
    except KeyboardInterrupt:
        click.echo("Ended.")


@main.command()
@IN_COURSE
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def doctor(root: Path, as_json: bool) -> None:
    """Show what isolates student code on this machine, and prove it with live probes.

    Exits with 1 where something is missing; grading refuses to start there. Looks also whether a rubric lies where
    students get it.
    """
    from autograder.rubrics import released
    from autograder.sandbox.doctor import Probe, diagnose
    from autograder.sandbox.doctor import report as show

    rows, leaks = diagnose(), released(root)
    if as_json:
        rows.append(Probe("no rubric is released", not leaks, ", ".join(leaks)))
        click.echo(json.dumps([row._asdict() for row in rows], indent=1))
        sys.exit(0 if all(row.ok for row in rows) else 1)
    good = show(rows, click.echo)
    for path in leaks:
        click.echo(
            f"FAIL  students get a rubric: delete {path}, and set c.CourseDirectory.ignore as the kit's own does"
        )
    sys.exit(0 if good and not leaks else 1)


@main.command()
@click.argument("assignment")
@IN_COURSE
def report(assignment: str, root: Path) -> None:
    """Show how a class did in ASSIGNMENT, exercise by exercise, and what most who lost points read."""
    from rich.console import Console

    from autograder.course import Course
    from autograder.nbgrader_bridge.store import ReportStore
    from autograder.reports.classroom import class_table

    if not (root / "release" / assignment).is_dir():
        raise Fault(f"{root.resolve()} has no release/{assignment}: is this the course folder? (--course)")
    reports = list(ReportStore(Course(root.resolve())).of_assignment(assignment))
    if not reports:
        raise Fault(f"nothing is graded yet. Try: autograder grade {assignment}")
    Console().print(class_table(assignment, reports))


@main.command()
@click.option("--keep", type=click.Path(path_type=Path), help="Build the course here and keep it.")
def demo(keep: Path | None) -> None:
    """Grade an invented class of 26 from release to feedback, and print what came out.

    Exits with 1 if one row is not as expected.
    """
    from autograder.demo import run

    if keep and keep.exists() and any(keep.iterdir()):
        raise Fault(f"{keep} is not empty; the demo makes a course of its own and needs a new folder")
    sys.exit(run(keep))


main.add_command(audit)
