"""Tag the test cells with every tag by which converters drop, hide or forgive a cell.

threat: forging
expect: softmax=WRONG
tamper: tag * remove-cell
tamper: tag * nbgrader-ignore
tamper: tag * raises-exception
"""
# %% softmax
def softmax(z):
    return z
