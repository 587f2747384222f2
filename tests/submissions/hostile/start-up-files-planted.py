"""Plant what programs read when they start: profiles, kernelspecs, settings, modules for the user.

threat: host
expect: nothing
"""
# %% last
from pathlib import Path

harm = "import builtins, pathlib; builtins.planted = True; pathlib.Path('/tmp/planted').touch()\n"
for name in (
    ".ipython/profile_default/startup/00-planted.py",
    ".local/share/jupyter/kernels/python3/kernel.json",
    ".jupyter/jupyter_notebook_config.py",
    ".jupyter/nbgrader_config.py",
    ".local/lib/python3.11/site-packages/usercustomize.py",
    ".local/lib/python3.11/site-packages/planted.pth",
    ".config/matplotlib/matplotlibrc",
    ".keras/keras.json",
    ".bashrc",
    ".pythonrc.py",
):
    path = Path.home() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(harm)
