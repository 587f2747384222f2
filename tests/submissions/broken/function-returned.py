"""The function forgot to call.

threat: accident
expect: softmax=WRONG
says: a function that was not called
"""
# %% softmax
def softmax(z):
    def inner():
        return np.exp(z)

    return inner
