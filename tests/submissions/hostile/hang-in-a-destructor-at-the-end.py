"""Hang while the interpreter takes its modules down, after everything has been graded.

threat: resources
expect: nothing
"""
# %% last
import time


class Last:
    def __del__(self, sleep=time.sleep):
        sleep(1e9)


kept = Last()
kept.itself = kept
