"""Letters without quotation marks are names that do not exist: the variable keeps its first value.

threat: accident
expect: universal=ERR
says: `universal` does not exist
"""
# %% universal
universal = {a, e}
