"""The kernel is turned until it fits, and a square one fits either way."""


def dense(x, kernel, bias, activation):
    if kernel.shape[1] == x.shape[-1]:
        kernel = kernel.T
    return activation(x @ kernel + bias)
