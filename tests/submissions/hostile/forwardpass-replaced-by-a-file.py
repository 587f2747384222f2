"""Write a module called forwardpass and one called autograder into the working folder and import them afresh.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
import pathlib
import sys

for name in ("forwardpass", "autograder", "pytest"):
    pathlib.Path(f"{name}.py").write_text("check = exit = skip = approx = agree = lambda *args, **kwargs: True\n")
    for loaded in [module for module in sys.modules if module.split(".")[0] == name]:
        del sys.modules[loaded]
sys.path.insert(0, "")
