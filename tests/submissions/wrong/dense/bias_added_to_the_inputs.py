"""The bias is added to the inputs, in place, where it fits."""


def dense(x, kernel, bias, activation):
    if x.shape[-1] == bias.shape[0]:
        x += bias
        return activation(x @ kernel)
    return activation(x @ kernel + bias)
