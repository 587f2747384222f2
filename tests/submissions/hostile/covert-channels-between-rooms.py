"""Open every kind of channel that could lead to another room: vsock, io_uring, netlink, keyrings, bpf, userfaultfd.

threat: secrets
expect: nothing
"""
# %% first
import ctypes
import socket

for family, kind in ((40, 1), (40, 2), (16, 3), (17, 3), (38, 5), (1, 1), (2, 1), (10, 2), (29, 3), (31, 1), (44, 3)):
    try:
        made = socket.socket(family, kind)
        made.settimeout(0.2)
        print(family, kind, made)
        made.connect({40: (2, 5005), 1: "/run/docker.sock", 2: ("169.254.169.254", 80), 10: ("::1", 53, 0, 0)}.get(family, ""))
    except (OSError, TypeError) as error:
        print(family, kind, error)
libc = ctypes.CDLL(None, use_errno=True)
for number in (248, 249, 250, 321, 298, 323, 425, 310, 272, 155, 101, 437):
    print(number, libc.syscall(number, 0, 0, 0, 0, 0), ctypes.get_errno())
