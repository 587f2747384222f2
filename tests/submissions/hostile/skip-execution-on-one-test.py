"""Tag the one test that would fail, and the cell that imports `check`, as not to be executed.

threat: forging
expect: softmax=WRONG
tamper: tag softmax skip-execution
tamper: tag imports skip-execution
"""
# %% softmax
def softmax(z):
    return z
