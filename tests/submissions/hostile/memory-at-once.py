"""Ask for 64 GiB in one piece.

threat: resources
expect: nothing
stops: memory
"""
# %% first
buffer = bytearray(64 * 2**30)
