"""An empty array.

threat: accident
expect: softmax=WRONG
says: it is empty
"""
# %% softmax
def softmax(z):
    return np.array([])
