"""Leave the process with exit code 0 from a cell, so that nothing after it can fail.

threat: forging
expect: nothing
"""
# %% last
import os

os._exit(0)
