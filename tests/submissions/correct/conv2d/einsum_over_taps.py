"""One einsum for each tap of the filter, added up in a float32 buffer; the options in lists rather than tuples."""

import numpy as np


def match(patch, kernel):
    return np.einsum("i,i->", patch.astype(np.float32).ravel(), kernel.astype(np.float32).ravel())


def feature_map(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((rows, columns), np.float32)
    for a, b in np.ndindex(kernel.shape[:2]):
        out += np.einsum("ijc,c->ij", image[a : a + rows, b : b + columns], kernel[a, b])
    return out


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "same":
        return np.ceil(size / stride)
    return np.floor((size - (kernel_size - 1) * dilation_rate - 1) / stride + 1)


def same_padding(size, kernel_size, stride, dilation_rate):
    over = size % stride or stride
    total = max((kernel_size - 1) * dilation_rate + 1 - over, 0)
    return np.array([total // 2, total - total // 2])


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    sizes, taps = list(x.shape[1:3]), list(kernel.shape[:2])
    before = [0, 0]
    if padding == "same":
        widths = [same_padding(*axis) for axis in zip(sizes, taps, strides, dilation_rate, strict=False)]
        before = [int(width[0]) for width in widths]
    axes = zip(sizes, taps, strides, [padding] * 2, dilation_rate, strict=False)
    rows, columns = (int(output_size(*axis)) for axis in axes)
    canvas = np.zeros((len(x), 4 * max(sizes) + 40, 4 * max(sizes) + 40, x.shape[3]), np.float32)
    canvas[:, before[0] : before[0] + sizes[0], before[1] : before[1] + sizes[1]] = x
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]), np.float32)
    out += bias
    for a, b in np.ndindex(*taps):
        seen = canvas[:, a * dilation_rate[0] :: strides[0], b * dilation_rate[1] :: strides[1]]
        out += np.einsum("nijc,cf->nijf", seen[:, :rows, :columns], kernel[a, b])
    return out
