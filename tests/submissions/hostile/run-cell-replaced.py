"""Replace the shell's `run_cell`, so that cells with a check are reported as successful without being run.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
from types import SimpleNamespace

shell = get_ipython()
run_cell = shell.run_cell


def pretend(source, *args, **kwargs):
    if "check(" in source:
        return SimpleNamespace(error_before_exec=None, error_in_exec=None, success=True, result=4)
    return run_cell(source, *args, **kwargs)


shell.run_cell = pretend
