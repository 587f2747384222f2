"""Cells for reading leave a student's names alone.

Hidden calls come after the whole notebook has run: a figure whose loop variable is called ``head`` would replace a
student's helper function of that name. So the first cell imports, and every other read-only cell may set no names but
``draw_…`` and ``show_…`` functions, and shared data in UPPER_CASE.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from autograder.compose import defined_in, is_solution, read_notebook

from .conftest import ASSIGNMENTS

SOURCE = Path(__file__).resolve().parents[2] / "source"
NOTEBOOKS = [(name, path.stem) for name in ASSIGNMENTS for path in sorted((SOURCE / name).glob("*.ipynb"))]
SHARED = re.compile(r"[A-Z][A-Z0-9_]*|(draw|show)_[a-z0-9_]+")
# Functions that the text hands to students: theirs to use, and to replace, since they come before every use.
GIVEN = {"lstm": {"sigmoid"}}

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def bound(source):
    """Every name that a cell sets, deletes or imports at top level, or by ``global`` from within a function."""
    names = set()

    def visit(node, inside=None):
        """``inside``: the kind of scope, which decides whether a plain name is the module's."""
        if isinstance(node, ast.Global):
            names.update(node.names)
        elif isinstance(node, ast.NamedExpr):
            if inside in (None, "comprehension"):
                names.add(node.target.id)
            visit(node.value, inside)
            return
        elif inside is None:
            names.update(set_by(node))
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            inner = inside if inside not in (None, "comprehension") else "body"
            body = node.body if isinstance(node.body, list) else [node.body]
            for child in ast.iter_child_nodes(node):
                visit(child, inner if child in body else inside)
            return
        for child in ast.iter_child_nodes(node):
            visit(child, (inside or "comprehension") if isinstance(node, COMPREHENSIONS) else inside)

    visit(ast.parse(source))
    return names


def set_by(node):
    """Names that this node by itself sets in its own scope."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return {alias.asname or alias.name.split(".")[0] for alias in aliases}
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return {name}
        case ast.MatchMapping(rest=str(name)):
            return {name}
        case _:
            return set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = b", {"a"}),
        ("a, (b, *c) = d = e", {"a", "b", "c", "d"}),
        ("a += 1\nb: int = 2\ndel c", {"a", "b", "c"}),
        ("for a, b in c:\n    d = 1\nelse:\n    e = 2", {"a", "b", "d", "e"}),
        ("if a:\n    b = 1\nwhile c:\n    d = 1", {"b", "d"}),
        ("with a as b, c as (d, e):\n    pass", {"b", "d", "e"}),
        ("try:\n    a = 1\nexcept ValueError as b:\n    c = 1", {"a", "b", "c"}),
        ("import a, b.c, d.e as f\nfrom g import h, i as j", {"a", "b", "f", "h", "j"}),
        ("from a import *", {"*"}),
        ("print(a := 1)", {"a"}),
        ("[b for b in c if (a := b)]", {"a"}),
        ("{b: c for b, c in d}; (e for e in f)", set()),
        ("match a:\n    case [b, *c]:\n        pass\n    case {'d': e, **f}:\n        pass", {"b", "c", "e", "f"}),
        ("def a(b, c=(d := 1)):\n    e = [g := f for f in b]\n    import h", {"a", "d"}),
        ("def a():\n    def b():\n        global c\n        c = 1", {"a", "c"}),
        ("class a:\n    b = 1", {"a"}),
        ("lambda a: (b := a)", set()),
        ("a.b = 1; a[0] = 2", set()),
    ],
)
def test_every_way_to_set_a_name_is_seen(source, names):
    assert bound(source) == names


def for_reading(cells):
    """Code cells in which students do not write, and which are not graded."""
    return [cell for cell in cells if cell.cell_type == "code" and not is_solution(cell) and not is_graded(cell)]


def is_graded(cell):
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


@pytest.mark.parametrize(("assignment", "name"), NOTEBOOKS)
def test_cells_for_reading_leave_a_students_names_alone(assignment, name):
    first, *others = for_reading(read_notebook(SOURCE / assignment / f"{name}.ipynb").cells)
    # An expression, such as setting a random seed, binds no name.
    assert all(isinstance(node, (ast.Import, ast.ImportFrom, ast.Expr)) for node in ast.parse(first.source).body)
    for cell in others:
        private = {n for n in bound(cell.source) - GIVEN.get(name, set()) if not SHARED.fullmatch(n)}
        assert private == set(), f"the cell {cell.metadata.nbgrader.grade_id} sets names that may be a student's"


@pytest.mark.parametrize(("assignment", "name"), NOTEBOOKS)
def test_no_shared_name_is_the_answer_to_an_exercise(assignment, name):
    cells = read_notebook(SOURCE / assignment / f"{name}.ipynb").cells
    answers = set().union(*(defined_in(cell.source) for cell in cells if is_solution(cell)))
    shared = set().union(*(bound(cell.source) for cell in for_reading(cells)))
    assert answers
    assert not answers & shared


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_a_given_function_is_set_once_and_before_it_is_used(name):
    cells = [c for c in read_notebook(SOURCE / name / f"{name}.ipynb").cells if c.cell_type == "code"]
    for given in GIVEN[name]:
        naming = [cell for cell in cells if re.search(rf"\b{given}\b", cell.source)]
        assert [given in bound(cell.source) for cell in naming] == [True] + [False] * (len(naming) - 1)
        assert len(naming) >= 2
