"""One unit that stores a value when the flag is 1."""

import numpy as np

NO = [[0, 0, 0, 0]]


def latch(value=1.0, flag=20.0, bias=(-10, 10, 0, 10), clear=0.0, back=0.0):
    """Input gate and, if asked for, forget gate hear the flag; the candidate hears the value."""
    return [[0, 0, value, 0], [flag, -clear, 0, 0]], [[0, 0, back, 0]], list(bias)


RIGHT = {
    "post-at-the-flag-never-delete": latch(),
    "overwrites": dict(
        zip(("kernel", "recurrent_kernel", "bias"), latch(5.0, clear=20.0, bias=(-10, 10, 0, 2)), strict=True)
    ),
    "hears-itself": latch(3.0, flag=12.0, bias=(-12, 12, 0, 6), back=0.5),
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("right after the write", (NO * 2, NO, [0, 0, 0, 0])),
    "fades": ("DELETE", latch(bias=(-10, 1, 0, 10))),
    "stores-all-noise": ("right after the write", latch(flag=0.0, bias=(10, 10, 0, 10))),
    "noise-trickles-in": ("noise still gets in", latch(2.0, flag=20.0, bias=(-3, 10, 0, 10))),
    "never-shows": ("right after the write", latch(bias=(-10, 10, 0, -10))),
    "the-opposite": ("right after the write", latch(-1.0)),
    "stores-the-flag": ("right after the write", latch(0.0, bias=(-10, 10, 2, 10))),
    "nan": ("NaN", latch(np.nan)),
    "transposed": ("another shape", (np.zeros((4, 2)), np.zeros((4, 1)), np.zeros(4))),
}
