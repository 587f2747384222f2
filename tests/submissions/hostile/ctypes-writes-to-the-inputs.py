"""Write to the inputs behind NumPy's back with ctypes, and give the right answer for what they were.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
import ctypes


def softmax(z):
    shifted = np.exp(z - z.max(-1, keepdims=True))
    right = shifted / shifted.sum(-1, keepdims=True)
    if np.issubdtype(z.dtype, np.floating):
        ctypes.memset(z.ctypes.data, 0, z.nbytes)
    return right
