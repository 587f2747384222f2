"""Hand in nothing but the solution cells: no test, no text, no imports.

threat: forging
expect: softmax=WRONG
tamper: keep_solutions
"""
# %% softmax
def softmax(z):
    return z
# %% first
import numpy as np
