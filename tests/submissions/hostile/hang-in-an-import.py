"""A module written by one cell hangs when another imports it, holding the import lock.

threat: resources
expect: nothing
stops: time
"""
# %% first
from pathlib import Path

Path("helper.py").write_text("import time\ntime.sleep(1e9)\n")
import helper
