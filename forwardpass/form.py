"""Whether an answer to a question *can* be graded: its form, and nothing about whether it is right.

Right or wrong is told after the deadline; what could never be right (a letter that is no option, a matrix of another
shape) is told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from forwardpass.compare import Difference, as_array, missing_result
from forwardpass.probe_files import Form
from forwardpass.sentences import shape_sentence, type_sentence

Shape = tuple[int | None, ...]


def form_difference(answer: Any, form: Form | None, name: str) -> Difference | None:
    """Say what keeps ``answer`` from being graded, None where nothing does. No form: any answer but none."""
    if answer is None or answer is Ellipsis or (isinstance(answer, str) and not answer.strip()):
        return Difference("missing", f"{name} is not answered yet")
    return None if form is None else _FORMS[form.name](answer, form, name)


def result_difference(result: Any, form: Form, name: str) -> Difference | None:
    """Say what keeps the ``result`` of a ``function`` from being graded, None where nothing does.

    It is looked at as an ``arrays`` answer where the form has fields, else as an ``array``. One number may come in an
    array of any shape. Where the form has options, the result is a dict whose "family" is one of them.
    """
    if result is None or result is Ellipsis or result is NotImplemented:
        return missing_result(name)
    if form.options:
        return _description(result, form, name)
    if form.fields:
        return _arrays(result, form, name)
    if form.shape == ():
        array = as_array(result)
        if array is None:
            return _type(result, name, "a number")
        result = array.reshape(()) if array.size == 1 else array
    return _array(result, form, name)


def unstacked(answer: Any, fields: Mapping[str, Shape | None]) -> Any:
    """Give the parts of an array that holds one array for each field; anything else as it came.

    ``np.stack`` of a tuple makes one, and where all parts have one shape nothing is lost.
    """
    if isinstance(answer, (tuple, list, Mapping)):
        return answer
    array = as_array(answer)
    if array is None or array.ndim < 2 or len(array) != len(fields):
        return answer
    stacked = all(shape is not None and len(shape) == array.ndim - 1 for shape in fields.values())
    return list(array) if stacked else answer


def _integer(answer: Any, form: Form, name: str) -> Difference | None:
    number = _number_of(answer)
    if number is None:
        return _several(answer, name) or _type(answer, name, "a whole number")
    if not float(number).is_integer():
        return Difference("type", f"{name} should be a whole number")
    return None


def _number(answer: Any, form: Form, name: str) -> Difference | None:
    number = _number_of(answer)
    if number is None:
        return _several(answer, name) or _type(answer, name, "a number")
    return None if np.isfinite(number) else Difference("finite", f"{name} should be a finite number")


def _shape(answer: Any, form: Form, name: str) -> Difference | None:
    if _number_of(answer) is not None:
        return Difference("type", f"{name} should be a shape, a tuple such as (4, 2); with one axis write (4,)")
    if not isinstance(answer, (tuple, list)):
        return _type(answer, name, "a shape, a tuple such as (4, 2)")
    lengths = [_number_of(length) for length in answer]
    if not all(
        entry is None or (length is not None and float(length).is_integer())
        for entry, length in zip(answer, lengths, strict=True)
    ):
        return Difference("type", f"{name} should be a shape: a tuple of whole numbers, such as (4, 2)")
    return None


def _boolean(answer: Any, form: Form, name: str) -> Difference | None:
    return None if isinstance(answer, (bool, np.bool_)) else _type(answer, name, "True or False")


def _option(answer: Any, form: Form, name: str) -> Difference | None:
    if not isinstance(answer, str):
        return _type(answer, name, f"one letter: {_listed(form.options)}")
    if answer.strip().lower() not in map(str.lower, form.options):
        return Difference("value", f"{name} should be one of {_listed(form.options)}, got {answer!r}")
    return None


def _options(answer: Any, form: Form, name: str) -> Difference | None:
    letters = {answer} if isinstance(answer, str) else answer
    if not isinstance(letters, (set, frozenset, list, tuple)) or not all(isinstance(one, str) for one in letters):
        return _type(answer, name, f"a set of letters, such as {{{form.options[0]!r}, {form.options[-1]!r}}}")
    if not letters:
        return Difference("missing", f"{name} is empty: choose at least one of {_listed(form.options)}")
    odd = sorted(one for one in letters if one.strip().lower() not in map(str.lower, form.options))
    if odd:
        return Difference("value", f"{name} may hold {_listed(form.options)}, got {_listed(odd)}")
    return None


def _array(answer: Any, form: Form, name: str) -> Difference | None:
    return _array_of(answer, form.shape, name)


def _arrays(answer: Any, form: Form, name: str) -> Difference | None:
    fields = form.fields
    answer = unstacked(answer, fields)
    if isinstance(answer, Mapping):
        lost = [field for field in fields if field not in answer]
        if lost:
            return Difference("structure", f"{name} lacks {_listed(lost)}; due are {_listed(fields)}")
        parts = [answer[field] for field in fields]
    elif isinstance(answer, (tuple, list)):
        if len(answer) != len(fields):
            return Difference(
                "structure", f"{name} holds {len(answer)} where {len(fields)} are due: {', '.join(fields)}"
            )
        parts = list(answer)
    else:
        return _type(answer, name, f"a tuple of {len(fields)} arrays: {', '.join(fields)}")
    for part, (field, shape) in zip(parts, fields.items(), strict=True):
        difference = _array_of(part, shape, f"{name}: {field}")
        if difference is not None:
            return difference
    return None


def _description(answer: Any, form: Form, name: str) -> Difference | None:
    due = f'{name} should be a dict whose "family" is one of {_listed(form.options)}'
    family = answer.get("family") if isinstance(answer, dict) else None
    if not isinstance(family, str):
        return Difference("type", due)
    return None if family in form.options else Difference("value", due)


def _function(answer: Any, form: Form, name: str) -> Difference | None:
    return None if callable(answer) else _type(answer, name, "a function")


def _model(answer: Any, form: Form, name: str) -> Difference | None:
    """Check a Keras model, or a function that builds one, by its attributes: Keras itself is not imported here."""
    builds = callable(answer) and (isinstance(answer, type) or not hasattr(answer, "count_params"))
    model = answer() if builds else answer
    if model is None:
        return Difference("missing", f"{name} is missing: it returns no model")
    if not (hasattr(model, "count_params") and hasattr(model, "layers")):
        return _type(model, name, "a Keras model")
    try:
        shapes = {"input": model.input_shape, "output": model.output_shape}
        parameters = int(model.count_params())
    except (AttributeError, ValueError):
        return _built_by_a_call(model, form, name)
    for end, shape in shapes.items():
        due = form.fields.get(end, form.shape if end == "output" else None)
        if due is not None and not (isinstance(shape, tuple) and _fits(shape, due)):
            return Difference("shape", f"{name}: the {end} has shape {shape}, expected {due}")
    due_parameters = form.fields.get("parameters", (None,))[0]
    if due_parameters not in (None, parameters):
        return Difference("value", f"{name} has {parameters} parameters, expected {due_parameters}")
    return None


def _built_by_a_call(model: Any, form: Form, name: str) -> Difference | None:
    """Check a model that knows its shapes when it is called: a subclass, or a ``Sequential`` without ``Input``."""
    due = form.fields.get("input")
    if due is None:
        return None  # what it takes is not told here
    try:
        output = model(np.zeros([2, *(side or 5 for side in due[1:])], dtype=np.float32))
    except Exception:  # whatever a student's own class raises
        return Difference("structure", f"{name} cannot be called on an input of shape {due}")
    shape, due_shape = getattr(output, "shape", None), form.fields.get("output", form.shape)
    if due_shape is not None and not (shape is not None and _fits(tuple(shape), due_shape)):
        return Difference("shape", f"{name}: the output has another shape than {due_shape}")
    return None


def _array_of(answer: Any, shape: Shape | None, name: str) -> Difference | None:
    if answer is None or answer is Ellipsis:
        return Difference("missing", f"{name} is not answered yet")
    array = as_array(answer)
    if array is None:
        return _type(answer, name, "an array")
    if shape is not None and not _fits(array.shape, shape):
        fixed = tuple(length for length in shape if length is not None)
        if len(fixed) == len(shape):
            return Difference("shape", shape_sentence(array.shape, fixed, name, True))
        return Difference("shape", f"{name} has shape {array.shape}, expected {_readable(shape)}")
    if array.dtype.kind not in "biuf":
        return Difference("dtype", f"{name} should hold real numbers, got dtype {array.dtype}")
    if not np.isfinite(array).all():
        return Difference("finite", f"{name} holds NaN or infinity")
    return None


def _number_of(answer: Any) -> float | int | None:
    """Give a real number as Python has it, None for all else; booleans are no numbers here."""
    if isinstance(answer, (bool, np.bool_, str, tuple, list)):
        return None
    array = as_array(answer)
    if array is None or array.ndim or array.dtype.kind not in "iuf":
        return None
    number: float | int = array.item()
    return number


def _several(answer: Any, name: str) -> Difference | None:
    """Say that a list, tuple or array of numbers is no single number."""
    array = as_array(answer)
    if array is None or array.ndim == 0 or array.dtype.kind not in "biuf":
        return None
    what = "a tuple" if isinstance(answer, tuple) else "a list" if isinstance(answer, list) else "an array"
    return Difference("shape", f"{name} is {what} where a single number is due")


def _fits(shape: tuple[int | None, ...], due: Shape) -> bool:
    return len(shape) == len(due) and all(b is None or a == b for a, b in zip(shape, due, strict=True))


def _readable(shape: Shape) -> str:
    lengths = ["any" if length is None else str(length) for length in shape]
    return f"({lengths[0]},)" if len(lengths) == 1 else f"({', '.join(lengths)})"


def _type(answer: Any, name: str, due: str) -> Difference:
    return Difference("type", f"{name} should be {due}, but {type_sentence(answer, True)}")


def _listed(names: Any) -> str:
    return ", ".join(repr(name) for name in names)


_FORMS: dict[str, Callable[[Any, Form, str], Difference | None]] = {
    "integer": _integer,
    "number": _number,
    "shape": _shape,
    "boolean": _boolean,
    "option": _option,
    "options": _options,
    "array": _array,
    "arrays": _arrays,
    "function": _function,
    "model": _model,
}
