"""Open a named pipe that nobody writes to; `open` itself never returns.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import os


def softmax(z):
    path = os.path.expanduser("~/pipe")
    if not os.path.exists(path):
        os.mkfifo(path)
    return np.frombuffer(open(path, "rb").read())
