"""The student's work as a check sees it: names that are answered inside the sandbox, one call at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from autograder.sandbox import Answer, Handle, Opaque, Raised, Session, Undefined
from forwardpass.compare import as_array

MOST_WEIGHTS = 5_000_000
# Known types only: the name of a student's own class could carry hidden inputs out.
NOT_A_MODEL = {
    "tuple": "returned a tuple",
    "list": "returned a list",
    "dict": "returned a dict",
    "str": "returned a text",
    "function": "returned a function",
    "ndarray": "returned an array",
    "EagerTensor": "returned a tensor",
    "KerasTensor": "returned a symbolic tensor: wrap it, as keras.Model(inputs, outputs)",
    "History": "returned what `fit` returns, the history of a training",
} | dict.fromkeys(
    ("Dense", "Conv2D", "LSTM", "Attention", "MultiHeadAttention", "Flatten", "Activation", "InputLayer"),
    "returned a layer",
)
Public: TypeAlias = Mapping[str, tuple[Any, ...]] | None


@contextmanager
def asking(name: str) -> Iterator[None]:
    """What is missing is what was asked for: a name that comes out of the room could carry hidden inputs."""
    try:
        yield
    except Undefined:
        raise Undefined(name) from None


class Stub:
    """One of the student's functions. Calling it runs it in the sandbox.

    Raises the sandbox's ``StudentFault`` for what the student did, ``RoomFault`` for what we did.
    """

    def __init__(self, session: Session, layer: str, name: str, public: Public = None) -> None:
        """Name a function of ``layer``'s assignment that lives in ``session``.

        ``public`` has what the functions gave for public inputs, where they have been asked beforehand.
        """
        self.public = public
        self.session = session
        self.layer = layer
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the student's function returns for fresh copies of these arguments.

        Raises ``AssertionError`` for None (not written yet) and for what is no data, so that a check that computes with
        the answer does not stumble over them as if the fault were its own.
        """
        value = self.answer(*args, **kwargs).value
        if value is None:
            raise AssertionError(f"`{self.name}` returned nothing: it is not written yet, or it lacks a `return`.")
        if isinstance(value, Opaque):
            raise AssertionError(f"`{self.name}` returned something that is neither numbers nor arrays.")
        return value

    def answer(self, *args: Any, **kwargs: Any) -> Answer:
        """What it returns, and what it left of its inputs."""
        with asking(self.name):
            return self.session.call(self.name, args, kwargs)


class Built:
    """Something that the student's function built (a Keras model) and that stays inside the sandbox.

    Its methods run inside; only arrays, numbers and texts cross. ``built.value("output_shape")`` reads an attribute.
    """

    def __init__(self, session: Session, handle: Handle) -> None:
        """Hold on to what ``handle`` names."""
        self._session = session
        self._handle = handle

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object itself, e.g. a model on a batch."""
        with asking("The model"):
            return self._session.call(self._handle, args, kwargs).value

    def value(self, attribute: str) -> Any:
        """An attribute's value."""
        with asking(attribute):
            return _plain(self._session.get_attribute(self._handle, attribute))

    def is_model(self) -> bool:
        """Whether it has what every Keras model has, and no layer, tensor or history."""
        return all(map(self._has, ("layers", "get_weights", "set_weights"))) and not self.is_class()

    def is_class(self) -> bool:
        """Whether it is a class rather than an object of one."""
        return self._has("mro")

    def _has(self, attribute: str) -> bool:
        try:
            self._session.get_attribute(self._handle, attribute, keep=True)
        except Raised:
            return False
        return True

    def get_weights(self) -> list[npt.NDArray[Any]]:
        """The arrays that a model learns.

        Raises ``AssertionError`` where the object gives anything else, so that no check stumbles over it as if the
        fault were its own.
        """
        with asking("get_weights"):
            answer = self._session.call_method(self._handle, "get_weights", (), {}).value
        arrays = [as_array(weight) for weight in answer] if isinstance(answer, (list, tuple)) else [None]
        found = [array for array in arrays if array is not None and array.dtype.kind in "biuf"]
        if len(found) < len(arrays):
            raise AssertionError("What you built has no arrays of weights: is it a Keras model?")
        if sum(array.size for array in found) > MOST_WEIGHTS:
            raise AssertionError("What you built has far more weights than were asked for.")
        return found

    def __getattr__(self, method: str) -> Any:
        """A method, to be called with plain values."""
        if method.startswith("_"):
            raise AttributeError(method)

        def call(*args: Any, **kwargs: Any) -> Any:
            with asking(method):
                return self._session.call_method(self._handle, method, args, kwargs).value

        return call


class Student:
    """The fixture ``student``: ``student.NAME(...)``, ``student.value("NAME")``, ``student.build("NAME")``."""

    def __init__(self, session: Session, layer: str, public: Public = None) -> None:
        """A view on one submission, for one check."""
        self._public = public
        self._session = session
        self._layer = layer

    def __getattr__(self, name: str) -> Stub:
        """The student's function of this name."""
        if name.startswith("_"):
            raise AttributeError(name)
        return Stub(self._session, self._layer, name, self._public)

    def lend(self, function: Callable[..., Any], most: int, seconds: Callable[..., float] | None = None) -> Any:
        """A function of ours to send as an argument: student code may call it ``most`` times in this check.

        It raises ``sandbox.Refusal`` for arguments that it does not take; everything else that it raises is our fault.
        ``seconds`` of the arguments is how long an answer takes at least.
        """
        return self._session.lend(function, most, seconds)

    def value(self, name: str) -> Any:
        """The value of a variable of the notebook, None where it is not set."""
        with asking(name):
            return self._session.get(name)

    def build(self, name: str, *args: Any, **kwargs: Any) -> Built:
        """Call a function and keep what it returns inside the sandbox.

        Raises ``AssertionError`` when the function returns None, as it has not been written yet, or anything else that
        is no model.
        """
        with asking(name):
            answer = self._session.call(name, args, kwargs, keep=True)
        if not isinstance(answer.value, Handle) or answer.value.type_name == "NoneType":
            raise AssertionError(f"{name} returned nothing: it is not written yet, or it lacks a `return`.")
        built = Built(self._session, answer.value)
        if not built.is_model():
            what = NOT_A_MODEL.get(answer.value.type_name, "returned something that is no Keras model")
            what = "returned a class, not an object of it" if built.is_class() else what
            raise AssertionError(f"{name} {what}. It should return the model itself.")
        return built


def _plain(value: Any) -> Any:
    """``value`` with lists for arrays, so that comparing it always says yes or no."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_plain, value))
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value
