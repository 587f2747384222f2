"""A dict of truth values for a set of letters.

threat: accident
expect: universal=WRONG
says: a set of letters
"""
# %% universal
universal = {"a": True, "b": False, "e": True}
