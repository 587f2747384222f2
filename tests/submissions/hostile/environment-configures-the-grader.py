"""Set the environment variables by which pytest, Python and nbgrader can be configured, in process and in start-up files.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
import os
from pathlib import Path

os.environ.update(PYTEST_ADDOPTS="--collect-only", PYTHONPATH="/tmp", PYTHONSTARTUP="/tmp/start.py", PYTHONOPTIMIZE="2")
for name in ("~/.bashrc", "~/.profile", "~/.pythonrc", "~/.pdbrc", "/tmp/start.py", "/tmp/sitecustomize.py"):
    Path(name).expanduser().write_text("import os; os._exit(0)\n")
