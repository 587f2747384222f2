"""Code that went through a word processor: dashes and quotation marks are typographic.

threat: accident
expect: softmax=ERR
says: `softmax` does not exist
"""
# %% softmax
def softmax(z):
    print(“softmax”)
    powers = np.exp(z – z.max(–1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
