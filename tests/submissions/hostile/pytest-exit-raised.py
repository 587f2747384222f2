"""Raise an exception that looks like pytest's own `exit` with return code 0.

threat: forging
expect: softmax=ERR
"""
# %% softmax
class Exit(BaseException):
    returncode, msg = 0, "done"


Exit.__module__, Exit.__qualname__ = "_pytest.outcomes", "Exit"


def softmax(z):
    raise Exit("done")
