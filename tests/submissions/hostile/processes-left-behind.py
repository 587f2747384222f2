"""Start as many processes as there may be, quietly, so that the checks cannot fork.

threat: resources
expect: nothing
"""
# %% first
import subprocess

sleepers = []
try:
    while True:
        sleepers.append(subprocess.Popen(["sleep", "1000000"]))
except OSError:
    pass
