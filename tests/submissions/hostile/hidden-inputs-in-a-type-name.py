"""Carry the hidden inputs out in the name, module and documentation of the exception's type.

threat: secrets
expect: softmax=ERR
"""
# %% softmax
import inspect


def softmax(z):
    if any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        return z
    text = "canary-" + "5d1f0c77-hidden " + repr(z.tolist())
    raise type(text, (ValueError,), {"__doc__": text, "__module__": text, "__str__": lambda self: text})
