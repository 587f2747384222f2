"""A fraction with the right value: `check` says at once that a whole number is due.

threat: accident
expect: image_weights=WRONG
"""
# %% image_weights
from fractions import Fraction

image_weights = Fraction(64, 2)
