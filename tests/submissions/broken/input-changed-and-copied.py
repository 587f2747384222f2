"""A copy is returned, and the caller's array is changed all the same.

threat: accident
expect: tanh=WRONG
says: changes its inputs in place
"""
# %% tanh
def tanh(z):
    result = np.tanh(z)
    z[...] = 0
    return result
