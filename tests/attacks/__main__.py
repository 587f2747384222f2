"""The catalogue twice, through this kit and through stock nbgrader, as one table.

Exits with 1 where something does not come out here as its file demands.

python -m tests.attacks                    the whole catalogue; what stock nbgrader has graded is kept between runs
python -m tests.attacks --ours             without stock nbgrader (12 minutes on two cores)
python -m tests.attacks pickle symlink     only files whose name holds one of these words
python -m tests.attacks --docs             write the table into docs/threat-model.md
python -m tests.attacks --notebooks DIR    make a course in DIR with every submission handed in, and stop
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import psutil
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.attacks import course as lab
from tests.attacks import stock
from tests.attacks.catalogue import THREATS, Attack, catalogue
from tests.attacks.outcome import Outcome, outcomes, run

STOCK = lab.ROOT / "artifacts" / "stock.jsonl"
DOCS = lab.ROOT / "docs" / "threat-model.md"
BEGIN, END = "<!-- table: make attack -->", "<!-- end of table -->"
Line = tuple[Attack, str, str, bool]


def main(arguments: list[str] | None = None) -> int:
    """Run, print and write. Returns 0 where everything came out as the files demand."""
    options = parse(arguments)
    chosen = [a for a in catalogue() if not options.words or any(w in a.name for w in options.words)]
    say = Console(width=None if sys.stdout.isatty() else 180, highlight=False)
    with tempfile.TemporaryDirectory(prefix="attacks-") as name:
        place = Path(name)
        if options.notebooks:
            write_courses(chosen, options.notebooks)
            return 0
        say.print(f"{len(chosen)} submissions through this kit, in one class with honest neighbours:")
        with Memory() as memory:
            ours = grade_here(place, chosen)
        theirs = {} if options.ours else grade_in_stock(place, chosen, say)
    lines = [(row.attack, in_stock(row.attack, theirs.get(row.attack.name)), here(row), not row.wrong) for row in ours]
    say.print(table(lines))
    for row in ours:
        for fault in row.wrong:
            say.print(f"{row.attack.kind}/{row.attack.name}: {fault}", markup=False, style="red")
    totals = summary(lines, theirs)
    totals += f" The longest that one of ours went on past its limit of time: {max(r.overrun for r in ours):.2f} s."
    totals += f" Memory of the whole machine meanwhile: {memory.peak:.0f} MiB more than before, at most."
    say.print(totals)
    artifacts = lab.ROOT / "artifacts"
    artifacts.mkdir(exist_ok=True)
    rows = [
        {"attack": a.name, "kind": a.kind, "threat": a.threat, "stock": s, "here": h, "ok": ok} for a, s, h, ok in lines
    ]
    (artifacts / "attack.json").write_text(json.dumps(rows, indent=1))
    if options.docs:
        write_docs(lines, totals)
    return 0 if all(ok for *_, ok in lines) else 1


class Memory:
    """The highest use of memory on this machine while the block runs, in MiB above that at its beginning."""

    def __enter__(self) -> Memory:
        """Begin to look, ten times a second."""
        self.peak, self._before, self._done = 0.0, psutil.virtual_memory().used, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.1):
            self.peak = max(self.peak, (psutil.virtual_memory().used - self._before) / 2**20)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("words", nargs="*")
    parser.add_argument("--ours", action="store_true")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--notebooks", type=Path)
    return parser.parse_args(arguments)


def write_courses(chosen: list[Attack], target: Path) -> None:
    """Make a course per notebook in which every submission is handed in, to be tried with anything else."""
    for notebook in sorted({attack.notebook for attack in chosen}):
        course = lab.make(target / notebook, notebook)
        answers = lab.answers(course, notebook)
        for attack in chosen:
            if attack.notebook == notebook:
                attack.write(answers, lab.folder(course, f"{attack.kind}-{attack.name}"))


def grade_here(place: Path, chosen: list[Attack]) -> list[Outcome]:
    """Grade with this kit: one class per notebook."""
    found = []
    for notebook in sorted({attack.notebook for attack in chosen}):
        mine = [attack for attack in chosen if attack.notebook == notebook]
        course, students, _ = run(place / f"here-{notebook}", mine, notebook)
        found += outcomes(course, students, mine)
    return found


def grade_in_stock(place: Path, chosen: list[Attack], say: Console) -> dict[str, stock.Row]:
    """Grade with stock nbgrader, each attack in a namespace of its own; rows of an earlier run are kept."""
    base = stock.prepare(place / "stock")
    mine = {digest(attack): attack for attack in chosen if attack.notebook == "dense"}
    STOCK.parent.mkdir(exist_ok=True)
    known = [json.loads(line) for line in STOCK.read_text().splitlines()] if STOCK.exists() else []
    done = {row.pop("digest"): stock.Row(**row) for row in known}
    todo = [one for one in mine if one not in done]
    say.print(f"{len(mine)} submissions through stock nbgrader, {len(todo)} of them now:")
    with ThreadPoolExecutor(3) as pool, STOCK.open("a") as file:
        rows = pool.map(lambda one: stock.grade(base, mine[one]), todo)
        for one, row in zip(
            todo, track(rows, "stock", len(todo), console=say, disable=not say.is_terminal), strict=True
        ):
            if row is None:
                continue
            done[one] = row
            print(json.dumps({"digest": one, **asdict(row)}), file=file, flush=True)
    return {attack.name: done[one] for one, attack in mine.items() if one in done}


def digest(attack: Attack) -> str:
    """Stands for one attack as it is now."""
    return hashlib.sha256(attack.path.read_bytes() + stock.VERSION).hexdigest()


def in_stock(attack: Attack, row: stock.Row | None) -> str:
    """Stock nbgrader's result in words: what was not earned, what was lost, who else was hurt."""
    if row is None:
        return "not tried"
    words = [row.said] if row.said else []
    if row.earned is None:
        return "; ".join(["no grade", *words])
    points = f"{row.earned:g} of {row.points:g}"
    if attack.invalid:
        return "; ".join([f"{points}, nobody is asked", *words])
    honest = row.points - sum((1 - e.credit) * lab.points("dense")[name] for name, e in attack.expect.items())
    more = row.earned - honest
    verdict = f"{more:g} not earned" if more > 0 else f"{-more:g} honest points lost" if more < 0 else "as earned"
    return "; ".join([f"{points}: {verdict}", *words])


