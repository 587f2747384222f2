"""Ignore every signal that can be ignored; stock nbgrader interrupts by SIGINT and then waits.

threat: resources
expect: nothing
stops: time
"""
# %% first
import signal

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    pass
