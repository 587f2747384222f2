"""A convolution that is a dense layer at every pixel."""

import numpy as np

RIGHT = {
    "two_axes_in_front": lambda kernel: kernel[None, None],
    "reshaped_to_lists": lambda kernel: kernel.reshape(1, 1, *kernel.shape).tolist(),
}
WRONG = {
    "transposed": ("shape", lambda kernel: kernel.T[None, None]),
    "axes_at_the_end": ("shape", lambda kernel: kernel[..., None, None]),
    "transposed_by_reshape": ("not the dense", lambda kernel: kernel.T.reshape(1, 1, *kernel.shape)),
    "inputs_backwards": ("not the dense", lambda kernel: kernel[None, None, ::-1]),
    "all_zeros": ("zero", lambda kernel: 0 * kernel[None, None]),
    "not_a_number": ("finite", lambda kernel: np.nan * kernel[None, None]),
    "given_back": ("shape", lambda kernel: kernel),
    "the_visible_size": ("shape", lambda kernel: np.ones((1, 1, 4, 3))),
}
