"""Reach Keras through `__import__` and chains of `getattr`, without its name in the text.

threat: keras
expect: softmax=ERR
"""
# %% softmax
def softmax(z):
    reach = getattr(__builtins__, "__imp" + "ort__") if not isinstance(__builtins__, dict) else __import__
    ops = getattr(reach("sarek"[::-1]), "spo"[::-1])
    return np.array(getattr(ops, "xamtfos"[::-1])(z))
