"""Bring a layer along as a pickle, which imports what it needs when it is loaded.

threat: keras
expect: softmax=ERR
"""
# %% softmax
import pickle

LAYER = b"\x80\x04\x8c\x09keras.ops\x94\x8c\x07softmax\x94\x93\x94."


def softmax(z):
    return np.asarray(pickle.loads(LAYER)(z))
