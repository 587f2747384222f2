"""A dict of named results where one array is due.

threat: accident
expect: softmax=WRONG
says: a dict
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return {"probabilities": powers / powers.sum(-1, keepdims=True)}
