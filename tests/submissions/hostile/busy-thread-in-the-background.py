"""A thread that never rests competes with every later cell and check for the interpreter.

threat: resources
expect: nothing
"""
# %% first
import threading


def spin():
    while True:
        pass


threading.Thread(target=spin, daemon=True).start()
