"""``autograder audit``: the graders graded. It imports what it needs when it runs, as every command does (``cli``)."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from autograder.terminal import Fault

if TYPE_CHECKING:
    from autograder.audit.bank import Kind


@click.command()
@click.argument("layers", nargs=-1, metavar="[LAYER]...")
@click.option("--secrets", type=click.IntRange(1), default=5, show_default=True, help="Course secrets to draw from.")
@click.option(
    "--bank",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Ask implementations of your own, in FOLDER/correct/LAYER/*.py and FOLDER/wrong/LAYER/*.py, in the sandbox.",
    metavar="FOLDER",
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(["right", "mistake", "wrong", "mutant", "right-answer", "wrong-answer", "keras"]),
    multiple=True,
    help="Only right styles, misconceptions, wrong files or mutants of stubs, or right or wrong answers to questions; "
    "may be given several times. Default: all these. And keras: every stub done by Keras, with the backend that "
    "KERAS_BACKEND names.",
)
@click.option(
    "--tolerances",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PNG",
    help="Measure instead how far every right style is from the bound, and draw it (docs/tolerances.md).",
)
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "gpu"]),
    default="auto",
    show_default=True,
    help="Where Keras computes, for --kind keras.",
)
@click.option(
    "--boxes",
    type=click.IntRange(60),
    default=2000,
    show_default=True,
    help="For inductive_bias: secret boxes to draw.",
)
@click.option("--jobs", type=click.IntRange(1), help="Processes that work at once. Default: one per core.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def audit(
    layers: tuple[str, ...],
    secrets: int,
    bank: Path | None,
    kinds: tuple[Kind, ...],
    device: Literal["auto", "cpu", "gpu"],
    tolerances: Path | None,
    boxes: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Grade the graders: right implementations must pass, wrong ones must not, and no hint may mislead.

    Asks every right style, every misconception, every wrong file and every mutant of the model answers by the checks
    that grade students, with the hidden cases of one course secret after another (docs/fairness.md). Exits with 1 on
    any false accept, false reject, wrong hint, check that is idle, or verdict that depends on the secret.

    For inductive_bias also: what `identify` of the model answer says of many secret boxes, and what guessing earns.
    """
    from rich.console import Console

    from autograder.audit import Finding, show
    from autograder.audit import as_json as machine_readable
    from autograder.audit import audit as ask_everything
    from autograder.audit.bank import BOXES, LAYERS, OWN
    from autograder.audit.mutants import AVAILABLE
    from autograder.audit.run import chunks
    from autograder.progress import progress
    from autograder.sandbox import Unavailable
    from autograder.workers import cores

    known = (*LAYERS, BOXES)
    if unknown := sorted(set(layers) - set(known)):
        raise click.UsageError(f"no such layer: {', '.join(unknown)}. There are {', '.join(known)}.")
    wanted, say = layers or known, Console(stderr=as_json)
    if "keras" in kinds:
        from autograder.course import CourseError
        from autograder.preparing import settle
        from forwardpass import live

        try:
            settle(device)
            say.print(f"Asking {live.where()}.")
        except (CourseError, live.LiveUnavailable) as fault:
            raise Fault(str(fault)) from None
    if tolerances is not None:
        from autograder.audit.tolerances import distances, picture, table

        measurable = [name for name in wanted if name in LAYERS]
        with progress(say, {f"measuring {name}": secrets for name in measurable}) as step:
            measured = [
                one for name in measurable for one in distances(name, secrets, partial(step, f"measuring {name}", ""))
            ]
        picture(measured, tolerances)
        say.print(table(measured))
        sys.exit(1 if any(distance.ratio > 1 for distance in measured) else 0)
    try:
        with progress(say, {f"asking {name}": count for name, count in chunks(wanted, secrets).items()}) as step:
            found = ask_everything(
                wanted,
                secrets,
                bank=bank,
                kinds=kinds or OWN,
                workers=jobs or cores(),
                step=lambda name: step(f"asking {name}", ""),
            )
    except (ValueError, Unavailable) as fault:
        raise Fault(str(fault)) from None
    findings = show(say, found)
    if not (AVAILABLE or bank):
        say.print("No mutants were made: cosmic-ray is not installed. Try: pip install cosmic-ray")
    told = machine_readable(found)
    if BOXES in wanted and not (kinds or bank):
        from autograder.audit.identify import audit as ask_identify
        from autograder.audit.identify import show as show_identify

        with progress(say, {"asking identify": boxes}) as step:
            outcomes, said, most = ask_identify(boxes, lambda: step("asking identify", ""))
        if not show_identify(say, outcomes, said, most):
            findings.append(Finding("false reject", BOXES, "the model answer", "identify is not right about every box"))
        told.append({"layer": BOXES, "identify": [outcome._asdict() for outcome in outcomes]})
    if as_json:
        click.echo(json.dumps(told, indent=1))
    sys.exit(1 if findings else 0)
