"""The axis that was summed over is gone.

threat: accident
expect: softmax=WRONG
says: shape
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers.max(-1) / powers.sum(-1)
