"""Carry the hidden inputs out in an exception's notes, its cause and its context.

threat: secrets
expect: softmax=ERR
"""
# %% softmax
import inspect


def softmax(z):
    if any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        return z
    text = "canary-" + "5d1f0c77-hidden " + repr(z.tolist())
    error = ValueError("wrong")
    error.add_note(text)
    error.__cause__ = KeyError(text)
    error.__cause__.__context__ = RuntimeError(text)
    raise error
