"""An odd number of zeros is shared evenly."""


def same_padding(size, kernel_size, stride, dilation_rate):
    places = -(-size // stride)
    total = max((places - 1) * stride + (kernel_size - 1) * dilation_rate + 1 - size, 0)
    return total / 2, total / 2
