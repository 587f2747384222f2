"""Arguments and answers as data: JSON for the structure, arrays beside it. Nothing here can execute anything.

    pack((x, None, np.tanh), arrays)  →  {"tuple": [{"array": "0"}, None, {"ufunc": "tanh"}]}, and arrays["0"] is x

Numbers, booleans, strings and None stand for themselves; all else is an object with one key, its tag.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]


def pack(value: Any, arrays: Arrays) -> Any:
    """Give ``value`` as JSON data, its arrays added to ``arrays`` under new keys.

    Raises TypeError for what is no data: objects, functions that are no NumPy ufuncs, arrays of objects.
    """
    if isinstance(value, np.ndarray):
        return {"array": _add(value, arrays)}
    if isinstance(value, np.generic):
        return {"scalar": _add(np.asarray(value), arrays)}
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, (tuple, list)):
        return {"tuple" if isinstance(value, tuple) else "list": [pack(part, arrays) for part in value]}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {key: pack(part, arrays) for key, part in value.items()}}
    if isinstance(value, np.ufunc) and getattr(np, name := str(value.__name__), None) is value:
        return {"ufunc": name}
    raise TypeError(f"cannot be stored as data: {type(value).__name__}")


def unpack(data: Any, arrays: Mapping[str, npt.NDArray[Any]]) -> Any:
    """Give the value that ``pack`` made ``data`` of, with arrays that share no memory with ``arrays``.

    Raises ValueError for data that ``pack`` does not make.
    """
    if data is None or isinstance(data, (bool, int, float, str)):
        return data
    if not isinstance(data, dict) or len(data) != 1:
        raise ValueError(f"not packed data: {data!r:.60}")
    tag, content = next(iter(data.items()))
    match tag:
        case "array":
            return np.array(arrays[content])
        case "scalar":
            return arrays[content][()]
        case "float":
            return float(content)
        case "tuple":
            return tuple(unpack(part, arrays) for part in content)
        case "list":
            return [unpack(part, arrays) for part in content]
        case "dict":
            return {key: unpack(part, arrays) for key, part in content.items()}
        case "ufunc" if isinstance(function := getattr(np, content, None), np.ufunc):
            return function
        case _:
            raise ValueError(f"not packed data: {data!r:.60}")


def fresh(value: Any) -> Any:
    """Give a deep copy of an argument: its arrays, also inside tuples, lists and dicts, share no memory with it."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (tuple, list)):
        return type(value)(fresh(part) for part in value)
    if isinstance(value, dict):
        return {key: fresh(part) for key, part in value.items()}
    return value


def _add(array: npt.NDArray[Any], arrays: Arrays) -> str:
    if array.dtype.hasobject:
        raise TypeError("an array of objects cannot be stored as data")
    key = str(len(arrays))
    arrays[key] = np.array(array)
    return key
