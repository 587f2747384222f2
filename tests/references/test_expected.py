"""References agree or nothing is graded; what was computed once is remembered by content."""

from __future__ import annotations

import importlib
import importlib.metadata
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.exercises.model import Case
from autograder.references import Expected, ReferenceDisagreement, cache, expected, lookup, set_cache
from autograder.references.lookup import content_key

from .conftest import Layer

X = np.array([1.0, 2.0, 3.0], np.float32)
CASE = Case("x (3,)", (X,))


def test_the_float64_formula_is_what_is_due(toy: Layer) -> None:
    right = expected(toy.name, "double", CASE)
    assert right.value.dtype == np.float64
    assert right.value.tolist() == [2.0, 4.0, 6.0]
    assert right.bound.tolist() == [1e-6] * 3


def test_keyword_arguments_and_structures(toy: Layer) -> None:
    assert expected(toy.name, "double", Case("", (X,), {"times": 3})).value.tolist() == [3.0, 6.0, 9.0]
    array, rest = expected(toy.name, "pair", CASE).value
    assert array.tolist() == [1.0, 2.0, 3.0] and rest == {"n": 3}


def test_where_keras_disagrees_nothing_is_graded(toy: Layer) -> None:
    toy.keras.write_text(toy.keras.read_text().replace("np.float32(times)", "np.float32(times) + 1e-3"))
    with pytest.raises(ReferenceDisagreement, match=r"x \(3,\): Keras's double differs in all 3 elements"):
        expected(toy.name, "double", CASE)
    with pytest.raises(ReferenceDisagreement):  # a disagreement is never remembered as a result
        expected(toy.name, "double", CASE)


@pytest.mark.parametrize(
    ("stub", "message"), [("alone", "KERAS has no 'alone'"), ("none", "EXACT has no 'none'"), ("bare", "no Expected")]
)
def test_a_missing_half_is_told(toy: Layer, stub: str, message: str) -> None:
    with pytest.raises(ReferenceDisagreement, match=message):
        expected(toy.name, stub, CASE)


def test_a_missing_layer_is_told() -> None:
    with pytest.raises(ReferenceDisagreement, match=r"there is no autograder\.references\.no_such_layer"):
        expected("no_such_layer", "double", CASE)


def test_a_reference_cannot_change_the_case(toy: Layer) -> None:
    expected(toy.name, "spoils", CASE)
    assert X.tolist() == [1.0, 2.0, 3.0]


# Remembering


def test_equal_calls_are_computed_once(toy: Layer) -> None:
    first = expected(toy.name, "double", CASE)
    assert expected(toy.name, "double", Case("another label", (X.copy(),))) is first
    assert toy.calls == 1


def test_what_is_remembered_cannot_be_changed(toy: Layer) -> None:
    with pytest.raises(ValueError, match="read-only"):
        expected(toy.name, "double", CASE).value[0] = 1


@pytest.mark.parametrize(
    "other",
    [
        Case("", (X + 1,)),
        Case("", (X.astype(np.float64),)),
        Case("", (X.reshape(1, 3),)),
        Case("", (X,), {"times": 2}),
        Case("", (), {"x": X}),
        Case("", (X.tolist(),)),
        Case("", (tuple(X.tolist()),)),
        Case("", (X, np.tanh)),
        Case("", (X, None)),
    ],
)
def test_other_arguments_are_another_result(toy: Layer, other: Case) -> None:
    assert content_key(toy.name, "double", other) != content_key(toy.name, "double", CASE)


def test_other_sources_and_another_keras_are_another_result(toy: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    def key() -> str:
        importlib.invalidate_caches()
        lookup.code_of.cache_clear()  # as in a new process
        return content_key(toy.name, "double", CASE)

    keys = {key(), content_key(toy.name, "pair", CASE)}
    for path in (toy.exact, toy.keras):
        path.write_text(path.read_text() + "\n# changed\n")
        keys.add(key())
    version = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "9.9" if name == "keras" else version(name))
    keys.add(key())
    assert len(keys) == 5


def test_the_oldest_is_forgotten_first(toy: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "IN_MEMORY", 2)
    cases = [Case("", (X + shift,)) for shift in range(3)]
    for case in (cases[0], cases[1], cases[0], cases[2], cases[0]):
        expected(toy.name, "double", case)
    assert toy.calls == 3
    expected(toy.name, "double", cases[1])
    assert toy.calls == 4


# On disk


def stored(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_a_folder_remembers_across_processes(toy: Layer, tmp_path: Path) -> None:
    folder = tmp_path / "private" / "cache"
    set_cache(folder)
    first = expected(toy.name, "pair", CASE)
    set_cache(folder)
    again = expected(toy.name, "pair", CASE)
    assert again is not first
    assert np.array_equal(again.value[0], first.value[0]) and again.value[1] == {"n": 3}
    assert again.bound[1] == {"n": 0}
    expected(toy.name, "double", CASE)
    set_cache(folder)
    expected(toy.name, "double", CASE)
    assert toy.calls == 1


def test_the_folder_is_for_its_owner_alone(toy: Layer, tmp_path: Path) -> None:
    set_cache(tmp_path / "cache")
    expected(toy.name, "double", CASE)
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    path = stored(tmp_path / "cache")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.name == content_key(toy.name, "double", CASE) + ".npz"


def pickled(path: Path) -> None:
    np.savez(path, structure=np.array([object()], dtype=object))


def other_content(path: Path) -> None:
    np.savez(path, structure=np.frombuffer(b'{"tuple": [1]}', np.uint8))


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:100]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"\x00\x40", b"\x00\x41", 1)),
        pickled,
        other_content,
    ],
)
def test_a_damaged_file_is_computed_anew_and_rewritten(toy: Layer, tmp_path: Path, damage: Any) -> None:
    folder = tmp_path / "cache"
    set_cache(folder)
    right = expected(toy.name, "double", CASE)
    whole = stored(folder).read_bytes()
    damage(stored(folder))
    assert stored(folder).read_bytes() != whole
    set_cache(folder)
    assert np.array_equal(expected(toy.name, "double", CASE).value, right.value)
    assert toy.calls == 2
    set_cache(folder)
    expected(toy.name, "double", CASE)
    assert toy.calls == 2


def test_a_write_that_fails_leaves_no_half_file(toy: Layer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(file: Any, **arrays: Any) -> None:
        file.write(b"half")
        raise OSError("no space left on device")

    set_cache(tmp_path / "cache")
    monkeypatch.setattr(np, "savez", fails)
    with pytest.raises(OSError, match="no space"):
        expected(toy.name, "double", CASE)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_hit_imports_neither_keras_nor_the_layer(tmp_path: Path) -> None:
    program = f"""
import sys
import numpy as np
from autograder.exercises.model import Case
from autograder.references import Expected, cache, expected, set_cache
from autograder.references.lookup import content_key
set_cache({str(tmp_path)!r})
case = Case("z (2,)", (np.ones(2, np.float32),))
cache.store(content_key("dense", "relu", case), Expected(np.ones(2), np.zeros(2)))
set_cache({str(tmp_path)!r})
assert expected("dense", "relu", case).value.tolist() == [1.0, 1.0]
print([name for name in sys.modules if name.partition(".")[0] in ("keras", "tensorflow") or name.endswith(".dense")])
"""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_expected_is_frozen() -> None:
    with pytest.raises(AttributeError):
        Expected(1, 0).value = 2  # type: ignore[misc]
