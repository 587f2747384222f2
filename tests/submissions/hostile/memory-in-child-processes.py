"""A limit per process is no limit: twelve processes, each with nearly as much as one may have.

threat: resources
expect: nothing
"""
# %% first
import os
import time

children = []
for _ in range(12):
    child = os.fork()
    if child == 0:
        kept = bytearray(b"x") * (300 * 2**20)
        time.sleep(1.5)
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
