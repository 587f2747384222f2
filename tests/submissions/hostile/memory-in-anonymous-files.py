"""Memory that belongs to no process: anonymous files, filled and kept open.

threat: resources
expect: nothing
stops: memory
"""
# %% first
import os

kept = []
while True:
    kept.append(os.memfd_create("more"))
    os.write(kept[-1], b"x" * (15 * 2**20))
