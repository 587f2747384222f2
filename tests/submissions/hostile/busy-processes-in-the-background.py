"""Two dozen processes keep every core busy while the neighbours are graded.

threat: resources
expect: nothing
"""
# %% first
import os

for _ in range(24):
    if os.fork() == 0:
        os.setsid()
        while True:
            pass
