"""Kill every process that may be signalled, from a cell.

threat: host
expect: nothing
"""
# %% first
import os
import signal

for target in (-1, os.getppid(), 1, -os.getpgrp()):
    try:
        os.kill(target, signal.SIGKILL)
    except OSError as error:
        print(error)
