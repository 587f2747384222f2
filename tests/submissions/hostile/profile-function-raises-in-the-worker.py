"""Leave a profile function behind that raises inside the worker's own frames, while the answer is written.

threat: design
expect: softmax=ERR
"""
# %% softmax
import os
import sys
import threading

here = os.getpid()


def profile(frame, event, argument):
    if "worker" in frame.f_code.co_filename or frame.f_code.co_name in ("write", "array", "send"):
        raise RuntimeError("RoomFault")


def softmax(z):
    if os.getpid() != here:
        threading.setprofile(profile)
        sys.setprofile(profile)
    return z
