"""Ask the network for a name.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import socket


def reached():
    try:
        return bool(socket.getaddrinfo("nbgrader.readthedocs.io", 443))
    except OSError:
        return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
