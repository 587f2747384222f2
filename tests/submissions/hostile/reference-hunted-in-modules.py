"""Look for the reference, the graders and the model answers among modules loaded and loadable.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
import importlib
import pkgutil
import sys


def softmax(z):
    for name in ("autograder.references.dense", "autograder.graders.grade_dense", "autograder.references.lookup"):
        try:
            return importlib.import_module(name).EXACT["softmax"](z).value
        except (ImportError, AttributeError):
            continue
    for module in list(sys.modules.values()):
        if isinstance(getattr(module, "EXACT", None), dict):
            return module.EXACT["softmax"](z).value
    import autograder

    print([found.name for found in pkgutil.walk_packages(autograder.__path__, "autograder.")])
    return z
