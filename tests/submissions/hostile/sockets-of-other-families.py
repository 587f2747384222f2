"""Families that no network namespace holds back: virtual machines, packets, the kernel's crypto, Bluetooth.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import socket


def reached():
    for family in (40, 38, 17, 31, 29, 30, 21, 44):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            try:
                socket.socket(family, kind, 0).close()
                return True
            except OSError:
                continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
