"""Give way to everybody else: the lowest priority, idle scheduling, one processor.

threat: design
expect: nothing
"""
# %% last
import os

os.nice(19)
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
