"""What is fuzzed: the two places where bytes from a student become objects of ours.

A target takes any bytes and returns; it raises only where one of ours leaked an exception that it does not promise.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.bounded import InvalidSubmission
from autograder.sandbox.outputs import read_outputs
from autograder.sandbox.protocol import CellDone, Ended, Failed, ProtocolError, Result, decode, encode
from autograder.sandbox.values import Reader, ValueFault, Writer
from autograder.submission import read, recognise

ROOT = Path(__file__).resolve().parents[2]
#: Memory that one input may take besides what the process has, in MiB: notebooks of 32 MiB are read many times over.
CAP_MB = 1024
OUTPUT_BYTES = 100_000


def frames(data: bytes) -> None:
    """Decode one frame and everything in it, as the trusted side does with what a room sends."""
    try:
        message, body = decode(data)
        if isinstance(message, Result):
            reader = Reader(message.nodes, body)
            reader.read()
            reader.finish()
        elif isinstance(message, CellDone):
            read_outputs(message.outputs, OUTPUT_BYTES)
    except (ProtocolError, ValueFault):
        return


def headers(data: bytes) -> None:
    """Decode ``data`` as a header whose two lengths are right, so that a fuzzer need not find them."""
    size = min(len(data), 4096)
    frames(struct.pack("<II", size, len(data) - size) + data)


def notebooks(data: bytes) -> None:
    """Read one submission, and say which notebook it is."""
    recognise(data, {"dense": release()})
    try:
        read(data, release(), assignment="dense", notebook="dense")
    except InvalidSubmission:
        return


@cache
def release() -> NotebookNode:
    """A small released notebook: fuzzers are fast only where the target is."""
    whole = nbformat.read(ROOT / "release" / "dense" / "dense.ipynb", as_version=4)
    whole.cells = [cell for cell in whole.cells if "softmax" in cell.metadata.get("nbgrader", {}).get("grade_id", "")]
    return whole


def frame_seeds() -> list[bytes]:
    """Frames as an honest room sends them."""
    made = []
    matrix = np.arange(6.0).reshape(2, 3)
    for value in (None, True, -7, 2**70, 0.5, 1j, "text", [1, (2.0, {"a": "b"})], {1, 2}, matrix):
        writer = Writer()
        writer.write(value)
        made.append(encode(Result(3, writer.nodes, "printed"), writer.body))
    outputs = json.dumps([{"output_type": "stream", "name": "stdout", "text": "a"}]).encode()
    made.append(encode(CellDone(outputs, 1, 0.1)))
    made.append(encode(CellDone(b"[]", 1, 0.1, raised="ValueError", text="no", traceback="line", earlier={0: outputs})))
    return [*made, encode(Ended(9)), encode(Failed(2, "raised", "ValueError", "text"))]


def notebook_seeds() -> list[bytes]:
    """Notebooks as students save them, whole and in the small."""
    whole = nbformat.writes(release()).encode()
    bare = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": ["x = 1"]}]}
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "heading", "source": "T"}]}]}
    return [whole, json.dumps(bare).encode(), json.dumps(old).encode(), b"\xef\xbb\xbf{}", b"[" * 60]


Target = Callable[[bytes], None]
TARGETS: dict[str, tuple[Target, Callable[[], list[bytes]]]] = {
    "frames": (frames, frame_seeds),
    "headers": (headers, lambda: [seed[8:] for seed in frame_seeds()]),
    "notebooks": (notebooks, notebook_seeds),
}


def find(name: str) -> tuple[Target, Callable[[], list[bytes]]]:
    """A target by its name, or any function as ``module:function``."""
    if name in TARGETS:
        return TARGETS[name]
    module, _, function = name.partition(":")
    return getattr(import_module(module), function), lambda: []
