"""Two versions of the answer with the marks of a merge.

threat: accident
expect: softmax=ERR
says: `softmax` does not exist
"""
# %% softmax
def softmax(z):
<<<<<<< HEAD
    powers = np.exp(z - z.max(-1, keepdims=True))
=======
    powers = np.exp(z)
>>>>>>> origin/main
    return powers / powers.sum(-1, keepdims=True)
