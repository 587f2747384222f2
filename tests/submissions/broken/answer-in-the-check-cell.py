r"""The answer was written over the check, which is the instructor's and comes back.

threat: accident
expect: softmax=WRONG
says: not written yet
tamper: rewrite softmax "def softmax(z):\n    return np.exp(z) / np.exp(z).sum(-1, keepdims=True)"
"""
# %% softmax
def softmax(z):
    # YOUR CODE HERE
    pass
