"""Hide the import and the call in text that is decoded and executed.

threat: keras
expect: softmax=ERR
"""
# %% softmax
import base64

HIDDEN = "aW1wb3J0IGtlcmFzCmFuc3dlciA9IGtlcmFzLm9wcy5zb2Z0bWF4KHopCg=="


def softmax(z):
    names = {"z": z}
    exec(base64.b64decode(HIDDEN), names)
    return np.asarray(names["answer"])
