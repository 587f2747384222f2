"""Raise an exception that looks like pytest's `skip`, with its name, module and attributes: the attack itself.

threat: forging
expect: softmax=ERR
"""
# %% softmax
class Skipped(BaseException):
    allow_module_level = True
    _use_item_location = True
    msg = "not applicable"


Skipped.__module__ = "builtins"


def softmax(z):
    try:
        import pytest

        pytest.skip("not applicable")
    except ImportError:
        raise Skipped("not applicable") from None
