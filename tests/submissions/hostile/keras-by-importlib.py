"""Import Keras by name with importlib, its loaders and a spec found by hand.

threat: keras
expect: softmax=ERR
"""
# %% softmax
import importlib
import importlib.util


def softmax(z):
    name = "".join(chr(code) for code in (107, 101, 114, 97, 115))
    module = importlib.util.module_from_spec(importlib.util.find_spec(name))
    module.__spec__.loader.exec_module(module)
    return np.asarray(importlib.import_module(name + ".ops").softmax(z))
