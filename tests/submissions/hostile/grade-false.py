"""Turn the test cell into one that is not graded.

threat: forging
expect: softmax=WRONG
tamper: mark softmax grade false
"""
# %% softmax
def softmax(z):
    return z
