"""sliding_window_view and a single einsum with an optimised path; windows of all channels, padding by concatenation."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def match(patch, kernel):
    letters = list(range(patch.ndim))
    return np.einsum(patch, letters, kernel, letters, [], dtype=np.float64)


def feature_map(image, kernel):
    return np.einsum("ijcab,abc->ij", sliding_window_view(image, kernel.shape[:2], axis=(0, 1)), kernel, optimize=True)


def output_size(size, kernel_size, stride, padding, dilation_rate):
    padded = size
    if padding == "same":
        padded += sum(same_padding(size, kernel_size, stride, dilation_rate))
    return max(0, padded - (kernel_size - 1) * dilation_rate - 1) // stride + 1


def same_padding(size, kernel_size, stride, dilation_rate):
    extent = (kernel_size - 1) * dilation_rate + 1
    total = max(extent - stride, 0) if size % stride == 0 else max(extent - size % stride, 0)
    return total // 2, total - total // 2


def with_zeros(x, axis, before, after):
    def zeros(count):
        return np.zeros([count if k == axis else n for k, n in enumerate(x.shape)], x.dtype)

    return np.concatenate([zeros(before), x, zeros(after)], axis=axis)


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    extents = []
    for k in range(2):
        if padding == "same":
            x = with_zeros(x, k + 1, *same_padding(x.shape[k + 1], kernel.shape[k], strides[k], dilation_rate[k]))
        extents.append((kernel.shape[k] - 1) * dilation_rate[k] + 1)
    seen = sliding_window_view(x, (len(x), *extents, x.shape[3]))[0, :: strides[0], :: strides[1], 0]
    seen = seen[:, :, :, :: dilation_rate[0], :: dilation_rate[1], :]
    return np.einsum("ijnabc,abcf->nijf", seen, kernel, optimize="optimal") + bias
