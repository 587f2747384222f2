"""The audit itself: it must find a grader that is wrong, and say so by its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from autograder import references
from autograder.audit import Entry, audit, run
from autograder.audit.asking import Bounded, ask
from autograder.audit.bank import LAYERS, entries, model_texts, notebook
from autograder.audit.equivalent import EQUIVALENT
from autograder.audit.mutants import mutants
from autograder.audit.run import Audit, Tally
from autograder.audit.tolerances import distances, picture, ratio_of
from autograder.graders.direct import checks_of

RELU = "import numpy as np\n\ndef relu(z):\n    return np.maximum(z, {least})\n"


def command(*words: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "autograder", "audit", *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, timeout=1800, check=False)


def bank(root: Path, **files: str) -> Path:
    for name, text in files.items():
        kind, _, stem = name.partition("_")
        path = root / kind / "dense" / f"{stem}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_folder_of_outside_implementations_is_asked_in_the_sandbox(tmp_path: Path) -> None:
    leaky = "import numpy as np\n\ndef relu(z):\n    return np.where(z > 0, z, z / 8)\n"
    folder = bank(tmp_path, correct_plain=RELU.format(least=0), wrong_leaky=leaky)
    found = command("dense", "--bank", folder, "--secrets", 2, "--json")
    assert found.returncode == 0, found.stdout + found.stderr
    [layer] = json.loads(found.stdout)
    assert {kind: count for kind, count in layer["entries"].items() if count} == {"right": 1, "wrong": 1}
    assert layer["findings"] == []


@pytest.mark.parametrize(
    ("name", "least", "what"), [("wrong_right", "0", "false accept"), ("correct_wrong", "1", "false reject")]
)
def test_what_a_grader_gets_wrong_is_found(name: str, least: str, what: str, tmp_path: Path) -> None:
    found = command("dense", "--bank", bank(tmp_path, **{name: RELU.format(least=least)}), "--secrets", 1)
    assert found.returncode == 1
    assert f"{what}: dense" in found.stdout


def test_code_of_a_bank_cannot_write_outside_the_sandbox(tmp_path: Path) -> None:
    text = f"open({str(tmp_path / 'seen')!r}, 'w').write('x')\n" + RELU.format(least=0)
    found = command("dense", "--bank", bank(tmp_path, correct_writes=text), "--secrets", 1)
    assert not (tmp_path / "seen").exists()
    assert found.returncode == 1  # its cell raised before it had defined anything
    assert "false reject: dense, right writes, relu" in found.stdout


def test_a_file_without_a_stub_is_named(tmp_path: Path) -> None:
    found = command("dense", "--bank", bank(tmp_path, wrong_empty="x = 1\n"))
    assert found.returncode == 1
    assert "empty.py defines no stub of dense" in found.stderr


def test_keras_itself_passes() -> None:
    found = command("lstm", "--kind", "keras", "--secrets", 1, "--device", "cpu")
    assert found.returncode == 0, found.stdout
    assert " on CPU." in found.stdout
    [row] = [line for line in found.stdout.splitlines() if "done by Keras" in line]
    assert row.split("│")[2].strip() == row.split("│")[3].strip() == "4"


def test_a_gpu_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    found = command("lstm", "--kind", "keras", "--secrets", 1, "--device", "gpu")
    assert found.returncode == 1
    assert "finds no GPU" in found.stderr and "Traceback" not in found.stderr


def test_an_unknown_layer_is_named() -> None:
    assert "no such layer: gru" in command("gru").stderr


@pytest.mark.parametrize("layer", LAYERS)
def test_model_answers_pass_and_their_mutants_are_different(layer: str) -> None:
    made = mutants(layer)
    assert len(made) > 40 and len({entry.text for entry in made}) == len(made)
    assert not {entry.text for entry in made} & set(model_texts(layer))
    names = notebook(layer)
    assert {stub for entry in made for stub in entry.stubs} <= set(names)
    with references.formula_alone():
        [answer] = [entry for entry in entries(layer) if entry.name == "the model answer"]
        for stub in answer.stubs:
            for check in checks_of(layer, stub):
                assert ask(check, Bounded(answer.names()), layer, 3).passed, (stub, check.__name__)


def test_every_reason_belongs_to_a_mutant() -> None:
    named = {(entry.layer, entry.name.partition(": ")[2]) for layer in LAYERS for entry in mutants(layer)}
    assert set(EQUIVALENT) <= named


def test_a_loop_without_end_is_a_limit() -> None:
    entry = Entry("dense", "wrong", "endless", ("relu",), "def relu(z):\n    while True:\n        pass\n")
    [check, *_] = checks_of("dense", "relu")
    with pytest.MonkeyPatch.context() as patch, references.formula_alone():
        patch.setattr("autograder.audit.asking.SECONDS", 0.2)
        told = ask(check, Bounded(entry.names()), "dense", 0)
    assert not told.passed and told.message


def judged(kind: str, *, hint: str = "its own", why: str = "", **checks: Tally) -> list[str]:
    entry = Entry("dense", kind, "one", ("relu",), hint=hint, why=why)  # type: ignore[arg-type]
    key = (entry.kind, entry.name, "relu")
    return [finding.what for finding in Audit("dense", 4, {key: checks}, {key: entry}).findings()]


@pytest.mark.parametrize(("name", "hinted"), [("linear-is-relu", 3), ("any_straight_line", 2)])
def test_only_misconceptions_are_asked_for_hints_with_every_secret(
    name: str, hinted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (known,) = [entry for entry in entries("dense", None) if entry.name == name]
    monkeypatch.setattr(run, "_entries", lambda *_: iter([known]))
    monkeypatch.setattr(run, "CHUNK", 2)
    (tallies,) = run._chunk("dense", range(3), None, (known.kind,)).values()
    told = tallies["test_linear"]
    assert (told.failed, sum(count for hint, count in told.hints.items() if hint)) == (3, hinted)


def tally(passed: int, failed: int, *hints: str) -> Tally:
    made = Tally(passed, failed)
    made.hints.update(hints)
    made.messages.update(["differs"] * bool(failed))
    return made


def test_answers_to_questions_are_judged_as_they_must() -> None:
    found = command("dense", "lstm", "--kind", "right-answer", "--kind", "wrong-answer", "--secrets", 1, "--json")
    assert found.returncode == 0, found.stdout + found.stderr
    dense, lstm = json.loads(found.stdout)  # although a cell of the LSTM notebook prints something
    assert dense["findings"] == lstm["findings"] == []
    assert dense["entries"]["right-answer"] > 60 and dense["entries"]["wrong-answer"] > 900
    assert lstm["entries"]["right-answer"] > 50 and lstm["entries"]["wrong-answer"] > 900


def test_what_counts_as_a_finding() -> None:
    assert judged("right", a=tally(4, 0)) == []
    assert judged("right", a=tally(4, 0), b=tally(0, 4)) == ["false reject"]
    assert judged("right", a=tally(3, 1)) == ["flicker", "false reject"]
    assert judged("mistake", a=tally(4, 0), b=tally(0, 4, "its own", "")) == []
    assert judged("mistake", a=tally(0, 4, "another's")) == ["wrong hint"]
    assert judged("mistake", hint="Shared. Own.", a=tally(0, 4, "Shared.")) == []
    assert judged("mistake", hint="Shared. Own.", a=tally(0, 4, "Shared. O")) == ["wrong hint"]
    assert judged("mistake", a=tally(4, 0)) == ["false accept"]
    assert judged("wrong", a=tally(2, 2)) == ["flicker", "false accept"]
    assert judged("mutant", a=tally(4, 0)) == ["false accept"]
    assert judged("mutant", a=tally(4, 0), why="the axis is the same") == []
    assert judged("right", a=Tally(4, 0, ours="KeyError")) == ["our fault"]


def test_a_check_that_rejects_nothing_alone_is_idle() -> None:
    one, two = (Entry("dense", "wrong", name, ("relu",)) for name in ("one", "two"))
    tallies = {
        ("wrong", "one", "relu"): {"a": tally(0, 4), "b": tally(0, 4)},
        ("wrong", "two", "relu"): {"a": tally(0, 4), "b": tally(4, 0)},
    }
    known = {("wrong", entry.name, "relu"): entry for entry in (one, two)}
    assert Audit("dense", 4, tallies, known).idle_checks() == ["b"]  # type: ignore[arg-type]


def test_distances_are_errors_over_bounds(tmp_path: Path) -> None:
    value, bound = np.array([1.0, 2.0, 3.0]), np.array([0.1, np.inf, 0.0])
    assert ratio_of(np.array([1.05, 9.0, 3.0]), value, bound) == pytest.approx(0.5)
    assert ratio_of((value, value + 0.05), (value, value), (bound, bound)) == np.inf
    found = distances("dense", 2)
    assert {distance.stub for distance in found} == {
        "linear",
        "relu",
        "sigmoid",
        "tanh",
        "softmax",
        "neuron",
        "dense",
        "mlp",
    }
    assert all(distance.ratio <= 1 for distance in found) and any(distance.ratio > 0 for distance in found)
    picture(found, tmp_path / "distances.png")
    assert (tmp_path / "distances.png").read_bytes().startswith(b"\x89PNG")


def test_dense_is_graded_as_it_must_for_one_secret() -> None:
    steps: list[str] = []
    step: Callable[[str], None] = steps.append
    found = audit(["dense"], 1, step=step)["dense"]
    assert steps == ["dense"]
    assert list(found.findings()) == []


def verdicts(entry: Entry, secret: int) -> dict[tuple[str, str], bool]:
    names = entry.names()
    return {
        (stub, check.__name__): ask(check, Bounded(names), entry.layer, secret).passed
        for stub in entry.stubs
        for check in checks_of(entry.layer, stub)
    }


@pytest.mark.parametrize("layer", LAYERS)
@given(secret=st.integers(1, 2**40), number=st.integers(0, 10**6))
@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
def test_no_verdict_depends_on_the_course_secret(layer: str, secret: int, number: int) -> None:
    known = list(entries(layer))
    entry = known[number % len(known)]
    with references.formula_alone():
        assert verdicts(entry, secret) == verdicts(entry, 0), entry.name
