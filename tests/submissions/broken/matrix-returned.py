"""NumPy's old matrix class, with the right numbers.

threat: accident
expect: nothing
"""
# %% blind
def blind(kernel, permutation):
    return np.matrix(kernel)[permutation]
