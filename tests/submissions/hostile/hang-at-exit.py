"""Hang in the functions that Python calls when it exits, in the notebook's process and in every fork of it.

threat: resources
expect: nothing
"""
# %% last
import atexit
import threading
import time

atexit.register(time.sleep, 1e9)
threading._register_atexit(time.sleep, 1e9)
