"""Install a callback that raises, allocates and collects again in every garbage collection, and collect all the time.

threat: design
expect: nothing
"""
# %% last
import gc
import sys

sys.unraisablehook = lambda *args: None


def disturb(phase, info):
    raise SystemExit(0)


gc.callbacks.append(disturb)
gc.set_threshold(50, 2, 2)
