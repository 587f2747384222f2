"""Put changed bytecode of NumPy and of forwardpass where the next interpreter looks for it.

threat: host
expect: nothing
"""
# %% last
import importlib.util
import os
import py_compile

import forwardpass.check
import numpy

with open("poison.py", "w") as file:
    file.write("raise SystemExit('poisoned by a neighbour')\n")
for module in (numpy, forwardpass.check, os):
    for cached in (importlib.util.cache_from_source(module.__file__), module.__file__ + "c"):
        try:
            py_compile.compile("poison.py", cached, doraise=True)
            print("written", cached)
        except (OSError, py_compile.PyCompileError) as error:
            print(error)
