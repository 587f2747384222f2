"""A half-written cell of the student's own.

threat: accident
expect: nothing
"""
# %% after relu
for i in range(10)
    print(i
