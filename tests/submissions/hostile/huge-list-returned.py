"""Return ten million numbers.

threat: resources
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return list(range(3_000_000))
