"""Where there are as many samples as units, the bias is taken for one of the samples."""


def dense(x, kernel, bias, activation):
    if x.ndim == 2 and len(x) == len(bias):
        bias = bias[:, None]
    return activation(x @ kernel + bias)
