"""Call the functions with which forwardpass itself asks Keras for `check(..., live=True)`.

threat: keras
expect: softmax=ERR
"""
# %% softmax
from forwardpass.live import dense as live


def softmax(z):
    return live.KERAS["softmax"](z)
