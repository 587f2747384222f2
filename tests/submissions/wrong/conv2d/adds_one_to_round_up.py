"""One is added where rounding up is meant."""


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "same":
        return size // stride + 1
    return (size - (kernel_size - 1) * dilation_rate - 1) // stride + 1
