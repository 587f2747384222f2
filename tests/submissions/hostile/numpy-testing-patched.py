"""Replace NumPy's comparisons, so that every assertion holds.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
import numpy as np

np.allclose = np.array_equal = lambda *args, **kwargs: True
for name in list(vars(np.testing)):
    if name.startswith("assert"):
        setattr(np.testing, name, lambda *args, **kwargs: None)
