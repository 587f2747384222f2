"""Stop the process as Ctrl-Z does: it uses nothing and answers nothing.

threat: resources
expect: nothing
stops: time
"""
# %% first
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
