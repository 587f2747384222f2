"""Folders inside folders, deeper than a path may be long: many programs cannot delete them again.

threat: resources
expect: nothing
stops: time
"""
# %% first
import os

while True:
    try:
        os.mkdir("deeper" * 40)
    except OSError:
        continue
    os.chdir("deeper" * 40)
