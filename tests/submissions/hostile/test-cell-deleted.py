"""Delete the test cell of the exercise that is wrong.

threat: forging
expect: softmax=WRONG
tamper: delete softmax
"""
# %% softmax
def softmax(z):
    return z
