"""What is read from a student's file, what is taken from the release, and what is refused with which words."""

from __future__ import annotations

import copy
import hashlib
import json
import pickle
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder import bounded
from autograder.submission import (
    InvalidSubmission,
    Submission,
    TooLarge,
    Unreadable,
    Unrecognisable,
    binds,
    read,
    recognise,
)
from tests.bridge.tiny import graded, source

RIGHT = "def double(x):\n    return 2 * x"


def released() -> NotebookNode:
    """A released notebook: instructions, a stub, its test, a written answer."""
    cells = [
        new_markdown_cell("Twice is *x + x*.", metadata=graded("intro", locked=True)),
        new_code_cell("import math"),
        new_code_cell("def double(x):\n    # YOUR CODE HERE", metadata=graded("double_solution", solution=True)),
        new_code_cell("double(3)", metadata=graded("double", grade=True, locked=True, points=2)),
        new_markdown_cell("*Write here.*", metadata=graded("why", grade=True, solution=True, points=3)),
    ]
    return source("one", "numpy", cells)


def answered(**sources: str) -> NotebookNode:
    notebook = released()
    for cell in notebook.cells:
        cell.source = sources.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
    return notebook


def data(notebook: Any) -> bytes:
    return json.dumps(notebook).encode()


def take(content: bytes | NotebookNode) -> Submission:
    content = content if isinstance(content, bytes) else data(content)
    return read(content, released(), assignment="tiny", notebook="one")


def named(submission: Submission) -> dict[str, str]:
    return {cell.grade_id: cell.source for cell in submission.cells if cell.grade_id}


def order(submission: Submission) -> list[str]:
    return [cell.grade_id or cell.source for cell in submission.cells]


class TestAnHonestSubmission:
    def test_answers_are_the_students_and_everything_else_is_the_instructors(self) -> None:
        submission = take(answered(double_solution=RIGHT))
        assert named(submission)["double_solution"] == RIGHT
        assert order(submission) == ["intro", "import math", "double_solution", "double", "why"]
        assert [cell.origin for cell in submission.cells] == [
            "instructor", "instructor", "student", "instructor", "instructor",
        ]  # fmt: skip
        assert submission.notes == () and submission.missing == ()

    def test_names_what_was_read(self) -> None:
        content = data(answered(double_solution=RIGHT))
        submission = read(content, released(), assignment="tiny", notebook="one")
        assert (submission.assignment, submission.notebook, submission.profile) == ("tiny", "one", "numpy")
        assert submission.digest == hashlib.sha256(content).hexdigest()

    def test_travels_to_another_process(self) -> None:
        submission = take(answered(double_solution=RIGHT))
        assert pickle.loads(pickle.dumps(submission)) == submission

    def test_gives_a_valid_notebook_without_outputs(self) -> None:
        handed_in = answered(double_solution=RIGHT)
        handed_in.cells[2].outputs = [nbformat.v4.new_output("stream", text="99")]
        notebook = take(handed_in).to_notebook()
        nbformat.validate(notebook)
        assert notebook.metadata.kernelspec == released().metadata.kernelspec
        assert all(cell.outputs == [] and cell.execution_count is None for cell in notebook.cells if "outputs" in cell)
        assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)

    def test_added_cells_stay_behind_the_cell_they_followed(self) -> None:
        handed_in = answered(double_solution=RIGHT)
        handed_in.cells.insert(4, new_code_cell("double(7)"))
        handed_in.cells.insert(0, new_markdown_cell("my notes"))
        assert order(take(handed_in)) == [
            "my notes", "intro", "import math", "double_solution", "double", "double(7)", "why",
        ]  # fmt: skip


