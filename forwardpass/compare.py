"""Compare an answer with what is due, in teaching order, and say in one sentence what is wrong first.

The order is missing → type → structure → shape → dtype → finite → value: a wrong shape is told before a wrong value,
since it usually explains it. Nothing is ever broadcast before it is compared. Students' checks and hidden graders use
the same function, so that the same mistake is told in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from forwardpass.sentences import shape_sentence, type_sentence

Stage = Literal["missing", "type", "structure", "shape", "dtype", "finite", "value"]
STAGES: tuple[Stage, ...] = ("missing", "type", "structure", "shape", "dtype", "finite", "value")

MOST_AXES = 64  # that NumPy's arrays have


@dataclass(frozen=True)
class Difference:
    """What is wrong first with an answer.

    ``message`` is one sentence for the student; with ``reveal=False`` it alone may be shown to students, the other
    fields are for staff. ``count`` of ``total`` elements are wrong, at worst by ``worst`` at ``index``; ``error`` holds
    |answer - value| for a picture (NaN where the answer is not finite), only in the stages finite and value.
    """

    stage: Stage
    message: str
    got_shape: tuple[int, ...] | None = None
    expected_shape: tuple[int, ...] | None = None
    count: int = 0
    total: int = 0
    worst: float = 0.0
    index: tuple[int, ...] | None = None
    error: npt.NDArray[np.float64] | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        """Give the sentence for the student."""
        return self.message


def compare(answer: Any, value: Any, bound: Any, *, name: str = "", reveal: bool = True) -> Difference | None:
    """Give the first difference between ``answer`` and ``value`` in teaching order, or None where the answer is right.

    ``value`` is an array, number, boolean, string or None, or tuples, lists and dicts of these. ``bound`` has the same
    structure: elementwise, ``|answer - value| <= bound`` is right (one number for a whole array will do; what stands
    beside booleans, strings and None is not read). Where the bound is infinite, any number is right, NaN included.
    ``name`` opens the message.

    Right are also: lists and tuples where they convert to an array, lists for tuples, any real floating dtype, integral
    floats where integers are due, integers where floats are due and they agree, and tensors of other libraries that
    convert to a real array. One array stands for several results only where it stacks them, shape for shape: otherwise
    its first axis is as long by chance.

    With ``reveal=False``, for hidden checks, the message has neither expected nor received values: the stage, the
    expected shape, how many elements differ and the order of magnitude of the error are all it says.

    Raises ValueError where ``bound`` does not fit ``value`` or is negative or NaN: that is the caller's fault.
    """
    found = [d for d in _walk(answer, value, bound, name or "the answer", reveal) if d is not None]
    if not found:
        return None
    first = min(found, key=lambda difference: STAGES.index(difference.stage))
    return replace(first, message=first.message[:1].upper() + first.message[1:] if not name else first.message)


def agrees(answer: Any, value: Any, bound: Any) -> bool:
    """Whether ``compare`` finds no difference; sooner known than which difference it is."""
    return not _clearly_off(answer, value, bound) and compare(answer, value, bound) is None


def _clearly_off(answer: Any, value: Any, bound: Any) -> bool:
    if isinstance(value, tuple) and isinstance(answer, tuple) and isinstance(bound, tuple):
        return any(map(_clearly_off, answer, value, bound))
    both = isinstance(answer, np.ndarray) and isinstance(value, np.ndarray)
    if not both or answer.shape != value.shape or answer.dtype.kind != "f" or value.dtype.kind != "f":
        return False
    with np.errstate(all="ignore"):
        return bool(np.any(np.abs(np.subtract(answer, value, dtype=np.float64)) > bound))


def as_array(answer: Any) -> npt.NDArray[Any] | None:
    """Turn an answer into a plain array without copying where possible; None where it is no array at all.

    Lists and tuples convert where their rows have one length. Tensors convert through ``__array__``, or through
    ``detach().cpu().numpy()`` where they track gradients or live on a GPU. Masked entries are no numbers: None.
    """
    if isinstance(answer, (str, bytes, dict, set, frozenset)) or hasattr(answer, "type_name"):
        return None
    if isinstance(answer, np.ma.MaskedArray) and np.ma.is_masked(answer):
        return None
    if isinstance(answer, (list, tuple)) and _holds_text(answer):
        return None  # NumPy would make every element as wide as the longest text
    numeric = isinstance(answer, (bool, int, float, complex, np.generic, list, tuple))
    converters: list[Callable[[Any], Any]] = []
    if numeric or hasattr(answer, "__array__"):
        converters.append(np.asarray)
    if hasattr(answer, "detach"):
        converters.append(lambda tensor: np.asarray(tensor.detach().cpu().numpy()))
    for convert in converters:
        try:
            array = convert(answer)
        except Exception:  # whatever a foreign __array__ raises, it is not an array
            continue
        return array if isinstance(array, np.ndarray) and array.dtype.kind in "biufcO" else None
    return None


def _holds_text(parts: Any, depth: int = 0) -> bool:
    """Whether a list holds text at any depth; one that is deeper than any array, itself within itself say, counts."""
    return depth > MOST_AXES or any(
        isinstance(part, (str, bytes)) or (isinstance(part, (list, tuple)) and _holds_text(part, depth + 1))
        for part in parts
    )


def missing_result(subject: str) -> Difference:
    """Say that a call gave nothing."""
    return Difference("missing", f"{subject} is missing: not written yet, or without a return")


def _walk(answer: Any, value: Any, bound: Any, subject: str, reveal: bool) -> Iterator[Difference | None]:
    if value is None:
        yield None if answer is None else Difference("type", f"{subject} should be None")
    elif answer is None or answer is Ellipsis or answer is NotImplemented:
        yield missing_result(subject)
    elif isinstance(value, dict):
        yield from _walk_dict(answer, value, bound, subject, reveal)
    elif isinstance(value, (tuple, list)):
        yield from _walk_sequence(answer, value, bound, subject, reveal)
    elif isinstance(value, (str, bytes)):
        yield _text(answer, value, subject, reveal)
    else:
        yield _leaf(answer, np.asarray(value), bound, subject, reveal)


def _walk_dict(answer: Any, value: Any, bound: Any, subject: str, reveal: bool) -> Iterator[Difference | None]:
    _same_structure(isinstance(bound, dict) and bound.keys() == value.keys(), subject)
    if not isinstance(answer, dict):
        yield Difference("type", f"{subject} should be a dict, but {type_sentence(answer, reveal)}")
        return
    lost = [key for key in value if key not in answer]
    if lost or len(answer) != len(value):
        what = f"lacks {', '.join(map(repr, lost))}" if lost else "has other keys besides"
        yield Difference("structure", f"{subject} {what}; due are {', '.join(map(repr, value))}")
        return
    for key in value:
        yield from _walk(answer[key], value[key], bound[key], f"{key!r} of {subject}", reveal)


def _walk_sequence(answer: Any, value: Any, bound: Any, subject: str, reveal: bool) -> Iterator[Difference | None]:
    due = len(value)
    _same_structure(isinstance(bound, (tuple, list)) and len(bound) == due, subject)
    if not isinstance(answer, (tuple, list)):
        array = as_array(answer)
        if array is None:
            yield Difference("type", f"{subject} should be {due} results, but {type_sentence(answer, reveal)}")
            return
        if not _stacks(array, value):
            one = "array" if array.ndim else "number"
            yield Difference("structure", f"{subject} gives one {one} where {due} results are due")
            return
        answer = tuple(array)
    if len(answer) != due:
        count = f"{len(answer)} results" if len(answer) != 1 else "1 result"
        got = count if reveal or len(answer) <= 9 else "more results"
        yield Difference("structure", f"{subject} gives {got} where {due} are due")
        return
    for position, (part, right, allowed) in enumerate(zip(answer, value, bound, strict=True), 1):
        yield from _walk(part, right, allowed, f"result {position} of {due} of {subject}", reveal)


def _stacks(array: npt.NDArray[Any], parts: Any) -> bool:
    """Whether one array is several results of equal shape, stacked along a new first axis."""
    return array.ndim > 0 and len(array) == len(parts) and all(np.shape(part) == array.shape[1:] for part in parts)


def _text(answer: Any, value: str | bytes, subject: str, reveal: bool) -> Difference | None:
    if not isinstance(answer, type(value)):
        return Difference("type", f"{subject} should be text, but {type_sentence(answer, reveal)}")
    if answer == value:
        return None
    detail = f": got {answer!r}, expected {value!r}" if reveal else ""
    return Difference("value", f"{subject} is another text than expected{detail}", count=1, total=1)


def _leaf(answer: Any, value: npt.NDArray[Any], bound: Any, subject: str, reveal: bool) -> Difference | None:
    """Compare one array or number; the first of the stages type to value that objects wins."""
    array = as_array(answer)
    several = isinstance(answer, tuple) and len(answer) > 1 and all(_is_result(part) for part in answer)
    if several and (array is None or array.shape != value.shape):
        return Difference("structure", f"{subject} gives {len(answer)} results where one array is due")
    if array is None:
        due = "an array" if value.ndim else ("True or False" if value.dtype == bool else "a number")
        return Difference("type", f"{subject} should be {due}, but {type_sentence(answer, reveal)}")
    if array.shape != value.shape:
        told = shape_sentence(array.shape, value.shape, subject, reveal, tuple_of_one=isinstance(answer, tuple))
        return Difference("shape", told, array.shape, value.shape)
    allowed = _allowed(bound, value, subject)
    found = (
        _dtype(array, value, subject, reveal)
        or _finite(array, value, allowed, subject, reveal)
        or _value(array, value, allowed, subject, reveal)
    )
    return None if found is None else replace(found, got_shape=array.shape, expected_shape=value.shape)


def _dtype(array: npt.NDArray[Any], value: npt.NDArray[Any], subject: str, reveal: bool) -> Difference | None:
    got, due = array.dtype.kind, value.dtype.kind
    if got == "O":
        return Difference("dtype", f"{subject} holds Python objects (dtype object) where numbers are due")
    if got == "c" and due != "c":
        return Difference("dtype", f"{subject} is complex ({array.dtype}) where real numbers are due")
    if due == "b" and got != "b":
        return Difference("dtype", f"{subject} holds numbers ({array.dtype}) where True or False is due")
    if due in "iu" and got == "b":
        return Difference("dtype", f"{subject} holds True or False where whole numbers are due")
    if due in "iu" and got == "f":
        fractional = np.isfinite(array) & (array != np.rint(array))
        if fractional.any():
            example = f", e.g. {_number(array[fractional][0])}" if reveal else ""
            return Difference("dtype", f"{subject} has decimals where whole numbers are due{example}")
    return None


def _finite(
    array: npt.NDArray[Any], value: npt.NDArray[Any], bound: npt.NDArray[np.float64], subject: str, reveal: bool
) -> Difference | None:
    wrong = np.isfinite(value) & ~np.isfinite(array) & np.isfinite(bound)
    count = int(np.count_nonzero(wrong))
    if not count:
        return None
    index = _first(wrong)
    what = "NaN (not a number)" if np.isnan(array[index]) else "infinite"
    told = f"{subject} is {what}" if array.ndim == 0 else f"{subject} is {what} in {_share(count, array.size)}"
    if reveal and array.ndim:
        told += f", first at {_place(index)}"
    return Difference("finite", told, count=count, total=array.size, index=index, error=_shown(array, value, bound))


def _value(
    array: npt.NDArray[Any], value: npt.NDArray[Any], bound: npt.NDArray[np.float64], subject: str, reveal: bool
) -> Difference | None:
    error = _error(array, value)
    if array.dtype.kind in "biu" and value.dtype.kind in "biu":
        wrong = (array != value) & ~(error <= np.where(bound > 0, bound, -1.0))  # exact beyond 2**53
    else:
        agree = np.isnan(array) & np.isnan(value) | (array == value)  # where infinity or NaN is due
        wrong = ~((error <= bound) | agree | np.isinf(bound))
    count = int(np.count_nonzero(wrong))
    if not count:
        return None
    worst_at = np.unravel_index(int(np.argmax(np.where(wrong, np.nan_to_num(error, nan=np.inf), -1.0))), error.shape)
    index = tuple(int(i) for i in worst_at)
    worst = float(error[index])
    found = Difference("value", "", count=count, total=array.size, worst=worst, index=index)
    found = replace(found, error=_shown(array, value, bound))
    if array.dtype.kind in "biu" and value.dtype.kind == "f":
        return replace(found, stage="dtype", message=_whole_numbers(array, value, subject))
    close = bool(bound[index] > 0) and worst <= 1e-3 * float(np.max(np.abs(value), initial=0.0))
    return replace(found, message=_value_sentence(array, value, found, subject, reveal, close))


def _whole_numbers(array: npt.NDArray[Any], value: npt.NDArray[Any], subject: str) -> str:
    numbers = array.astype(np.float64)
    if np.array_equal(numbers, np.trunc(value)) or np.array_equal(numbers, np.floor(value)):
        return (
            f"{subject} has whole numbers ({array.dtype}) where decimals are due: they were cut off, "
            "for example by storing them in an integer array"
        )
    return f"{subject} has dtype {array.dtype} where floating-point numbers are due"


def _value_sentence(
    array: npt.NDArray[Any], value: npt.NDArray[Any], found: Difference, subject: str, reveal: bool, close: bool
) -> str:
    index, share = found.index or (), _share(found.count, found.total)
    if value.dtype.kind == "b":
        told = f"{subject} is wrong in {share}" if value.ndim else f"{subject} is wrong"
        return f"{told}: {array[index]} where {value[index]} is due" if reveal else told
    by = f"{found.worst:.2g}" if reveal else _magnitude(found.worst)
    told = f"{subject} differs in {share}, at worst by {by}" if value.ndim else f"{subject} is off by {by}"
    if reveal:
        at = f" at {_place(index)}" if value.ndim else ""
        told += f"{at}: got {_number(array[index])}, expected {_number(value[index])}"
    if array.dtype == np.float16:
        told += "; float16 has only three digits"
    elif close and reveal:  # hidden: it would tell the size of the expected values
        told += "; close, but farther off than rounding explains"
    return told


def _magnitude(error: float) -> str:
    """Give the size of an error by one digit and within limits: any exponent could carry hidden inputs out."""
    return f"about {max(error, 1e-8):.0e}" if error <= 1e4 else "more than 1e+04"


def _allowed(bound: Any, value: npt.NDArray[Any], subject: str) -> npt.NDArray[np.float64]:
    if value.dtype.kind == "b" or bound is None:
        bound = 0.0
    allowed = np.broadcast_to(np.asarray(bound, np.float64), value.shape)
    if not bool(np.all(allowed >= 0)):
        raise ValueError(f"the bound of {subject} is negative or NaN")
    return allowed


def _same_structure(same: bool, subject: str) -> None:
    if not same:
        raise ValueError(f"the bound of {subject} has another structure than its value")


def _error(array: npt.NDArray[Any], value: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    wide = np.complex128 if "c" in (array.dtype.kind, value.dtype.kind) else np.float64
    with np.errstate(all="ignore"):
        return np.abs(array.astype(wide) - value.astype(wide)).astype(np.float64)


def _shown(array: npt.NDArray[Any], value: npt.NDArray[Any], bound: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give the error for a picture: 0 where any answer is right."""
    return np.where(np.isinf(bound), 0.0, _error(array, value))


def _is_result(part: Any) -> bool:
    return part is None or (isinstance(part, np.ndarray) and part.ndim > 0)


def _first(wrong: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(wrong)[0])


def _share(count: int, total: int) -> str:
    if count == total:
        return f"all {total} elements" if total > 1 else "its only element"
    return f"{count} of {total} elements"


def _place(index: tuple[int, ...]) -> str:
    return f"index {index[0]}" if len(index) == 1 else f"index ({', '.join(map(str, index))})"


def _number(number: Any) -> str:
    if np.asarray(number).dtype.kind in "biu":
        return str(number)
    return f"{number:.6g}"
