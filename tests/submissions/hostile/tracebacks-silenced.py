"""Silence the shell's tracebacks and its record of errors, so that a failed cell looks like one that ran.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
from IPython.core.interactiveshell import ExecutionResult

get_ipython().showtraceback = lambda *args, **kwargs: None
ExecutionResult.error_in_exec = property(lambda self: None, lambda self, error: None)
ExecutionResult.error_before_exec = property(lambda self: None, lambda self, error: None)
