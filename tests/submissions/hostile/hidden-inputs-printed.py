"""Print the hidden inputs during the hidden calls, on every stream there is, and answer rightly.

threat: secrets
expect: nothing
"""
# %% softmax
import inspect
import logging
import os
import sys
import warnings


def softmax(z):
    if not any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        text = "canary-" + "5d1f0c77-hidden " + repr(z.tolist())
        print(text)
        print(text, file=sys.__stdout__)
        print(text, file=sys.__stderr__)
        warnings.warn(text, stacklevel=1)
        logging.warning(text)
        os.write(1, text.encode())
        os.write(2, text.encode())
    shifted = np.exp(z - z.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)
