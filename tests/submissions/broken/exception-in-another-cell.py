"""A cell that fails, and a check by the student that does not hold.

threat: accident
expect: nothing
"""
# %% after relu
assert relu(-1) == 5
# %% last
undefined_name + 1
