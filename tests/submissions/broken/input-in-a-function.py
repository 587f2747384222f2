"""The graded function itself asks.

threat: accident
expect: softmax=ERR
"""
# %% softmax
def softmax(z):
    axis = int(input("Which axis? "))
    return np.exp(z) / np.exp(z).sum(axis, keepdims=True)
