"""Tag every test cell `skip-execution`, so that no test can fail.

threat: forging
expect: softmax=WRONG
tamper: tag * skip-execution
"""
# %% softmax
def softmax(z):
    return z
