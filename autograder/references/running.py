"""What a layer does with weights and inputs that a student chose.

A claim such as "this LSTM keeps its memory" is decided by running the student's numbers. The float64 formula does that,
on the float32 numbers that Keras would get: Keras agrees with it within the derived bound, and no process that grades
has to import TensorFlow. Inside ``by_keras`` Keras does it, so that tests can hold every verdict against it.
"""

from __future__ import annotations

import importlib
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.references.bounds import unneeded
from autograder.references.cache import Expected
from autograder.setting import Setting
from forwardpass import live

_keras = Setting(False)


def run(layer: str, stub: str, /, *args: Any, **kwargs: Any) -> Any:
    """The output of ``stub`` of ``layer``: an array, or a tuple of arrays. Floating arguments are rounded to float32.

    Raises whatever the layer raises for arguments that it does not take.
    """
    args, kwargs = tuple(map(_rounded, args)), {name: _rounded(value) for name, value in kwargs.items()}
    if _keras.value:
        with live.full_precision():
            return importlib.import_module(f"forwardpass.live.{layer}").KERAS[stub](*args, **kwargs)
    return by_formula(layer, stub, *args, **kwargs)


def by_formula(layer: str, stub: str, /, *args: Any, **kwargs: Any) -> Any:
    """The output of the float64 formula, for arguments of any precision. Raises whatever it raises."""
    with unneeded(), np.errstate(all="ignore"):  # what overflows here overflows in Keras, and no claim holds for it
        answer: Expected = importlib.import_module(f"autograder.references.{layer}").EXACT[stub](*args, **kwargs)
    return answer.value


def affine(x: Any, kernel: Any, bias: Any) -> npt.NDArray[np.float64]:
    """x·kernel + bias by a dense layer, whose activation is undone: there is no ufunc that does nothing."""
    return -np.asarray(run("dense", "dense", x, kernel, bias, np.negative), np.float64)


def by_keras() -> AbstractContextManager[bool]:
    """Let Keras do it while the block runs."""
    return _keras.during(True)


def _rounded(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return type(value)(map(_rounded, value))
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
        return value
    with np.errstate(over="ignore"):
        return value.astype(np.float32)
