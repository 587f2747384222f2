"""A student who needs no sandbox, for the tests of the LSTM's checks."""

from __future__ import annotations

import inspect

from autograder.graders import grade_lstm

from .bench import LSTM, call


class FakeStub:
    """Answers as the sandbox does: fresh copies in, the value and what is left of the inputs out."""

    public = None

    def __init__(self, name, function):
        self.layer, self.name, self.function = "lstm", name, function

    def answer(self, *args, **kwargs):
        return call(self.function, args, kwargs)

    def __call__(self, *args, **kwargs):
        return self.answer(*args, **kwargs).value


class FakeStudent:
    """A student whose notebook is a dict of names."""

    def __init__(self, **names):
        self.names = names

    def __getattr__(self, name):
        return FakeStub(name, self.names[name])

    def value(self, name):
        return self.names.get(name)


def checks(exercise):
    """The hidden checks of an exercise, in the order of the file."""
    found = [function for name, function in vars(grade_lstm).items() if name.startswith("test_")]
    return [check for check in found if check.pytestmark[0].kwargs["name"] == exercise]


def verdicts(exercise, student, seed=0):
    """What each check of the exercise says: "" where it passes, else the message."""
    said = []
    for check in checks(exercise):
        wanted = {"student": student, "rng": LSTM.generator(seed)}
        try:
            check(**{name: wanted[name] for name in inspect.signature(check).parameters})
            said.append("")
        except AssertionError as refusal:
            said.append(str(refusal) or "refused")
    return said


class FakeBuilt:
    """A model as a check sees it: arrays in, arrays out."""

    def __init__(self, model):
        self.model = model

    def value(self, attribute):
        return getattr(self.model, attribute)

    def get_weights(self):
        return self.model.get_weights()

    def set_weights(self, arrays):
        self.model.set_weights(arrays)

    def __call__(self, x):
        from keras import ops, tree

        try:
            return tree.map_structure(ops.convert_to_numpy, self.model(x))
        except ValueError as error:  # in the sandbox it would end the check as the student's error
            raise AssertionError(str(error)) from None


class Builder(FakeStudent):
    """A student whose ``build_…`` all return one model."""

    def build(self, name):
        return FakeBuilt(self.names["model"])


def raising_is_wrong(function):
    """In the sandbox an exception ends a check as the student's error; here it becomes an answer that is wrong."""

    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception:
            return None

    return call
