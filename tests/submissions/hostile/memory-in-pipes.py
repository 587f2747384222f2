"""Fill the kernel's own buffers: pipes widened to their most, and sockets that nobody reads.

threat: resources
expect: nothing
stops: files
"""
# %% first
import fcntl
import os

kept = []
while True:
    reader, writer = os.pipe()
    kept += [reader, writer]
    fcntl.fcntl(writer, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        fcntl.fcntl(writer, 1031, 2**20)  # F_SETPIPE_SZ
    except PermissionError:
        pass
    try:
        os.write(writer, b"x" * 2**20)
    except BlockingIOError:
        pass
