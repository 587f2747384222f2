"""Ask every implementation, for every secret, on all cores; and judge what came out."""

from __future__ import annotations

import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from autograder import references
from autograder.audit.asking import PATIENCE, Bounded, Verdict, ask
from autograder.audit.bank import LAYERS, OWN, RIGHT, Entry, Kind, cells, entries
from autograder.audit.mutants import AVAILABLE, mutants
from autograder.graders.diagnosis import without_hints
from autograder.graders.direct import checks_of
from autograder.sandbox import Cell, Limits, Room, Sandbox
from autograder.sandbox.doctor import self_test
from forwardpass import live
from forwardpass.matching import begins

CHUNK = 5  # secrets of one task
LIMITS = Limits(submission_seconds=3600)
Key = tuple[Kind, str, str]  # kind, name and stub


@dataclass
class Tally:
    """What one check did to one implementation, over all secrets."""

    passed: int = 0
    failed: int = 0
    hints: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    ours: str = ""

    def add(self, told: Verdict) -> None:
        """Count one run."""
        self.passed += told.passed
        self.failed += not told.passed
        self.ours = self.ours or told.ours
        if not told.passed:
            self.hints[told.hint] += 1
            self.messages[told.message] += 1

    def join(self, other: Tally) -> None:
        """Add another process's counts."""
        self.passed += other.passed
        self.failed += other.failed
        self.hints += other.hints
        self.messages += other.messages
        self.ours = self.ours or other.ours


Tallies = dict[Key, dict[str, Tally]]


@dataclass(frozen=True)
class Finding:
    """One line of what is wrong with the graders."""

    what: str
    layer: str
    entry: str
    detail: str


@dataclass
class Audit:
    """What came out for one layer."""

    layer: str
    secrets: int
    tallies: Tallies
    entries: dict[Key, Entry]
    whole: bool = False
    """Whether everything that the kit has was asked, so that a check without work is one too many."""

    def rejected_by(self, key: Key) -> set[str]:
        """The checks that fail an implementation for every secret."""
        return {check for check, tally in self.tallies[key].items() if tally.failed and not tally.passed}

    def of(self, *kinds: Kind) -> list[Key]:
        """The implementations of these kinds that are no known equivalents."""
        return [key for key in self.tallies if key[0] in kinds and not self.entries[key].why]

    def findings(self) -> Iterator[Finding]:
        """Everything that must not be."""
        for key, tallies in self.tallies.items():
            entry, (kind, name, stub) = self.entries[key], key
            label = f"{kind} {name}, {stub}" if kind != "mutant" else name
            for check, tally in tallies.items():
                if tally.ours:
                    yield Finding("our fault", self.layer, label, f"{check}: {tally.ours}")
                if tally.passed and tally.failed:
                    share = f"{check} fails it for {tally.failed} of {self.secrets} secrets"
                    yield Finding("flicker", self.layer, label, share)
                if kind in RIGHT and tally.failed:
                    yield Finding("false reject", self.layer, label, f"{check}: {next(iter(tally.messages))}")
                if kind == "mistake":
                    for hint in (hint for hint in tally.hints if hint and not begins(entry.hint, hint)):
                        yield Finding("wrong hint", self.layer, label, f"{check}: {hint}")
            if kind not in RIGHT and not entry.why and not self.rejected_by(key):
                yield Finding("false accept", self.layer, label, "no check fails it for every secret")
        for check in self.idle_checks() if self.whole else ():
            yield Finding("idle check", self.layer, check, "rejects nothing that no other check rejects")

    def idle_checks(self) -> list[str]:
        """The checks that reject nothing that no other check rejects."""
        needed, every = set(), set()
        for key in self.of("mistake", "wrong", "mutant", "wrong-answer"):
            every |= set(self.tallies[key])
            if len(by := self.rejected_by(key)) == 1:
                needed |= by
        return sorted(every - needed)

    def hints(self) -> dict[str, int]:
        """Of the bank's mistakes: told their hint, what it shares with others, or none; and wrong hints."""
        found = Counter({"right": 0, "shared": 0, "withheld": 0, "wrong": 0})
        for key in self.of("mistake"):
            told = {hint for tally in self.tallies[key].values() for hint in tally.hints if hint}
            own = self.entries[key].hint
            found["wrong"] += not all(begins(own, hint) for hint in told)
            found["right" if own in told else "shared" if told else "withheld"] += 1
        return dict(found)


