"""One scipy correlation per sample, channel and filter, at stride 1, then every s-th place of the right phase."""

import numpy as np
from scipy import signal


def match(patch, kernel):
    return signal.correlate(patch.astype(float), kernel.astype(float), mode="valid", method="direct").item()


def feature_map(image, kernel):
    return sum(signal.correlate2d(image[..., c], kernel[..., c], mode="valid") for c in range(image.shape[-1]))


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    x = np.asarray(x, np.float64)
    kh, kw, channels, filters = kernel.shape
    spread = np.zeros(((kh - 1) * dilation_rate[0] + 1, (kw - 1) * dilation_rate[1] + 1, channels, filters))
    spread[:: dilation_rate[0], :: dilation_rate[1]] = kernel
    if padding == "same":
        widths = []
        for n, e, s in zip(x.shape[1:3], spread.shape, strides, strict=False):
            total = max((int(np.ceil(n / s)) - 1) * s + e - n, 0)
            widths.append((total // 2, total - total // 2))
        x = np.pad(x, [(0, 0), *widths, (0, 0)])
    samples = []
    for picture in x:
        maps = []
        for f in range(filters):
            seen = [signal.correlate(picture[..., c], spread[..., c, f], "valid", "direct") for c in range(channels)]
            maps.append((sum(seen) + bias[f])[:: strides[0], :: strides[1]])
        samples.append(np.stack(maps, axis=-1))
    return np.stack(samples)
