"""Patch what NumPy's comparisons are made of: `isclose`, `array_equal`, `all`, `abs`, `max` and the testing internals.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% last
import numpy as np
import numpy.testing._private.utils as inside

np.isclose = np.array_equal = np.all = lambda *args, **kwargs: True
np.abs = np.absolute = np.max = lambda *args, **kwargs: np.float64(0)
inside.assert_array_compare = lambda *args, **kwargs: None
