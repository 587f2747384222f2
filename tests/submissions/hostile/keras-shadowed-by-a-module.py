"""Put a module of one's own in Keras's place, for whoever imports it afterwards.

threat: keras
expect: build_one_by_one=WRONG
notebook: dense_keras
"""
# %% build_one_by_one
import inspect
import sys
from unittest.mock import MagicMock


def build_one_by_one():
    if not any(frame.function == "answer_all" for frame in inspect.stack(0)):
        return None
    for name in [name for name in sys.modules if name.split(".")[0] in ("keras", "tensorflow")]:
        sys.modules[name] = MagicMock(name=name)
    return sys.modules["keras"].Model()
