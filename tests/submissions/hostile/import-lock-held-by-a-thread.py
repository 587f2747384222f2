"""Hold the import lock of a module in a thread, and import that module in the graded function after the fork.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import os
import pathlib
import threading
import time

pathlib.Path("endless_module.py").write_text("import time\ntime.sleep(1e9)\n")
threading.Thread(target=__import__, args=("endless_module",), daemon=True).start()
time.sleep(0.2)
here = os.getpid()


def softmax(z):
    if os.getpid() != here:
        import endless_module  # noqa: F401
    return z
