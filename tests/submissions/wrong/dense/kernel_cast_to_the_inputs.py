"""The kernel is given the inputs' type, even where that is an integer."""


def dense(x, kernel, bias, activation):
    return activation(x @ kernel.astype(x.dtype) + bias)
