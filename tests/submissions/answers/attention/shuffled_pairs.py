"""Another order of the same pairs."""

import numpy as np


def by_weights(key, value):
    """Sorted by the first coordinate, or backwards where they are sorted."""
    order = np.argsort(key[:, 0])
    order = order if np.any(order != np.arange(len(key))) else order[::-1]
    return {"key": key[order], "value": value[order].astype(np.float32)}


def swap(key, value):
    """Only two rows change places."""
    order = [1, 0, *range(2, len(key))]
    return key[order], value[order]


RIGHT = {
    "backwards": lambda key, value: (key[::-1], value[::-1]),
    "two-rows-swapped": swap,
    "sorted": by_weights,
    "moved-by-one": lambda key, value: (np.roll(key, 1, axis=0), np.roll(value, 1, axis=0)),
}
WRONG = {
    "returns-nothing": ("returned nothing", lambda key, value: None),
    "as-given": ("Nothing moved", lambda key, value: (key, value)),
    "keys-only": ("lost its value", lambda key, value: (key[::-1], value)),
    "each-its-own-way": ("lost its value", lambda key, value: (key[::-1], np.roll(value, 1, axis=0))),
    "columns": ("not the given rows", lambda key, value: (key[:, ::-1], value)),
    "all-zeros": ("not the given rows", lambda key, value: (0 * key, 0 * value)),
    "one-pair-repeated": (
        "not the given rows",
        lambda key, value: (np.repeat(key[:1], len(key), 0), np.repeat(value[:1], len(key), 0)),
    ),
    "nan": ("NaN", lambda key, value: (key[::-1], np.nan * value)),
    "five-pairs-only": ("another shape", lambda key, value: (key[[4, 3, 2, 1, 0]], value[[4, 3, 2, 1, 0]])),
    "one-array": ("tuple", lambda key, value: key[::-1]),
}
