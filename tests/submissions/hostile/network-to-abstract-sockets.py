"""Sockets that have a name and no file: no file system keeps them apart.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import socket


def reached():
    names = {line.split()[-1] for line in open("/proc/net/unix") if line.split()[-1].startswith("@")}
    for name in [*names, "@/tmp/.X11-unix/X0", "@/tmp/dbus", "@forwardpass", "@autograder"]:
        try:
            with socket.socket(socket.AF_UNIX) as out:
                out.connect("\0" + name[1:])
            return True
        except OSError:
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
