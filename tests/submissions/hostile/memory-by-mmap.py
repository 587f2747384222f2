"""Anonymous mappings by way of `mmap`, without a single array.

threat: resources
expect: nothing
stops: memory
"""
# %% first
import mmap

kept = []
while True:
    kept.append(mmap.mmap(-1, 2**25))
    kept[-1][::4096] = b"x" * len(kept[-1][::4096])
