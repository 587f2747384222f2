"""A flood on stderr, past Python, into what elsewhere is a pipe that nobody empties.

threat: resources
expect: nothing
stops: output
"""
# %% first
import os

line = b"warning: this goes on\n" * 1000
for _ in range(600):
    os.write(2, line)