class TestAForger:
    @pytest.mark.parametrize(
        "change",
        [
            {"source": "2"},
            {"cell_type": "raw"},
            {"metadata": {"tags": ["skip-execution"]} | graded("double", grade=True, locked=True, points=2)},
            {"metadata": graded("double", grade=False, locked=False, points=2)},
            {"metadata": graded("double", grade=True, locked=True, points=99, schema_version=99)},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_changes_nothing_about_a_test(self, change: dict[str, Any]) -> None:
        handed_in = answered(double_solution=RIGHT)
        handed_in.cells[3].update(change)
        cell = next(cell for cell in take(handed_in).cells if cell.grade_id == "double")
        original = released().cells[3]
        assert (cell.source, cell.cell_type, cell.metadata) == (original.source, "code", original.metadata)

    def test_cannot_delete_a_test_or_run_it_first(self) -> None:
        handed_in = answered(double_solution=RIGHT)
        test = handed_in.cells.pop(3)
        assert "double" in named(take(handed_in))
        handed_in.cells.insert(0, test)
        moved = take(handed_in)
        assert order(moved) == ["intro", "import math", "double_solution", "double", "why"]
        assert "moved" in moved.notes[0]

    def test_brings_no_metadata(self) -> None:
        handed_in = answered(double_solution=RIGHT)
        handed_in.metadata.title = "<script>"
        handed_in.metadata.kernelspec = {"name": "evil", "display_name": "evil"}
        handed_in.cells[2].metadata.tags = ["skip-execution"]
        handed_in.cells.append(new_code_cell("1", metadata={"tags": ["skip-execution"], "collapsed": True}))
        submission = take(handed_in)
        assert submission.cells[-1].metadata == {}
        assert "tags" not in submission.cells[2].metadata
        assert submission.notebook_metadata == released().metadata

    def test_cannot_choose_the_profile(self) -> None:
        handed_in = answered()
        handed_in.metadata.forwardpass = {"profile": "keras"}
        assert take(handed_in).profile == "numpy"


class TestAnAccident:
    def test_a_cell_pasted_twice_runs_twice_and_the_last_definition_wins(self) -> None:
        handed_in = answered(double_solution=RIGHT)
        second = copy.deepcopy(handed_in.cells[2])
        second.source = "def double(x):\n    return x + x"
        handed_in.cells.insert(3, second)
        submission = take(handed_in)
        assert order(submission)[2:4] == ["double_solution", second.source]
        assert "more than once" in submission.notes[0]

    @pytest.mark.parametrize("place", [2, 3])
    def test_an_untouched_copy_never_undoes_an_answer(self, place: int) -> None:
        handed_in = answered(double_solution=RIGHT)
        handed_in.cells.insert(place, copy.deepcopy(released().cells[2]))
        submission = take(handed_in)
        assert named(submission)["double_solution"] == RIGHT
        assert [cell.source for cell in submission.cells].count(released().cells[2].source) == 0

    def test_a_deleted_solution_becomes_the_stub(self) -> None:
        handed_in = answered()
        del handed_in.cells[2]
        submission = take(handed_in)
        assert named(submission)["double_solution"] == released().cells[2].source
        assert submission.missing == ("double_solution",)
        assert "missing" in submission.notes[0]

    def test_a_solution_moved_into_a_new_cell_is_not_undone_by_the_stub(self) -> None:
        handed_in = answered()
        handed_in.cells[2] = new_code_cell(RIGHT)
        submission = take(handed_in)
        assert named(submission)["double_solution"].startswith("#")
        assert RIGHT in order(submission)

    def test_a_cell_of_the_wrong_type_is_read_as_what_it_was(self) -> None:
        handed_in = answered(double_solution=RIGHT)
        handed_in.cells[2].cell_type = "markdown"
        cell = take(handed_in).cells[2]
        assert (cell.cell_type, cell.source) == ("code", RIGHT)

    def test_metadata_stripped_by_another_service_is_found_by_content(self) -> None:
        handed_in = answered(double_solution=RIGHT, why="Because of the sum.")
        for cell in handed_in.cells:
            cell.metadata = {}
            cell.id = "new-" + cell.id
        submission = take(handed_in)
        assert named(submission)["double_solution"] == RIGHT
        assert named(submission)["why"] == "Because of the sum."
        assert "recognised by their content" in submission.notes[0]

    def test_stripped_metadata_with_two_possible_answers_is_left_to_a_person(self) -> None:
        handed_in = answered(double_solution=RIGHT)
        handed_in.cells.insert(3, new_code_cell("def double(x):\n    return x + x"))
        for cell in handed_in.cells:
            cell.metadata, cell.id = {}, "new-" + cell.id
        with pytest.raises(Unrecognisable, match="double_solution"):
            take(handed_in)

    def test_another_notebook_under_this_name_is_left_to_a_person(self) -> None:
        other = source("x", "numpy", [new_code_cell("a = 1"), new_markdown_cell("Something else.")])
        with pytest.raises(Unrecognisable, match="not the notebook"):
            take(other)


class TestAFile:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"\x00\x00", "empty"),
            (b'{"cells": [', "cut off"),
            (b"[]", "not a notebook"),
            (b"42", "not a notebook"),
            (b'{"nbformat": true, "cells": [{}]}', "not a notebook"),
            (b'{"nbformat": 2, "worksheets": []}', "format 2"),
            (b'{"nbformat": 5, "cells": []}', "format 5"),
            (b'{"nbformat": 4, "cells": []}', "no cells"),
            (b'{"nbformat": 4, "cells": {}}', "no cells"),
            (b'{"nbformat": 4, "cells": [7]}', "Cell 1"),
            (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 7}]}', "text of cell 1"),
            (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a", 7]}]}', "text of cell 1"),
            (b'{"nbformat": 4, "n": ' + b"9" * 5000 + b"}", "number"),
        ],
    )
    def test_that_is_no_notebook_is_refused_in_words(self, content: bytes, words: str) -> None:
        with pytest.raises(Unreadable, match=words) as refused:
            take(content)
        assert str(refused.value) == refused.value.reason
        assert refused.value.reason.endswith(".")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"[" * 100_000, "deep"),
            (b'{"nbformat": 4, "cells": ' + b'[{"a":' * 60, "deep"),
            (b"[" + b"[]," * 1_000_001, "separate values"),
            (b" " * (bounded.MAX_BYTES + 1), "MiB"),
            (data({"nbformat": 4, "cells": [{"cell_type": "raw", "source": ""}] * 1_001}), "1,001 cells"),
            (data({"nbformat": 4, "cells": [{"cell_type": "code", "source": "x" * 200_001}]}), "200,001"),
            (data({"nbformat": 4, "cells": [{"cell_type": "code", "source": "x" * 150_000}] * 14}), "together"),
        ],
        ids=["nesting", "cells in cells", "values", "bytes", "cells", "one cell", "all cells"],
    )
    def test_that_is_too_large_is_refused_before_it_is_parsed(self, content: bytes, words: str) -> None:
        with pytest.raises(TooLarge, match=words):
            take(content)

    def test_unclosed_strings_take_one_pass(self) -> None:
        with pytest.raises(Unreadable):
            take(b'{"a": "' + b'\\"' * 3_000_000)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_may_have_a_byte_order_mark(self, encoding: str) -> None:
        text = json.dumps(answered(double_solution=RIGHT + "  # größer"), ensure_ascii=False)
        submission = take(text.encode(encoding))
        assert named(submission)["double_solution"].endswith("größer")
        assert submission.notes == ()

    def test_in_another_encoding_keeps_its_code(self) -> None:
        text = json.dumps(answered(double_solution=RIGHT + "  # größer"), ensure_ascii=False)
        submission = take(text.encode("latin-1"))
        assert named(submission)["double_solution"] == RIGHT + "  # gr��er"
        assert "UTF-8" in submission.notes[0]

    def test_with_lone_surrogates_and_nulls_can_be_written_again(self) -> None:
        submission = take(answered(double_solution="x = '\ud800\x00'"))
        assert named(submission)["double_solution"] == "x = '��'"
        nbformat.writes(submission.to_notebook()).encode("utf-8")

    def test_with_a_repeated_key_means_what_it_means_to_jupyter(self) -> None:
        content = data(answered(double_solution=RIGHT)).replace(b'{"id": ', b'{"id": "x", "id": ', 1)
        submission = take(content)
        assert "twice" in submission.notes[0]

    @pytest.mark.parametrize("minor", [0, 4, 5, 99])
    def test_of_any_format_4_is_read(self, minor: int) -> None:
        handed_in = answered(double_solution=RIGHT)
        handed_in.nbformat_minor = minor
        for cell in handed_in.cells:
            del cell["id"]
            cell.source = cell.source.splitlines(keepends=True)
        assert named(take(handed_in))["double_solution"] == RIGHT

    def test_of_format_3_is_read(self) -> None:
        new = answered(double_solution=RIGHT)
        old = nbformat.convert(copy.deepcopy(new), 3)
        for before, after in zip(new.cells, old.worksheets[0].cells, strict=True):
            after.metadata = before.metadata
        assert named(take(old))["double_solution"] == RIGHT

    @settings(max_examples=100)
    @given(st.binary(max_size=400))
    def test_of_any_bytes_is_read_or_refused(self, content: bytes) -> None:
        with pytest.raises(InvalidSubmission):
            take(content)

    @settings(max_examples=100)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(
                    st.sampled_from(["cell_type", "source", "metadata", "nbgrader", "grade_id", "id", "attachments"]),
                    inner,
                )
            ),
            max_leaves=20,
        )
    )
    def test_with_any_cell_is_read_or_refused(self, cell: Any) -> None:
        handed_in = json.loads(data(answered(double_solution=RIGHT)))
        handed_in["cells"].append(cell)
        try:
            submission = take(data(handed_in))
        except InvalidSubmission:
            return
        nbformat.validate(submission.to_notebook())
        assert named(submission)["double_solution"] == RIGHT


