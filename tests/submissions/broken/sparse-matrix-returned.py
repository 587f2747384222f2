"""A sparse matrix of SciPy.

threat: accident
expect: blind=WRONG
"""
# %% blind
import scipy.sparse


def blind(kernel, permutation):
    return scipy.sparse.csr_matrix(kernel[permutation])
