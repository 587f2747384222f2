"""A function of one place, spread over all places with np.fromfunction and np.vectorize; filters as rows."""

import numpy as np


def match(patch, kernel):
    return np.inner(patch.astype(np.float64).flatten("F"), kernel.astype(np.float64).flatten("F"))


def feature_map(image, kernel):
    kh, kw, _ = kernel.shape

    @np.vectorize
    def at(i, j):
        return match(image[i : i + kh, j : j + kw], kernel)

    return np.fromfunction(at, (image.shape[0] - kh + 1, image.shape[1] - kw + 1), dtype=int)


@np.vectorize
def fits(start, size, reach):
    return start + reach < size


def output_size(size, kernel_size, stride, padding, dilation_rate):
    starts = np.arange(size)[::stride]
    if padding == "same":
        return starts.size
    return int(np.count_nonzero(fits(starts, size, dilation_rate * (kernel_size - 1))))


def same_padding(size, kernel_size, stride, dilation_rate):
    places = np.arange(0, size, stride)[:, None] + np.arange(kernel_size) * dilation_rate
    total = max(int(places.max()) - (size - 1), 0)
    return np.array_split(np.ones(total, int), 2)[1].sum(), np.array_split(np.ones(total, int), 2)[0].sum()


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    axes = [(x.shape[1 + k], kernel.shape[k], strides[k], dilation_rate[k]) for k in (0, 1)]
    shape = tuple(output_size(n, k, s, padding, d) for n, k, s, d in axes)
    if padding == "same":
        x = np.pad(x, [(0, 0), *(tuple(map(int, same_padding(*axis))) for axis in axes), (0, 0)])
    filters = kernel.reshape(-1, kernel.shape[-1]).T

    def at(i, j):
        rows = i * strides[0] + np.arange(kernel.shape[0]) * dilation_rate[0]
        columns = j * strides[1] + np.arange(kernel.shape[1]) * dilation_rate[1]
        patches = x[:, rows][:, :, columns].reshape(len(x), -1)
        return filters.dot(patches.T).T + bias

    spread = np.vectorize(at, signature="(),()->(n,f)")
    return spread(*np.indices(shape)).transpose(2, 0, 1, 3)
