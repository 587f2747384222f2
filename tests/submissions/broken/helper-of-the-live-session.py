"""A helper that was deleted, and lived on in the student's session.

threat: accident
expect: softmax=ERR
says: NameError
"""
# %% softmax
def softmax(z):
    powers = np.exp(shifted(z))
    return powers / powers.sum(-1, keepdims=True)
