"""A variable inside the answer is called np.

threat: accident
expect: softmax=ERR
says: UnboundLocalError
"""
# %% softmax
def softmax(z):
    np = np.exp(z - z.max(-1, keepdims=True))
    return np / np.sum(-1, keepdims=True)
