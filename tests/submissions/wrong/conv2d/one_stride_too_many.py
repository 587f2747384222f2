"""The last window is thought to begin after as many strides as there are windows."""


def same_padding(size, kernel_size, stride, dilation_rate):
    places = -(-size // stride)
    total = max(places * stride + (kernel_size - 1) * dilation_rate + 1 - size, 0)
    return total // 2, total - total // 2
