"""The other one of the two: it answers rightly if it finds the note.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import os
from pathlib import Path


def reached():
    places = ["/tmp", "/var/tmp", "/dev/shm", "/run", "/dev/mqueue", str(Path.home()), os.getcwd(), str(Path.home().parent)]
    names = ("forwardpass-note", ".keras/forwardpass-note", ".cache/forwardpass-note", "poison.py")
    return any(Path(place, name).exists() for place in places for name in names)


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
