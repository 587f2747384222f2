"""Rewrite the locked test into one that another exercise passes.

threat: forging
expect: softmax=WRONG
says: The locked cell softmax had been changed
tamper: rewrite softmax "check('linear', linear)"
"""
# %% softmax
def softmax(z):
    return z
