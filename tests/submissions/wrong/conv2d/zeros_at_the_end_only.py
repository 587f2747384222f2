"""All zeros of the padding are put at the end, and the bias is added before the window is summed."""

import numpy as np


def same_padding(size, kernel_size, stride, dilation_rate):
    total = max((-(-size // stride) - 1) * stride + (kernel_size - 1) * dilation_rate + 1 - size, 0)
    return 0, total


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    (sh, sw), (dh, dw) = strides, dilation_rate
    kh, kw = kernel.shape[:2]
    if padding == "same":
        x = np.pad(x, ((0, 0), same_padding(x.shape[1], kh, sh, dh), same_padding(x.shape[2], kw, sw, dw), (0, 0)))
    rows, columns = (x.shape[1] - (kh - 1) * dh - 1) // sh + 1, (x.shape[2] - (kw - 1) * dw - 1) // sw + 1
    out = 0.0
    for a, b in np.ndindex(kh, kw):
        out = out + x[:, a * dh :: sh, b * dw :: sw][:, :rows, :columns] @ kernel[a, b] + bias
    return out
