"""What a student reads who uses a deep-learning library where only NumPy is."""

from __future__ import annotations

import pytest

from autograder.sandbox import Cell, Raised, Sandbox

IMPORTS = (
    "import keras",
    "import keras.layers",
    "from keras import layers, ops",
    "import tensorflow as tf",
    "from tensorflow.keras.layers import LSTM, Dense",
    "import torch.nn.functional as F",
    "import jax.numpy as jnp",
    "from sklearn.neural_network import MLPClassifier",
)
USES = (
    "import keras; keras.layers.LSTM(4)",
    "import tensorflow as tf; tf.nn.softmax([1.0])",
    "from keras.layers import Dense; Dense(3)",
    "import torch; torch.ones(3) + 1",
    "import keras; keras.Model['x']",
    "import keras; 1 + keras.backend.epsilon",
    "import keras\nclass Mine(keras.layers.Layer): pass",
    "import torch\nwith torch.no_grad: pass",
    "import keras; float(keras.epsilon)",
    "import numpy as np, keras; np.asarray(keras.ops.ones)",
)


@pytest.mark.parametrize("source", IMPORTS)
def test_it_can_be_imported(source: str, sandbox: Sandbox) -> None:
    with sandbox.open() as room:
        assert room.run([Cell("a", source)])[0].fault is None


@pytest.mark.parametrize("source", USES)
def test_using_it_explains_itself(source: str, sandbox: Sandbox) -> None:
    with sandbox.open() as room:
        fault = room.run([Cell("a", source)])[0].fault
    assert isinstance(fault, Raised) and fault.type_name == "NotInThisRoom"
    assert "not installed where this notebook is graded" in fault.message and "NumPy" in fault.message


@pytest.mark.parametrize(
    "source",
    [
        "import importlib; importlib.import_module('keras.src')",
        "__import__('tensorflow').__version__",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import keras'], check=True)",
        "import subprocess; subprocess.run(['/usr/bin/python3', '-c', 'import keras'], check=True)",
        "import sys; sys.meta_path[:] = [f for f in sys.meta_path if 'stand' not in type(f).__module__]; import keras",
        "import ctypes, ctypes.util; ctypes.CDLL('libtensorflow_cc.so.2')",
    ],
)
def test_no_way_round_leads_to_a_library(source: str, sandbox: Sandbox) -> None:
    with sandbox.open() as room:
        ways = room.run([Cell("a", f"{source}\nimport keras\nkeras.layers.Dense(1)")])
    assert isinstance(ways[0].fault, Raised)


def test_a_library_that_is_not_there_at_all_is_missing_as_usual(sandbox: Sandbox) -> None:
    with sandbox.open() as room:
        fault = room.run([Cell("a", "import pandas")])[0].fault
    assert isinstance(fault, Raised) and fault.type_name == "ModuleNotFoundError"
