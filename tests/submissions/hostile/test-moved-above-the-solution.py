"""Move the test above the solution, where a model answer of one's own still stands.

threat: forging
expect: softmax=WRONG
tamper: move_before softmax softmax-code
"""
# %% softmax
def softmax(z):
    return z
