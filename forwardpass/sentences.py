"""Sentences about what a value is: its type and its shape, and which slip of the pen they look like."""

from __future__ import annotations

from typing import Any

import numpy as np

Shape = tuple[int, ...]

_LAZY = "which has computed nothing yet"
_PLAIN_TYPES: dict[type, str] = {
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    complex: "a complex number",
    str: "text",
    bytes: "bytes",
    tuple: "a tuple",
    list: "a list",
    dict: "a dict",
    set: "a set",
    frozenset: "a set",
    range: "a range",
    map: f"a map, {_LAZY}",
    zip: f"a zip, {_LAZY}",
    filter: f"a filter, {_LAZY}",
}
# What a hidden check may name: any other type name is the student's own text and could carry hidden inputs out.
_KNOWN_NAMES = {kind.__name__: told for kind, told in _PLAIN_TYPES.items()} | {
    "generator": f"a generator, {_LAZY}",
    "function": "a function that was not called",
    "module": "a module",
    "type": "a class, not an object made from it",
}


def type_sentence(answer: Any, reveal: bool) -> str:
    """Say what an answer is that is no array, as in "got a generator, which has computed nothing yet".

    An object with ``type_name`` stands for one that could not leave the sandbox; the attribute names its type.
    """
    if isinstance(answer, (list, tuple)):
        return f"got {_PLAIN_TYPES[list if isinstance(answer, list) else tuple]} that does not convert to one array"
    if type(answer) in _PLAIN_TYPES:
        return f"got {_PLAIN_TYPES[type(answer)]}"
    if isinstance(answer, np.ma.MaskedArray):
        return "got a masked array: masked entries are no numbers"
    if isinstance(answer, np.ndarray):
        return "got an array" if answer.dtype.kind in "biufc" else "got an array of something else than numbers"
    name = str(getattr(answer, "type_name", "") or type(answer).__name__)
    if name in _KNOWN_NAMES:
        return f"got {_KNOWN_NAMES[name]}"
    if isinstance(answer, type):
        return f"got {_KNOWN_NAMES['type']}"
    return f"got {'an' if name[:1].lower() in 'aeiou' else 'a'} {name}" if reveal else "got an object of another type"


def shape_sentence(got: Shape, due: Shape, subject: str, reveal: bool, *, tuple_of_one: bool = False) -> str:
    """Say that an array has shape ``got`` where ``due`` is right, and what that looks like.

    With ``reveal=False`` the shape received is named only where it is made of lengths that the expected shape has too:
    a shape is a channel that could carry hidden inputs out.
    """
    looks = _looks_like(got, due, tuple_of_one)
    tellable = reveal or (len(got) <= len(due) + 1 and all(length in (0, 1, *due) for length in got))
    told = f"{subject} has shape {got}, expected {due}" if tellable else f"{subject} has another shape than {due}"
    return f"{told}: {looks}" if looks else told


def _looks_like(got: Shape, due: Shape, tuple_of_one: bool) -> str:
    if tuple_of_one and got == (1, *due):
        return "a trailing comma makes a tuple"
    if 0 in got:
        return "it is empty"
    if got == ():
        return "a single number where an array is due"
    if due == ():
        return "an array where a single number is due"
    if _squeezed(got) == _squeezed(due):
        return _axis_of_one(got, due)
    if len(got) == len(due) and sorted(got) == sorted(due):
        return "it looks transposed" if got == due[::-1] else "its axes look swapped"
    if got == due[1:]:
        return "the first axis (the batch) got lost"
    if got == due[:-1]:
        return "the last axis got lost"
    if np.prod(got, dtype=object) == np.prod(due, dtype=object):
        return "as many elements, but arranged otherwise"
    if len(got) == len(due):
        return _wrong_axes(got, due)
    return f"{_axes(len(got))} where {_axes(len(due))} {'is' if len(due) == 1 else 'are'} due" if len(got) <= 9 else ""


def _axis_of_one(got: Shape, due: Shape) -> str:
    if len(got) == len(due):
        return "a column is not a row" if len(got) == 2 else "its axis of length 1 is in another place"
    if len(due) == 1 and len(got) == 2:
        return f"a {'column' if got[1] == 1 else 'row'} is not a vector"
    return "it has an axis of length 1 too many" if len(got) > len(due) else "it lacks an axis of length 1"


def _wrong_axes(got: Shape, due: Shape) -> str:
    axes = [str(axis) for axis, (a, b) in enumerate(zip(got, due, strict=True)) if a != b]
    lengths = f"axis {axes[0]} has" if len(axes) == 1 else f"axes {', '.join(axes[:-1])} and {axes[-1]} have"
    return f"{lengths} another length"


def _squeezed(shape: Shape) -> Shape:
    return tuple(length for length in shape if length != 1)


def _axes(count: int) -> str:
    return "1 axis" if count == 1 else f"{count} axes"
