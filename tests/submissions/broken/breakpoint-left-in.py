"""A call of the debugger was left in the answer.

threat: accident
expect: softmax=ERR
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    breakpoint()
    return powers / powers.sum(-1, keepdims=True)
