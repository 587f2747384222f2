"""A list and a tuple for a set of letters.

threat: accident
expect: nothing
"""
# %% universal
universal = ["e", "a"]
# %% dense_uses
dense_uses = ("a", "b", "c", "c")
