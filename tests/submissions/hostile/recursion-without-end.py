"""The ordinary accident: a function that calls itself for ever.

threat: resources
expect: softmax=ERR
says: RecursionError
"""
# %% softmax
def softmax(z):
    return softmax(z - z.max()) / 2