def here(row: Outcome) -> str:
    """Our result in words."""
    points = "held for a person" if row.verdicts == "INVALID" else f"{row.earned:g} of {row.points:g}"
    return f"{points}: {row.verdicts}" + ("" if not row.wrong else " (NOT as demanded)")


def table(lines: list[Line]) -> Table:
    """One row per attack, by threat."""
    made = Table(title="The catalogue, through stock nbgrader and through this kit")
    for heading in ("threat", "attack", "stock nbgrader", "here"):
        made.add_column(heading, overflow="fold")
    for threat in THREATS:
        for attack, theirs, ours, ok in lines:
            if attack.threat == threat:
                made.add_row(threat, attack.name, theirs, ours, style=None if ok else "red")
    return made


def summary(lines: list[Line], theirs: dict[str, stock.Row]) -> str:
    """Count what the table says."""
    tried = [text for _, text, _, _ in lines if text != "not tried"]
    counts = {
        "points not earned": sum("not earned" in text for text in tried),
        "honest points lost": sum("honest points lost" in text for text in tried),
        "no grade": sum(text.startswith("no grade") for text in tried),
        "a damaged file graded as if it were an answer": sum("nobody is asked" in text for text in tried),
        "something outside the notebook read": sum("leaks" in text for text in tried),
        "a neighbour hurt": sum(not row.neighbour for row in theirs.values()),
    }
    said = ", ".join(f"{what} in {count}" for what, count in counts.items())
    good = sum(ok for *_, ok in lines)
    return f"Here: {good} of {len(lines)} as demanded. Stock nbgrader, of {len(tried)} tried: {said}."


def write_docs(lines: list[Line], totals: str) -> None:
    """Replace the table in docs/threat-model.md."""
    rows = ["| | what it tries | stock nbgrader | here |", "|---|---|---|---|"]
    for threat in THREATS:
        for attack, theirs, ours, _ in lines:
            if attack.threat == threat:
                what = attack.what.replace("|", "\\|")
                rows.append(f"| {threat} · `{attack.name}` | {what} | {theirs} | {ours} |")
    text = f"{BEGIN}\n\n{totals}\n\n" + "\n".join(rows) + f"\n\n{END}"
    whole = DOCS.read_text(encoding="utf-8")
    DOCS.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: text, whole, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
