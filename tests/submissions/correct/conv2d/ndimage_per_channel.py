"""scipy.ndimage.correlate over a picture padded by hand, then the places whose window lies inside."""

import numpy as np
from scipy import ndimage


def match(patch, kernel):
    return ndimage.sum_labels(patch.astype(np.float64) * kernel)


def feature_map(image, kernel):
    kh, kw, channels = kernel.shape
    whole = np.zeros(image.shape[:2])
    for c in range(channels):
        whole += ndimage.correlate(image[:, :, c].astype(float), kernel[:, :, c], mode="constant")
    return whole[kh // 2 : kh // 2 + image.shape[0] - kh + 1, kw // 2 : kw // 2 + image.shape[1] - kw + 1]


def output_size(size, kernel_size, stride, padding, dilation_rate):
    extent = kernel_size + (kernel_size - 1) * (dilation_rate - 1)
    return int(np.ceil((size if padding == "same" else size - extent + 1) / stride))


def same_padding(size, kernel_size, stride, dilation_rate):
    extent = kernel_size + (kernel_size - 1) * (dilation_rate - 1)
    total = int(np.clip((output_size(size, 1, stride, "same", 1) - 1) * stride + extent - size, 0, None))
    return divmod(total, 2)[0], sum(divmod(total, 2))


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    axes = [(x.shape[k + 1], kernel.shape[k], strides[k], dilation_rate[k]) for k in (0, 1)]
    edges = [same_padding(*axis) if padding == "same" else (0, 0) for axis in axes]
    x = np.pad(x, [(0, 0), *edges, (0, 0)])
    dilated = np.kron(kernel.T, np.eye(1, dilation_rate[0] * dilation_rate[1]).reshape(dilation_rate[::-1])).T
    dilated = dilated[: (kernel.shape[0] - 1) * dilation_rate[0] + 1, : (kernel.shape[1] - 1) * dilation_rate[1] + 1]
    maps = [
        [feature_map(image, dilated[..., f])[:: strides[0], :: strides[1]] for f in range(kernel.shape[-1])]
        for image in x
    ]
    return np.transpose(maps, (0, 2, 3, 1)) + bias
