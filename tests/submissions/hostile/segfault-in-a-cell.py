"""Read address 0: the process of the notebook dies, and with it all that the cells before it defined.

threat: resources
expect: nothing
"""
# %% after sigmoid
import ctypes

ctypes.string_at(0)
