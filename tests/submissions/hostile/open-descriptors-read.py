"""Read whatever descriptors the process has inherited, from their beginning, without taking anything out of sockets.

threat: secrets
expect: nothing
"""
# %% first
import os
import socket

for name in os.listdir("/proc/self/fd"):
    try:
        print(name, os.readlink(f"/proc/self/fd/{name}"), open(f"/proc/self/fdinfo/{name}").read())
        print(os.pread(int(name), 10_000, 0))
    except OSError as error:
        print(name, error)
    try:
        copy = socket.socket(fileno=os.dup(int(name)))
        print(copy.getsockname(), copy.getpeername(), copy.getsockopt(socket.SOL_SOCKET, 17, 12))
        print(copy.recv(10_000, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except OSError as error:
        print(name, error)
