"""No more zeros are added than the picture has pixels."""


def same_padding(size, kernel_size, stride, dilation_rate):
    places = -(-size // stride)
    total = max((places - 1) * stride + (kernel_size - 1) * dilation_rate + 1 - size, 0)
    total = min(total, size)
    return total // 2, total - total // 2
