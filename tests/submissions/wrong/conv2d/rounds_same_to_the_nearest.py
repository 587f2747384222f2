"""Same is rounded to the nearest whole number."""


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "same":
        return round(size / stride)
    return (size - (kernel_size - 1) * dilation_rate - 1) // stride + 1
