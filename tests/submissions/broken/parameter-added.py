"""A parameter was added, and the student's own calls give it.

threat: accident
expect: softmax=ERR
says: TypeError
"""
# %% softmax
def softmax(z, axis):
    powers = np.exp(z - z.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)
