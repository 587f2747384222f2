"""Return an object that takes over every ufunc and every NumPy function and answers true.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
class Takeover:
    shape, ndim, size, dtype = (3, 4), 2, 12, np.dtype("float32")

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.bool_(True)

    def __array_function__(self, function, types, args, kwargs):
        return True


def softmax(z):
    return Takeover()
