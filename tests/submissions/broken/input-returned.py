"""Returns a view of its input, where that is right.

threat: accident
expect: nothing
"""
# %% linear
def linear(z):
    return z[...]
