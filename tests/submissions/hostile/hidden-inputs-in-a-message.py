"""Carry the hidden inputs out in an exception's message, in the hidden calls only.

threat: secrets
expect: softmax=ERR
"""
# %% softmax
import inspect


def softmax(z):
    if any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        return np.exp(z - z.max(-1, keepdims=True)) / np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True)
    raise ValueError("canary-" + "5d1f0c77-hidden " + repr(z.tolist()))
