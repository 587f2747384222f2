"""Return the hidden inputs as text, as keys of a dict, and as numbers in a list of the wrong length.

threat: secrets
expect: softmax=WRONG collapse=WRONG
"""
# %% softmax
import inspect


def hidden():
    return not any("forwardpass" in frame.filename for frame in inspect.stack(0))


def softmax(z):
    return "canary-" + "5d1f0c77-hidden " + repr(z.tolist()) if hidden() else z
# %% collapse
def collapse(kernel_1, *others):
    return {"canary-" + "5d1f0c77-hidden" * hidden() + str(kernel_1): kernel_1, "kernel": kernel_1, "bias": "canary"}
