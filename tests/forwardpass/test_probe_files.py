"""What is written for students is what they read, and nothing more."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.exercises.model import example
from autograder.nbgrader_bridge.probes import in_a_row, public_cases, stale_probes, write_probes
from forwardpass import probe_files
from forwardpass.probe_files import Form, Raises, Row, load, names

from .conftest import EXERCISES, MISTAKES, SPLIT, U, expected
from .test_codec import ARRAYS


def test_an_exercise_is_read_as_it_was_written(probes: Path) -> None:
    affine = load("affine")
    assert (affine.layer, affine.kind, affine.answer, affine.title) == ("toy", "stub", "affine", "x @ w + b")
    assert affine.parameters == ("x", "w", "b")
    for probe, case in zip(affine.probes, public_cases(EXERCISES[0]), strict=True):
        right = expected("toy", "affine", case)
        assert probe.label == case.label
        assert all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(probe.args, case.args, strict=True))
        assert probe.kwargs == case.kwargs
        assert np.array_equal(probe.value, right.value)
        assert np.array_equal(probe.bound, np.full(right.value.shape, 32 * U))
    assert load("apply").probes[0].args[1] is np.tanh
    assert isinstance(load("halves").probes[0].value, tuple)
    assert load("count").answer == "how_many"
    assert load("letter").form == Form("option", ("a", "b"))
    split = load("split").form
    assert split is not None and split.example is not None
    assert [(name, np.shape(given)) for name, given in split.example.items()] == [("x", (4, 3)), ("rows", ())]


def test_a_mistake_is_stored_only_where_it_shows(probes: Path) -> None:
    first, second = load("affine").probes
    shown = [{mistake.name for mistake in probe.mistakes} for probe in (first, second)]
    assert "right-after-all" not in shown[0] | shown[1]
    assert shown[0] - shown[1] == {"bias-missing-on-the-first"}
    raised = [mistake.value for mistake in first.mistakes if mistake.name == "divides-by-zero"]
    assert raised == [Raises("ZeroDivisionError")]


def test_the_same_input_gives_the_same_bytes(probes: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_probes(again, "toy", EXERCISES, expected, MISTAKES)
    for name in ("index.json", "toy.json", "toy.bin"):
        assert (again / name).read_bytes() == (probes / name).read_bytes()
    assert stale_probes(probes, again) == []


def test_stale_probes_are_named(probes: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    changed = (dataclasses.replace(EXERCISES[0], title="another"), *EXERCISES[2:])
    write_probes(again, "toy", changed, expected, MISTAKES)
    assert stale_probes(probes, again) == ["affine: described otherwise", "halves: only in one of the two"]


def test_probes_with_other_numbers_are_stale(probes: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    wrong = lambda layer, stub, case: dataclasses.replace(  # noqa: E731
        expected(layer, stub, case), value=expected(layer, stub, case).value + 1
    )
    write_probes(again, "toy", [EXERCISES[0]], wrong, ())
    assert "affine: described otherwise" in stale_probes(probes, again)
    write_probes(again, "toy", [EXERCISES[3]], wrong, ())
    assert "count: 7 by 2: other outputs" in stale_probes(probes, again)


def test_another_example_is_stale(probes: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    changed = [
        dataclasses.replace(each, form=dataclasses.replace(SPLIT, example=example(x=(4, 3), rows=1)))
        if each.form is SPLIT
        else each
        for each in EXERCISES
    ]
    write_probes(again, "toy", changed, expected, MISTAKES)
    assert stale_probes(probes, again) == ["split: another example"]


def test_one_layer_does_not_disturb_another(probes: Path) -> None:
    before = (probes / "toy.json").read_bytes()
    other = [dataclasses.replace(EXERCISES[4], name="another_letter")]
    write_probes(probes, "other", other, expected)
    assert (probes / "toy.json").read_bytes() == before
    assert set(names()) == {exercise.name for exercise in EXERCISES} | {"another_letter"}
    assert load("another_letter").layer == "other"


def test_a_name_that_is_taken_is_refused_and_nothing_is_written(probes: Path) -> None:
    with pytest.raises(ValueError, match="exercises of other have names that are taken: affine, letter"):
        write_probes(probes, "other", [EXERCISES[0], EXERCISES[4]], expected)
    assert not (probes / "other.json").exists()


def test_an_exercise_that_is_gone_leaves_the_index(probes: Path) -> None:
    write_probes(probes, "toy", EXERCISES[:1], expected, MISTAKES)
    assert names() == ("affine",)


def test_the_files_hold_data_only(probes: Path) -> None:
    text = (probes / "toy.json").read_text("utf-8")
    assert set(json.loads(text)) == {"layer", "exercises", "arrays"}
    assert "lambda" not in text and "def " not in text
    stored = Row(json.loads(text)["arrays"], (probes / "toy.bin").read_bytes())
    assert stored and all(array.dtype.kind in "biuf" for array in stored.values())


def test_arrays_stand_one_behind_the_other() -> None:
    """By hand: six bytes, ten to the next multiple of sixteen, then four; a number and nothing at all take no axes."""
    bytes_first = {"0": np.arange(6, dtype=np.uint8).reshape(2, 3), "1": np.array(1.5, ">f4"), "2": np.ones((0, 4))}
    places, data = in_a_row(bytes_first)
    assert places == ["|u1 2,3 0", ">f4  16", "<f8 0,4 32"]
    assert data == bytes([0, 1, 2, 3, 4, 5, *[0] * 10, 0x3F, 0xC0, 0, 0, *[0] * 12])


@given(st.lists(ARRAYS, max_size=5))
def test_arrays_come_back_from_their_row_as_they_were(kept: list[Any]) -> None:
    row = Row(*in_a_row({str(number): array for number, array in enumerate(kept)}))
    assert len(row) == len(kept)
    for array, back in zip(kept, row.values(), strict=True):
        assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, array.tobytes())
        assert not back.flags.writeable


def test_arrays_of_a_reader_are_copies_of_the_files(probes: Path) -> None:
    load("affine").probes[0].args[0][:] = 0
    probe_files.forget()
    assert load("affine").probes[0].args[0].any()
