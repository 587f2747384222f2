"""The zeros are counted for as many windows as fit whole, which is one too few."""


def same_padding(size, kernel_size, stride, dilation_rate):
    places = size // stride
    total = max((places - 1) * stride + (kernel_size - 1) * dilation_rate + 1 - size, 0)
    return total // 2, total - total // 2
