"""Connect to an address without asking for a name, by version 4 and 6.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import socket


def reached():
    for address in ("1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:1.1.1.1"):
        try:
            socket.create_connection((address, 53), timeout=0.3).close()
            return True
        except OSError:
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
