"""Install trace functions that change local variables of whoever compares; only the worker's own reply is there to spoil.

threat: forging
expect: softmax=ERR
"""
# %% softmax
import ctypes
import os
import sys

here = os.getpid()


def trace(frame, event, argument):
    for name in ("difference", "wrong", "error", "reply"):
        if name in frame.f_locals:
            frame.f_locals[name] = None
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    return trace


def softmax(z):
    if os.getpid() != here:
        frame = sys._getframe()
        sys.settrace(trace)
        while frame := frame.f_back:
            frame.f_trace = trace
    return z