def audit(
    layers: Iterable[str],
    secrets: int,
    *,
    bank: Path | None = None,
    kinds: Collection[Kind] = OWN,
    workers: int = 1,
    step: Callable[[str], None] = lambda _: None,
) -> dict[str, Audit]:
    """Ask the implementations of ``layers`` with the hidden cases of ``secrets`` course secrets.

    ``bank``: a folder with ``correct/<layer>/*.py`` and ``wrong/<layer>/*.py``, whose code runs in the sandbox; else
    the kit's own implementations and their mutants, in plain processes. ``kinds``: only these; ``"keras"`` is Keras
    itself, in full float32, with the backend and on the device that it finds. ``step`` is called with
    a layer's name after every chunk of work.

    Raises ``ValueError`` for a file that holds no implementation, ``sandbox.Unavailable``.
    """
    found = {}
    for layer in layers:
        known = {_key(entry, stub): entry for entry in _entries(layer, bank, kinds) for stub in entry.stubs}
        whole = AVAILABLE and bank is None and set(kinds) >= set(OWN)
        found[layer] = Audit(layer, secrets, defaultdict(dict), known, whole)
    chunks = [(layer, start, min(start + CHUNK, secrets)) for start in range(0, secrets, CHUNK) for layer in found]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        tasks = {
            pool.submit(_chunk, layer, range(start, stop), bank, tuple(kinds)): layer for layer, start, stop in chunks
        }
        for task in as_completed(tasks):
            _join(found[tasks[task]].tallies, task.result())
            step(tasks[task])
    return found


def chunks(layers: Iterable[str], secrets: int) -> dict[str, int]:
    """How often ``step`` will be called for each layer."""
    return {layer: -(-secrets // CHUNK) for layer in layers}


def _entries(layer: str, bank: Path | None, kinds: Collection[Kind]) -> Iterator[Entry]:
    made = mutants(layer) if bank is None and "mutant" in kinds and layer in LAYERS else ()
    return (entry for entry in chain(entries(layer, bank), made) if entry.kind in kinds)


def _key(entry: Entry, stub: str) -> Key:
    return entry.kind, entry.name, stub


def _chunk(layer: str, secrets: range, bank: Path | None, kinds: Collection[Kind]) -> Tallies:
    tallies: Tallies = defaultdict(dict)
    keras = live.full_precision() if "keras" in kinds else nullcontext()
    with references.formula_alone(), keras:
        if bank is None:
            for entry in _entries(layer, None, kinds):
                for secret in secrets:
                    _by(Bounded(entry.names(), PATIENCE if entry.kind == "keras" else None), entry, secret, tallies)
            return dict(tallies)
        before = [Cell(str(number), text) for number, text in enumerate(cells(layer))]
        with Sandbox("numpy") as sandbox:
            self_test(sandbox)
            for entry in _entries(layer, bank, kinds):
                with sandbox.open(LIMITS) as room:
                    # So that the model answer is not asked where a file raises before it defines its own.
                    forget = Cell("forget", f"del {', '.join(entry.stubs)}")
                    room.run([*before, forget, Cell(entry.name, entry.text)])
                    for secret in secrets:
                        _in(room, entry, secret, tallies)
    return dict(tallies)


def _by(session: Bounded, entry: Entry, secret: int, tallies: Tallies) -> None:
    with _hints(entry, secret):
        for stub in entry.stubs:
            for check in checks_of(entry.layer, stub):
                tally = tallies[_key(entry, stub)].setdefault(check.__name__, Tally())
                tally.add(ask(check, session, entry.layer, secret))


def _in(room: Room, entry: Entry, secret: int, tallies: Tallies) -> None:
    with _hints(entry, secret):
        for stub in entry.stubs:
            for check in checks_of(entry.layer, stub):
                with room.check() as session:
                    tally = tallies[_key(entry, stub)].setdefault(check.__name__, Tally())
                    tally.add(ask(check, session, entry.layer, secret))


def _hints(entry: Entry, secret: int) -> AbstractContextManager[object]:
    """Hints for misconceptions, which have one to be told; for what else is wrong, with the first few secrets."""
    return nullcontext() if entry.kind == "mistake" or secret < CHUNK else without_hints()


def _join(into: Tallies, new: Tallies) -> None:
    for key, tallies in new.items():
        for check, tally in tallies.items():
            if check in into[key]:
                into[key][check].join(tally)
            else:
                into[key][check] = tally
