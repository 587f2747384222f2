"""Two mistakes: a square kernel is turned, and the bias is forgotten."""


def dense(x, kernel, bias, activation):
    fitting = kernel.T if kernel.shape[1] == x.shape[-1] else kernel
    return activation(x @ fitting)
