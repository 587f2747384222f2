"""One of two submissions listens on an abstract socket, for as long as it may run; the other asks there for the answer.

threat: host
expect: nothing
"""
# %% last
import os
import socket

servers = []
for name in ("\0forwardpass-rendezvous", "/tmp/forwardpass-rendezvous", "/dev/shm/forwardpass-rendezvous"):
    server = socket.socket(socket.AF_UNIX)
    try:
        server.bind(name)
        server.listen()
        servers.append(server)
    except OSError as error:
        print(error)
if os.fork() == 0:
    os.setsid()
    while True:
        servers[0].accept()[0].sendall(b"answer")
