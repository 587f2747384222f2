"""The other one of the two: it takes the answer from whoever listens.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import socket


def reached():
    for name in ("\0forwardpass-rendezvous", "/tmp/forwardpass-rendezvous", "/dev/shm/forwardpass-rendezvous"):
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(name)
                return client.recv(6) == b"answer"
        except OSError:
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
