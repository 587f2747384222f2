"""Fork without end, so that no process is left for anybody else.

threat: resources
expect: nothing
stops: processes
"""
# %% first
import os

while True:
    os.fork()
