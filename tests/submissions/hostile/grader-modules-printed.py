"""Print the source of the graders, references and misconceptions, and of whatever lies beside the installed packages.

threat: secrets
expect: nothing
"""
# %% first
import importlib
import inspect
import pathlib

import autograder
import forwardpass

for name in ("graders.grade_dense", "references.dense", "misconceptions.dense", "exercises.dense", "course", "pipeline"):
    try:
        print(inspect.getsource(importlib.import_module(f"autograder.{name}")))
    except ImportError as error:
        print(error)
for package in (autograder, forwardpass):
    for path in pathlib.Path(package.__file__).resolve().parent.rglob("*"):
        print(path, [word for word in ("secret", "canary-", "EXACT") if path.suffix == ".py" and word in path.read_text()])
