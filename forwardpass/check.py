"""Tell a student whether an answer agrees with Keras on public inputs, and if not, why not.

    check("lstm_step", lstm_step)

Needs neither Keras nor TensorFlow: what Keras gives is stored beside the inputs. With ``live=True`` Keras itself is
asked as well, with new inputs. Questions (predict, choose, construct) are looked at for their form only; where a
function is to be constructed, it is called once, and the form of what it returns is looked at too.

    CheckFailed (AssertionError)   the answer is not right yet; the message says what is wrong first, and a hint if a
                                   known mistake gives the same numbers
    LiveUnavailable (RuntimeError) ``live=True`` where Keras cannot be used; says what to install

An exception of the student's own code passes through as it is.
"""

from __future__ import annotations

import difflib
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from forwardpass import live as keras_live
from forwardpass import matching, plot, probe_files, views
from forwardpass.codec import fresh
from forwardpass.compare import Difference, compare
from forwardpass.form import form_difference, result_difference
from forwardpass.live import LiveUnavailable
from forwardpass.probe_files import Form, Probe, Probed, Raises

__all__ = ["CheckFailed", "LiveUnavailable", "check"]


class CheckFailed(AssertionError):
    """An answer is not right yet. In a notebook only the sentences show, not the frames of this package."""

    def _render_traceback_(self) -> list[str]:
        return [f"✗ {self}"]


@dataclass(frozen=True)
class _Failure:
    difference: Difference
    label: str = ""
    hint: str = ""


@dataclass(frozen=True)
class _Raised:
    """An exception of the student's code, its traceback cut down to the student's frames."""

    error: Exception


def check(name: str, answer: Any, live: bool = False, *, seed: int | None = None) -> None:
    """Check the answer to the exercise ``name``: say that it agrees with Keras, or raise ``CheckFailed``.

    ``answer`` is the function itself, not a call of it, or the variable that a question asks for. ``live=True`` also
    compares with Keras on this machine, whichever backend and device it uses, on new inputs drawn from ``seed`` (a
    new one each time by default; it is printed, so that a failure can be repeated).

    Raises CheckFailed where the answer is not right yet or there is no such exercise, LiveUnavailable where Keras
    cannot be used, and whatever the student's function raises.
    """
    __tracebackhide__ = True
    exercise = _exercise(name)
    if exercise.kind != "stub":
        failure = _check_form(exercise, answer)
        success = _form_success(exercise)
    else:
        failure = _check_stub(exercise, answer, exercise.probes)
        success = f"{name} agrees with Keras on {_inputs(exercise.probes)}"
        if live and failure is None:
            probes, where = keras_live.new_probes(exercise, seed)
            failure = _check_stub(exercise, answer, probes)
            success += f", and {where}"
            if failure is not None:
                print(f"Compared {where}.")
    first = _look_first(exercise, answer) if failure is not None else ""
    if isinstance(failure, _Raised):
        if first:
            failure.error.add_note(first)
        raise failure.error
    if failure is not None:
        plot.show(failure.difference, lambda: _view(exercise, answer))
        raise CheckFailed(_message(failure, first)) from None
    _say(success)


def _exercise(name: str) -> Probed:
    try:
        return probe_files.load(name)
    except (KeyError, TypeError):
        pass
    close = difflib.get_close_matches(str(name), probe_files.names(), 1)
    meant = f": did you mean {close[0]!r}?" if close else ""
    raise CheckFailed(f"there is no exercise {name!r}{meant}")


def _check_form(exercise: Probed, answer: Any) -> _Failure | _Raised | None:
    try:
        difference = form_difference(answer, exercise.form, exercise.answer)
    except NotImplementedError:
        difference = _not_written(exercise.answer)
    except Exception as error:
        return _raised(error, "while it was called without arguments")
    if difference is None and exercise.form is not None and exercise.form.example is not None:
        return _check_example(exercise, answer, exercise.form, exercise.form.example)
    return None if difference is None else _Failure(difference)


def _check_example(
    exercise: Probed, function: Any, form: Form, example: Mapping[str, Any]
) -> _Failure | _Raised | None:
    """Call a function of a question once, and look at the form of what it returns."""
    given = tuple(example.values())
    unfit = _unfit(exercise, function, given, {}, tuple(example))
    if unfit is not None:
        return _Failure(unfit)
    label = ", ".join(
        f"{name} {part.shape if isinstance(part, np.ndarray) else part}" for name, part in example.items()
    )
    outcome = _call(function, (fresh(given), {}), label)
    if isinstance(outcome, _Raised):
        return outcome
    difference = result_difference(outcome, form, exercise.answer)
    return None if difference is None else _Failure(difference, label)


def _form_success(exercise: Probed) -> str:
    if exercise.form is not None and exercise.form.name == "model":
        return f"{exercise.answer} builds a model of the right form; it is saved, and graded after the deadline"
    return f"{exercise.answer} has the right form; it is saved, and graded after the deadline"


def _check_stub(exercise: Probed, function: Any, probes: Sequence[Probe]) -> _Failure | _Raised | None:
    unfit = _unfit(exercise, function, probes[0].args, probes[0].kwargs, exercise.parameters)
    if unfit is not None:
        return _Failure(unfit)
    for position, probe in enumerate(probes):
        given = fresh((probe.args, dict(probe.kwargs)))
        outcome = _call(function, given, probe.label)
        if isinstance(outcome, _Raised):
            return _with_hint(outcome, _hint(function, outcome, probes, position), exercise)
        difference = compare(outcome, probe.value, probe.bound, name=exercise.answer)
        if difference is not None:
            return _Failure(difference, probe.label, _hint(function, outcome, probes, position))
        changed = _changed(exercise, probe, given)
        if changed is not None:
            return _Failure(changed, probe.label)
    return _check_memory(exercise, function, probes[0])


