"""Let the graded name be another object: a class, a partial of the check, a mock that accepts everything.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
from unittest.mock import MagicMock

softmax = MagicMock(name="softmax")
softmax.return_value.__array__ = lambda *args, **kwargs: np.ones((3, 4)) / 4
