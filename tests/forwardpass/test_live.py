"""``live=True``: new inputs, Keras itself, and a clear sentence where Keras cannot be had."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.stand_ins import StandInModule
from forwardpass import CheckFailed, LiveUnavailable, check, live
from forwardpass.probe_files import load

pytestmark = pytest.mark.usefixtures("probes")


@contextmanager
def nothing() -> Iterator[None]:
    yield


@pytest.fixture
def keras(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Something that calls itself Keras, so that these tests need no TensorFlow."""
    module = SimpleNamespace(__version__="3.99", config=SimpleNamespace(backend=lambda: "numpy"))
    monkeypatch.setitem(sys.modules, "keras", module)
    return module


def affine(x: Any, w: Any, b: float) -> Any:
    return np.float64(x) @ np.float64(w) + b


@pytest.mark.usefixtures("keras")
def test_the_line_says_with_what_where_and_from_which_seed(capsys: pytest.CaptureFixture[str]) -> None:
    check("affine", affine, live=True, seed=7)
    assert capsys.readouterr().out.endswith(", and with Keras 3.99 itself (numpy on CPU) on 2 new inputs, seed 7\n")


@pytest.mark.usefixtures("keras")
def test_what_is_right_on_stored_inputs_only_fails_on_new_ones(capsys: pytest.CaptureFixture[str]) -> None:
    known = {probe.args[0].tobytes(): probe.value for probe in load("affine").probes}
    with pytest.raises(CheckFailed, match="affine differs in all 8 elements"):
        check("affine", lambda x, w, b: known.get(x.tobytes(), np.zeros((len(x), w.shape[1]))), live=True, seed=3)
    assert "seed 3" in capsys.readouterr().out


@pytest.mark.usefixtures("keras")
def test_new_inputs_are_like_the_stored_ones_and_follow_the_seed() -> None:
    stored = load("halves").probes
    first, again, other = (live.new_probes(load("halves"), seed)[0] for seed in (1, 1, 2))
    for old, a, b, c in zip(stored, first, again, other, strict=True):
        x, mask = a.args
        assert (x.shape, x.dtype) == (old.args[0].shape, old.args[0].dtype)
        assert np.array_equal(mask, old.args[1])  # masks stay
        assert np.array_equal(x, b.args[0]) and not np.array_equal(x, c.args[0])
        assert not np.array_equal(x, old.args[0])
        assert old.args[0].min() <= x.min() and x.max() <= old.args[0].max()


@pytest.mark.usefixtures("keras")
def test_each_seed_is_new_where_none_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        check("affine", affine, live=True)
    first, second = (line.rpartition("seed ")[2] for line in capsys.readouterr().out.splitlines())
    assert first != second


@pytest.mark.usefixtures("keras")
def test_the_tolerance_grows_from_the_stored_bound_and_stays_0_where_nothing_is_computed() -> None:
    stored, (new, _) = load("affine").probes[0], live.new_probes(load("affine"), 5)[0]
    assert np.all(new.bound >= 4 * stored.bound.max())
    assert new.bound.max() < 1e-3
    assert np.all(live.new_probes(load("count"), 5)[0][0].bound == 0)


def test_infinite_bounds_stay_infinite() -> None:
    bound = live._scaled(np.array([1e-6, np.inf]), np.array([1.0, 5.0]), np.array([10.0, np.nan]))
    assert bound[1] == np.inf and bound[0] < 1


def test_a_function_that_is_wrong_on_stored_inputs_needs_no_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(CheckFailed):
        check("affine", lambda x, w, b: x @ w, live=True)


@pytest.mark.parametrize(
    ("module", "reason"),
    [(None, "ModuleNotFoundError: "), (StandInModule("keras"), "keras is not installed where this notebook is graded")],
)
def test_without_keras_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch, module: Any, reason: str) -> None:
    monkeypatch.setitem(sys.modules, "keras", module)
    with pytest.raises(LiveUnavailable) as raised:
        check("affine", affine, live=True)
    message = str(raised.value)
    assert message.startswith("live=True needs Keras on your own machine: pip install 'forwardpass[live]'.")
    assert reason in message
    assert raised.value._render_traceback_() == [f"✗ {message}"]
    assert raised.value.__context__ is None


def test_torch_computes_without_tf32_and_gets_its_settings_back() -> None:
    matmul, cudnn = SimpleNamespace(allow_tf32=False), SimpleNamespace(allow_tf32=True)
    torch = SimpleNamespace(backends=SimpleNamespace(cuda=SimpleNamespace(matmul=matmul), cudnn=cudnn))
    with live._torch(torch):
        assert (matmul.allow_tf32, cudnn.allow_tf32) == (False, False)
    assert (matmul.allow_tf32, cudnn.allow_tf32) == (False, True)


def test_jax_is_asked_for_its_highest_precision() -> None:
    asked: list[str] = []

    def default_matmul_precision(precision: str) -> Any:
        asked.append(precision)
        return nothing()

    with live._jax(SimpleNamespace(default_matmul_precision=default_matmul_precision)):
        assert asked == ["highest"]


def test_with_keras_itself(capsys: pytest.CaptureFixture[str]) -> None:
    import tensorflow

    switch = tensorflow.config.experimental.tensor_float_32_execution_enabled
    before = switch()
    with live.full_precision():
        assert not switch()
    assert switch() is before
    check("apply", lambda x, activation: activation(x), live=True, seed=11)
    assert "itself (tensorflow on " in capsys.readouterr().out
    with pytest.raises(CheckFailed, match="apply differs"):
        check("apply", lambda x, activation: np.clip(x, -1, 1), live=True, seed=11)
