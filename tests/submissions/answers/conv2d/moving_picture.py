"""A picture and a shift with which every map moves along, and changes."""

import numpy as np

_DOT = np.zeros((9, 9))
_DOT[4, 4] = 1.0
_BLOB = np.pad(np.arange(1.0, 10).reshape(3, 3), ((1, 5), (2, 4)))
_STRIPES = np.tile([1.0, 0.0, 0.0], (9, 3))

RIGHT = {
    "dot": (_DOT, (1, 0)),
    "blob": (_BLOB, (3, 2)),
    "by_name": {"image": _DOT.tolist(), "shift": [0, -2]},
    "once_around": (_BLOB, np.array([-9, 1])),
}
WRONG = {
    "no_shift": ("zero", (_DOT, (0, 0))),
    "back_to_where_it_was": ("did not change", (_DOT, (9, -9))),
    "nothing_to_see": ("did not change", (np.ones((9, 9)), (2, 3))),
    "stripes_onto_themselves": ("did not change", (_STRIPES, (0, 3))),
    "onto_the_border": ("border", (_DOT, (4, 0))),
    "blob_onto_the_border": ("border", (_BLOB, (-1, 0))),
    "all_zeros": ("zero", (np.zeros((9, 9)), (1, 1))),
    "half_a_pixel": ("whole", (_DOT, (0.5, 1))),
    "infinite": ("finite", (np.inf * np.ones((9, 9)), (1, 1))),
    "no_shift_given": ("(image, shift)", _DOT),
}
