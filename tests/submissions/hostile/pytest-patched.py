"""Patch `pytest.approx`, `TestReport` and the outcome of every test, as far as pytest can be found from a cell.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
import importlib
import sys

for name in ("pytest", "_pytest.python_api", "_pytest.reports", "_pytest.runner"):
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    if hasattr(module, "TestReport"):
        module.TestReport.passed, module.TestReport.failed = True, False
    module.approx = module.raises = lambda *args, **kwargs: type("Any", (), {"__eq__": lambda *pair: True})()
print(sorted(name for name in sys.modules if "pytest" in name))
