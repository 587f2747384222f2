"""Add a graded cell of one's own with points to its name.

threat: design
expect: softmax=WRONG
tamper: claim softmax-2 20
"""
# %% softmax
def softmax(z):
    return z
# %% last
assert True
