"""Turn the clocks back, so that time spent counts as time gained.

threat: design
expect: nothing
"""
# %% first
import itertools
import time

clock = itertools.count(1e9, -100)
time.time = time.monotonic = time.perf_counter = lambda: next(clock)
time.sleep = lambda seconds: None
