"""An expression so long that the compiler of Python itself runs out of stack.

threat: resources
expect: softmax=ERR
"""
# %% softmax
def softmax(z):
    return z * eval("+".join(["1"] * 200_000))
