"""The answer's cell imports what is not installed here, so the function never comes to be.

threat: accident
expect: softmax=ERR
says: `softmax` does not exist
"""
# %% softmax
import numba


@numba.njit
def softmax(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()