class TestRecognise:
    def test_tells_renamed_notebooks_apart(self) -> None:
        other = source("two", "keras", [new_code_cell("x = 1", metadata=graded("other", solution=True))])
        releases = {"one": released(), "two": other}
        assert recognise(data(answered(double_solution=RIGHT)), releases) == "one"
        assert recognise(data(other), releases) == "two"

    @pytest.mark.parametrize("content", [b"", b"{}", b"not json"])
    def test_gives_up_on_anything_else(self, content: bytes) -> None:
        assert recognise(content, {"one": released()}) is None

    def test_gives_up_where_two_fit(self) -> None:
        assert recognise(data(answered()), {"one": released(), "copy": released()}) is None


@pytest.mark.parametrize(
    ("code", "bound"),
    [
        ("def f(x): pass", True),
        ("async def f(x): pass", True),
        ("f = lambda x: x", True),
        ("f: int = 3", True),
        ("class f: pass", True),
        ("    def f(x): pass", False),
        ("f == 3", False),
        ("def ff(x): pass", False),
    ],
)
def test_binds(code: str, bound: bool) -> None:
    assert binds(code, "f") is bound


def test_a_release_with_an_unknown_profile_is_our_fault() -> None:
    faulty = released()
    faulty.metadata.forwardpass.profile = "gpu"
    with pytest.raises(ValueError, match="gpu"):
        read(data(answered()), faulty, assignment="tiny", notebook="one")
