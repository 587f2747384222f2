"""Round brackets where square ones were meant.

threat: accident
expect: softmax=WRONG
says: generator
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return (row / row.sum(-1, keepdims=True) for row in powers)
