"""Sizes and strides of a stack that sees 21 pixels and steps by 6."""

import numpy as np

RIGHT = {
    "three_threes": [(3, 3), (3, 2), (3, 1)],
    "large_first": [(5, 2), (3, 3), (3, 1)],
    "four_layers": np.array([[3, 1], [7, 6], [3, 1]]),
    "one_by_one_at_the_end": [[3.0, 3.0], [3.0, 2.0], [3.0, 1.0], [1.0, 1.0]],
}
WRONG = {
    "strides_added": ("neither", [(3, 2), (3, 2), (3, 2)]),
    "field_alone": ("not 6 pixels apart", [(7, 1), (7, 1), (7, 1), (3, 1)]),
    "step_alone": ("does not see 21", [(6, 6)]),
    "last_stride_counted": ("does not see 21", [(3, 2), (3, 3), (3, 1)]),
    "pixels_skipped": ("never seen", [(3, 6), (4, 1)]),
    "far_too_much": ("Far too many", [(7, 7), (7, 7)]),
    "step_of_a_whole_picture": ("Far too many", [(7, 7), (7, 7), (7, 7), (7, 7)]),
    "five_layers": ("4 layers", [(3, 1)] * 5),
    "half_a_stride": ("whole", [(3, 1.5), (3, 4)]),
    "all_zeros": ("zero", [(0, 0)]),
    "stride_of_zero": ("whole", [(3, 0), (3, 6)]),
    "not_a_number": ("finite", [(np.nan, 6), (3, 1)]),
    "sizes_alone": ("shape", [3, 3, 3]),
}
