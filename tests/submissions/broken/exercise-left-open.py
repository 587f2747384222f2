"""`raise NotImplementedError` was put in and stayed.

threat: accident
expect: softmax=ERR
says: NotImplementedError
"""
# %% softmax
def softmax(z):
    # YOUR CODE HERE
    raise NotImplementedError()
