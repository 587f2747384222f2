"""Packets made by hand, below every rule about ports.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import socket


def reached():
    for family, kind, protocol in ((2, socket.SOCK_RAW, 1), (2, socket.SOCK_DGRAM, 1), (17, socket.SOCK_RAW, 768)):
        try:
            with socket.socket(family, kind, protocol) as out:
                out.sendto(b"\x08\x00\xf7\xff" + bytes(4), ("1.1.1.1", 0))
            return True
        except (OSError, TypeError):
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
