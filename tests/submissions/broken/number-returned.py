"""One number where an array is due.

threat: accident
expect: softmax=WRONG
says: a single number where an array is due
"""
# %% softmax
def softmax(z):
    return float(np.exp(z - z.max()).sum())
