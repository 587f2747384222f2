"""Patch the comparison inside forwardpass, wherever a reference to it is held.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% after imports
import sys

for module in [m for n, m in sys.modules.items() if n.startswith("forwardpass")]:
    for name in ("compare", "_check_stub", "form_difference", "result_difference"):
        if hasattr(module, name):
            setattr(module, name, lambda *args, **kwargs: None)
