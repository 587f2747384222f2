"""The bias is added to matrices only."""


def dense(x, kernel, bias, activation):
    z = x @ kernel
    return activation(z + bias if z.ndim == 2 else z)
