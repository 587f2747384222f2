"""Comparing with Keras itself, on this machine, whichever backend and device it uses.

One module a layer, whose ``KERAS`` maps a stub's name to a function with the stub's signature. These modules import
Keras inside their functions, with ``keras.layers`` and ``keras.ops`` only, so that the backend can be TensorFlow, JAX
or Torch. Importing them costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from forwardpass.codec import fresh
from forwardpass.probe_files import Probe, Probed


class LiveUnavailable(RuntimeError):
    """Keras cannot be used here; the message says why and what to install."""

    def _render_traceback_(self) -> list[str]:
        return [f"✗ {self}"]


def new_probes(exercise: Probed, seed: int | None = None) -> tuple[tuple[Probe, ...], str]:
    """Draw new inputs like the public ones, ask Keras, and say in words what was compared, where and with which seed.

    Floating arrays get new values of the same shape, dtype, mean and spread (values among the old ones where all are
    whole numbers, since such an array stands for pixels or counts); masks, integers, numbers and functions stay.

    Tolerance, for each result, the larger of two:

    * ``4 max(stored bound) max(1, largest |new| / largest |stored|)``: the stored bound covers one float32 computation
      on inputs of this scale; here both sides may be one, on other inputs, which doubles it twice.
    * ``4 x the largest change`` of what Keras gives over 4 runs with floating inputs jittered by 8 u, u = 2^-24: some
      inputs drawn (near ties under a sharp softmax) magnify rounding more than the stored ones do.

    Where the stored bound is 0 (nothing is computed) or infinite (any answer is right) it stays.

    Raises LiveUnavailable where Keras or its backend is not installed, or is only a stand-in as in the sandbox.
    """
    seed = int(np.random.SeedSequence().generate_state(1)[0]) if seed is None else seed
    version, backend = _keras()
    function = importlib.import_module(f"{__name__}.{exercise.layer}").KERAS[exercise.name]
    probes = []
    with full_precision():
        for position, old in enumerate(exercise.probes):
            rng = np.random.default_rng([seed, position])
            args, kwargs = _redrawn(old.args, rng), _redrawn(dict(old.kwargs), rng)
            value = function(*fresh(args), **fresh(kwargs))
            bound = _scaled(old.bound, old.value, value)
            for _ in range(4):
                again = function(*_jittered(args, rng), **_jittered(kwargs, rng))
                bound = _at_least(bound, value, again)
            probes.append(Probe(old.label, args, kwargs, value, bound))
    where = f"with Keras {version} itself ({backend} on {_device(backend)}) on {len(probes)} new inputs, seed {seed}"
    return tuple(probes), where


@contextmanager
def full_precision() -> Iterator[None]:
    """Let Keras compute in float32 proper while the block runs: TF32 on a GPU costs 1e3 to 1.6e4 units of roundoff.

    Imports no backend itself beyond the one that Keras is configured for; settings are put back afterwards.
    """
    import keras

    backend = keras.config.backend()
    with _PRECISION.get(backend, _as_is)(sys.modules.get(backend)):
        yield


@contextmanager
def _as_is(module: Any) -> Iterator[None]:
    yield


@contextmanager
def _tensorflow(tensorflow: Any) -> Iterator[None]:
    switch = tensorflow.config.experimental
    before = switch.tensor_float_32_execution_enabled()
    switch.enable_tensor_float_32_execution(False)
    try:
        yield
    finally:
        switch.enable_tensor_float_32_execution(before)


@contextmanager
def _torch(torch: Any) -> Iterator[None]:
    flags = (torch.backends.cuda.matmul, torch.backends.cudnn)
    before = [flag.allow_tf32 for flag in flags]
    for flag in flags:
        flag.allow_tf32 = False
    try:
        yield
    finally:
        for flag, allowed in zip(flags, before, strict=True):
            flag.allow_tf32 = allowed


@contextmanager
def _jax(jax: Any) -> Iterator[None]:
    with jax.default_matmul_precision("highest"):
        yield


_PRECISION = {"tensorflow": _tensorflow, "torch": _torch, "jax": _jax}


def _keras() -> tuple[str, str]:
    try:
        import keras

        backend = str(keras.config.backend())  # a stand-in explains itself when it is called
        return str(keras.__version__), backend
    except Exception as error:  # a stand-in and a missing backend raise what they like
        reason = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(".")
    raise LiveUnavailable(
        "live=True needs Keras on your own machine: pip install 'forwardpass[live]'. "
        f"It cannot be used here ({reason}). Without live=True the check needs no Keras."
    )


def where() -> str:
    """Say which Keras computes here, and on what. Raises LiveUnavailable."""
    version, backend = _keras()
    return f"Keras {version} ({backend}) on {_device(backend)}"


def _device(backend: str) -> str:
    module: Any = sys.modules.get(backend)
    if module is None:
        return "CPU"
    if backend == "tensorflow":
        return "GPU" if module.config.list_physical_devices("GPU") else "CPU"
    if backend == "torch":
        return "GPU" if module.cuda.is_available() else "CPU"
    return str(module.default_backend()).upper() if backend == "jax" else "CPU"


def _redrawn(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, (tuple, list)):
        return type(value)(_redrawn(part, rng) for part in value)
    if isinstance(value, dict):
        return {key: _redrawn(part, rng) for key, part in value.items()}
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or value.size == 0:
        return fresh(value)
    if np.all(value == np.rint(value)):
        return rng.choice(value.ravel(), value.shape).astype(value.dtype)
    drawn = rng.normal(np.mean(value, dtype=np.float64), np.std(value, dtype=np.float64), value.shape)
    return np.clip(drawn, value.min(), value.max()).astype(value.dtype)


def _scaled(bound: Any, stored: Any, new: Any) -> Any:
    if isinstance(stored, (tuple, list)):
        return tuple(_scaled(*parts) for parts in zip(bound, stored, new, strict=True))
    old, now, allowed = (np.asarray(part, np.float64) for part in (stored, new, bound))
    finite = np.isfinite(allowed)
    largest = np.max(np.abs(old), initial=0.0)
    growth = max(1.0, float(np.max(np.abs(now), initial=0.0) / largest)) if largest > 0 else 1.0
    return np.where(finite, 4 * growth * np.max(allowed, initial=0.0, where=finite), np.inf)


def _jittered(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, (tuple, list)):
        return type(value)(_jittered(part, rng) for part in value)
    if isinstance(value, dict):
        return {key: _jittered(part, rng) for key, part in value.items()}
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
        return fresh(value)
    return (value * (1 + 8 * 2.0**-24 * rng.uniform(-1, 1, value.shape))).astype(value.dtype)


def _at_least(bound: Any, value: Any, again: Any) -> Any:
    """Raise a bound to 4 times the largest change between two runs, where it is neither 0 nor infinite."""
    if isinstance(bound, tuple):
        return tuple(_at_least(*parts) for parts in zip(bound, value, again, strict=True))
    there, here = np.asarray(value, np.float64), np.asarray(again, np.float64)
    compared = np.isfinite(there) & np.isfinite(here) & np.isfinite(bound)
    change = np.max(np.abs(np.where(compared, here - there, 0.0)), initial=0.0)
    return np.where((bound > 0) & np.isfinite(bound), np.maximum(bound, 4 * change), bound)
