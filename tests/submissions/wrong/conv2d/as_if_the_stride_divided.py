"""Extent less stride: the number of zeros where the stride divides the size, used everywhere."""


def same_padding(size, kernel_size, stride, dilation_rate):
    total = max((kernel_size - 1) * dilation_rate + 1 - stride, 0)
    return total // 2, total - total // 2
