"""A cell asks for a number.

threat: accident
expect: nothing
"""
# %% first
n = int(input("How many units? "))
print(n * 2)