def _unfit(
    exercise: Probed, function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any], parameters: Sequence[str]
) -> Difference | None:
    """Say why an answer cannot be called with the exercise's arguments, None where it can."""
    if function is None or function is Ellipsis:
        return _not_written(exercise.answer)
    if not callable(function):
        told = f"{exercise.answer} is not a function: pass it without calling it, check({exercise.name!r}, "
        return Difference("type", f"{told}{exercise.answer})")
    try:
        inspect.signature(function).bind(*args, **kwargs)
    except ValueError:  # a built-in or ufunc has no signature to look at: calling it will tell
        return None
    except TypeError:
        told = f"{exercise.answer}{inspect.signature(function)} does not take the arguments of the exercise"
        return Difference("type", f"{told}: ({', '.join(parameters)})")
    return None


def _call(function: Callable[..., Any], given: tuple[Any, Any], label: str) -> Any:
    args, kwargs = given
    try:
        return function(*args, **kwargs)
    except NotImplementedError:
        return None
    except Exception as error:
        return _raised(error, f"on this input of the check: {label}")


def _raised(error: Exception, note: str) -> _Raised:
    trace = error.__traceback__
    while trace and trace.tb_next and trace.tb_frame.f_globals.get("__package__") == __package__:
        trace = trace.tb_next
    error.add_note(note)
    return _Raised(error.with_traceback(trace))


def _changed(exercise: Probed, probe: Probe, given: tuple[Any, Any]) -> Difference | None:
    """Say which argument a function has changed: the caller still needs it."""
    args, kwargs = given
    names = exercise.parameters + tuple(f"number {position}" for position in range(1, len(args) + 1))
    arguments = [*zip(names, probe.args, args, strict=False)]
    arguments += [(key, value, kwargs[key]) for key, value in probe.kwargs.items()]
    for parameter, before, after in arguments:
        if not _same(before, after):
            told = f"{exercise.answer} changes its argument {parameter} in place: the caller still needs it, use a copy"
            return Difference("value", told)
    return None


def _check_memory(exercise: Probed, function: Callable[..., Any], probe: Probe) -> _Failure | _Raised | None:
    """Repeat the first call: a function that remembers an earlier one gives another answer now."""
    outcome = _call(function, fresh((probe.args, dict(probe.kwargs))), f"{probe.label}, called again")
    if isinstance(outcome, _Raised):
        return outcome
    difference = compare(outcome, probe.value, probe.bound)
    if difference is None:
        return None
    told = f"{exercise.answer} gives another answer when its first call is repeated: it keeps something between calls"
    return _Failure(Difference("value", told, error=difference.error), probe.label)


def _hint(function: Callable[..., Any], outcome: Any, probes: Sequence[Probe], position: int) -> str:
    """Give the hint of the known mistake that an answer agrees with on every probe, "" where none or several do."""
    known = matching.candidates(probes)
    for index, probe in enumerate(probes):
        if not known:
            return ""
        got = outcome
        if index != position:
            got = _call(function, fresh((probe.args, dict(probe.kwargs))), probe.label)
        known = matching.surviving(known, probe, Raises(type(got.error).__name__) if isinstance(got, _Raised) else got)
    return matching.the_hint(known)


def _view(exercise: Probed, function: Any) -> views.View | None:
    """Draw the public input that shows best what is wrong."""
    probes = exercise.probes if exercise.kind == "stub" else ()
    seen = [(probe, _call(function, fresh((probe.args, dict(probe.kwargs))), probe.label)) for probe in probes]
    found = views.best(exercise.name, [(probe, None if isinstance(got, _Raised) else got) for probe, got in seen])
    return None if found is None else views.view(exercise.layer, exercise.name, probes[found[0]], found[1])


def _look_first(exercise: Probed, function: Any) -> str:
    """Name the first helper that is wrong by itself, where the notebook builds this function from others."""
    names = getattr(function, "__globals__", {})
    for helper in map(probe_files.load, exercise.helpers):
        if helper.answer in names and _check_stub(helper, names[helper.answer], helper.probes) is not None:
            return f"look at {helper.answer} first: it is wrong by itself, and {exercise.answer} may only follow it"
    return ""


def _with_hint(raised: _Raised, hint: str, exercise: Probed) -> _Raised:
    if hint:
        raised.error.add_note(f"Hint: {hint}")
    return raised


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        same_kind = isinstance(after, np.ndarray) and before.dtype == after.dtype and before.shape == after.shape
        return same_kind and before.tobytes() == after.tobytes()
    if isinstance(before, (tuple, list)):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    return True


def _not_written(name: str) -> Difference:
    return Difference("missing", f"{name} is missing: it is not written yet")


def _inputs(probes: Sequence[Probe]) -> str:
    labels = "; ".join(probe.label for probe in probes)
    count = "1 input" if len(probes) == 1 else f"{len(probes)} inputs"
    return f"{count} ({labels})" if len(labels) <= 160 else count


def _message(failure: _Failure, first: str) -> str:
    told = failure.difference.message
    if failure.label:
        told += f"\n  input: {failure.label}"
    told += f"\n  hint: {failure.hint}" if failure.hint else ""
    return told + (f"\n  {first}" if first else "")


def _say(success: str) -> None:
    """Print a line with a tick, or without where the terminal has none."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        "✓".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        print(f"OK: {success}")
    else:
        print(f"✓ {success}")
