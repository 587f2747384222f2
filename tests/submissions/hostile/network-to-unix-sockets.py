"""Sockets that are files: of the container engine, of the system's bus, of the database.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import glob
import socket


def reached():
    found = glob.glob("/run/**/*sock*", recursive=True) + glob.glob("/var/run/**/*sock*", recursive=True)
    for path in [*found, "/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/dev/log"]:
        try:
            with socket.socket(socket.AF_UNIX) as out:
                out.connect(path)
            return True
        except OSError:
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
