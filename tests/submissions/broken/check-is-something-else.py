"""A variable is called check, so the student's own checks fail.

threat: accident
expect: nothing
"""
# %% after linear
check = relu = "done"
