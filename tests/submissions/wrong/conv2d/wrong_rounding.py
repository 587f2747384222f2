"""Two mistakes: valid rounds up and same rounds down."""


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "same":
        return size // stride
    return -(-(size - (kernel_size - 1) * dilation_rate - 1) // stride) + 1
