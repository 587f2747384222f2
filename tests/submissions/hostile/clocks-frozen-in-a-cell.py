"""Freeze every clock that Python has and run for ever, so that a limit measured in here never comes.

threat: design
expect: nothing
stops: time
"""
# %% first
import time

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "time_ns", "monotonic_ns"):
    setattr(time, name, lambda: 0)
while True:
    pass
