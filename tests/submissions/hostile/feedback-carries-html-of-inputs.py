"""Let the traceback of a hidden call be code of one's own, with the inputs in file names, lines and local variables.

threat: secrets
expect: softmax=ERR
"""
# %% softmax
import inspect
import linecache


def softmax(z):
    if any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        return z
    text = "canary-" + "5d1f0c77-hidden " + repr(z.tolist()[:1])
    linecache.cache[text] = (len(text), None, [text + "\n"], text)
    exec(compile(f"def {'f' * 40}(z):\n    raise ValueError(z)\n", text, "exec"), globals())
    globals()["f" * 40](z)
