"""Stop, and then end, the parent and every other process that a signal reaches.

threat: design
expect: nothing
"""
# %% last
import os
import signal

for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
    for pid in {os.getppid(), 1, *range(2, 60)} - {os.getpid()}:
        try:
            os.kill(pid, number)
        except OSError:
            continue
