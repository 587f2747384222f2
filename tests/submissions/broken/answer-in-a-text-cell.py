"""The code stands in a text cell of the student's own, the prepared cell is empty.

threat: accident
expect: softmax=WRONG
says: not written yet
"""
# %% softmax
def softmax(z):
    # YOUR CODE HERE
    pass
# %% [markdown] after softmax
# def softmax(z):
#     return np.exp(z) / np.exp(z).sum(-1, keepdims=True)
