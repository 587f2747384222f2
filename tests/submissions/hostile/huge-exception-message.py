"""An exception with a message of 5 MB, made of the hidden inputs.

threat: resources
expect: softmax=ERR
"""
# %% softmax
def softmax(z):
    raise ValueError(repr(z.tolist()) * 20_000)
