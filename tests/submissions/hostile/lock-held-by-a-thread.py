"""Hold a lock in a thread that does not survive the fork, and wait for it in the graded function.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import threading
import time

lock = threading.Lock()
held = threading.Event()


def hold():
    with lock:
        held.set()
        time.sleep(1e9)


threading.Thread(target=hold, daemon=True).start()
held.wait()
here = threading.get_native_id()


def softmax(z):
    if threading.get_native_id() != here:
        with lock:
            return z
    return z
