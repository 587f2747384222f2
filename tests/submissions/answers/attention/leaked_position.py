"""A start token and equal ones, and 1/t at place t under a causal mask."""

import numpy as np


def sequence(length, query=0.0, key=0.0, first=None, value=None):
    """Equal tokens of width 2; ``first`` is the key of the start token."""
    rest = np.full((length, 2), float(key))
    if first is not None:
        rest[0] = first
    start = np.zeros((length, 1))
    start[0] = 1
    return np.full((length, 2), float(query)), rest, start if value is None else value


RIGHT = {
    "all-zeros-but-one-value": sequence,
    "all-keys-alike": lambda length: sequence(length, query=1.5, key=-2.0),
    "a-query-of-zero-hears-no-key": lambda length: sequence(length, key=3.0, first=7.0),
    "lists": lambda length: [part.tolist() for part in sequence(length)],
}
WRONG = {
    "returns-nothing": ("returned nothing", lambda length: None),
    "written-into-the-values": (
        "`value` after the first differ",
        lambda length: sequence(length, value=1 / np.arange(1, length + 1)[:, None]),
    ),
    "written-into-the-queries": (
        "`query` after the first differ",
        lambda length: (np.arange(length)[:, None], np.zeros((length, 1)), sequence(length)[2]),
    ),
    "the-start-token-is-louder": ("is not 1/2", lambda length: sequence(length, query=1.0, first=1.0)),
    "all-values-one": ("is not 1/2", lambda length: sequence(length, value=np.ones((length, 1)))),
    "all-zeros": ("is not 1/1", lambda length: sequence(length, value=np.zeros((length, 1)))),
    "four-places-only": ("another shape", lambda length: sequence(4)),
    "nan": ("NaN", lambda length: sequence(length, query=np.nan)),
    "too-large": ("between", lambda length: sequence(length, query=1e8)),
}
