"""The indentation was lost when the code was pasted.

threat: accident
expect: softmax=ERR
says: `softmax` does not exist
"""
# %% softmax
def softmax(z):
powers = np.exp(z - z.max(-1, keepdims=True))
return powers / powers.sum(-1, keepdims=True)
