"""Two mistakes: the axes between batch and inputs are averaged away, and the bias is missing."""


def dense(x, kernel, bias, activation):
    while x.ndim > 2:
        x = x.mean(axis=1)
    return activation(x @ kernel)
