"""Right numbers, written into the caller's array.

threat: accident
expect: relu=WRONG
says: changes its inputs in place
"""
# %% relu
def relu(z):
    z[z < 0] = 0
    return z
