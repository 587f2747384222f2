"""Claim nbgrader's metadata of a version that does not exist: it aborts the whole batch in stock nbgrader.

threat: forging
expect: softmax=WRONG
tamper: mark softmax schema_version 99
"""
# %% softmax
def softmax(z):
    return z
