"""A short run of `make fuzz`: damaged frames and notebooks raise what is promised, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from tests.fuzz.targets import CAP_MB, ROOT, TARGETS


@st.composite
def damaged(draw, seeds):
    """An honest input with bytes replaced, cut out, repeated or put in."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(st.one_of(st.binary(max_size=12), st.just(bytes(data[start:end] * 3))))
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_raises_only_what_is_promised(name):
    target, seeds = TARGETS[name]
    for seed in seeds():
        target(seed)

    @settings(max_examples=400)
    @given(st.one_of(st.binary(max_size=200), damaged(seeds())))
    def attempt(data):
        target(data)

    attempt()


def leaky(data: bytes) -> None:
    if b"a" in data:
        raise KeyError("not promised")


def hungry(data: bytes) -> None:
    if b"a" in data:
        bytearray(2 * CAP_MB * 2**20)


def fuzz(name: str, runs: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fuzz", name, "--runs", str(runs)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_guided_by_coverage(name):
    done = fuzz(name, 20_000)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20,000 inputs" in done.stdout


@pytest.mark.parametrize("fault", ["leaky", "hungry"])
def test_the_fuzzer_finds_what_is_there_to_find(fault):
    done = fuzz(f"tests.fuzz.test_fuzz:{fault}", 20_000)
    assert done.returncode == 1
    assert "FAILED" in done.stdout
    assert {"leaky": "KeyError", "hungry": "MemoryError"}[fault] in done.stdout
