"""Stay for ever inside a regular expression that backtracks, which cannot be interrupted.

threat: design
expect: nothing
stops: time
"""
# %% first
import re
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
re.match(r"(a|aa)+$", "a" * 200 + "b")
