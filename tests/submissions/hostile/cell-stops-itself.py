"""Stop the whole process group in the middle of a cell.

threat: design
expect: nothing
stops: time
"""
# %% first
import os
import signal

os.kill(0, signal.SIGSTOP)
os.kill(os.getpid(), signal.SIGSTOP)
