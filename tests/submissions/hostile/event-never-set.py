"""A graded function waits for a thread that waits for the function.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import threading


def softmax(z):
    ready, done = threading.Event(), threading.Event()
    threading.Thread(target=lambda: (ready.wait(), done.set()), daemon=True).start()
    done.wait()
    return z
