"""A variable called sum hides the function that the answer uses.

threat: accident
expect: softmax=ERR
says: TypeError
"""
# %% after tanh
sum = 1 + 2 + 3
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / sum(powers.T).T[..., None]
