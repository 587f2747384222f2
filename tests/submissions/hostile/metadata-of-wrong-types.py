"""Give nbgrader's fields types that they never have, so that whoever reads them stumbles.

threat: forging
expect: softmax=WRONG
tamper: mark softmax grade "{}"
tamper: mark softmax points '"many"'
tamper: mark softmax locked 0.5
"""
# %% softmax
def softmax(z):
    return z
