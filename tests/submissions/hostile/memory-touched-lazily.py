"""Map far more than there is, which the kernel grants, and touch it page by page later.

threat: resources
expect: nothing
stops: memory
"""
# %% first
import numpy

parts = [numpy.empty(2**26, dtype=numpy.uint8) for _ in range(64)]
for part in parts:
    part[::4096] = 1
