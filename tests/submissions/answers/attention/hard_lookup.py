"""A query that finds one key."""

import numpy as np


def last_resort(keys, index):
    """A direction in which the key is ahead of all others, by least squares towards a row of the unit matrix."""
    wanted = np.full(len(keys), -1.0)
    wanted[index] = 1
    query = 500 * keys[index] + np.linalg.lstsq(keys, wanted, rcond=None)[0]
    return query.tolist()


def by_cases(keys, index):
    """The first axis for the visible set of keys only."""
    return 500 * np.eye(keys.shape[1])[0]


RIGHT = {
    "the-key-made-long": lambda keys, index: 200 * keys[index],
    "just-long-enough": lambda keys, index: 76 * keys[index],
    "the-key-away-from-the-mean": lambda keys, index: 400 * (keys[index] - 0.1 * keys.mean(axis=0)),
    "a-list": last_resort,
}
WRONG = {
    "returns-nothing": ("returned nothing", lambda keys, index: None),
    "the-key-as-it-is": ("less than 99 %", lambda keys, index: keys[index]),
    "not-long-enough": ("under 99 %", lambda keys, index: 200 * keys[index] if len(keys) < 10 else 8 * keys[index]),
    "long-enough-for-keys-further-apart": ("less than 99 %", lambda keys, index: 50 * keys[index]),
    "long-enough-for-few-rivals": ("under 99 %", lambda keys, index: 68 * keys[index]),
    "the-opposite": ("does not go to the key", lambda keys, index: -200 * keys[index]),
    "another-key": ("does not go to the key", lambda keys, index: 200 * keys[(index + 1) % len(keys)]),
    "all-zeros": ("does not go to the key", lambda keys, index: 0 * keys[index]),
    "always-one-axis": ("does not go to the key", by_cases),
    "four-keys-only": ("for some sets", lambda keys, index: 900 * keys[index] * (1 if len(keys) == 4 else -1)),
    "too-large": ("between", lambda keys, index: 1e9 * keys[index]),
    "nan": ("NaN", lambda keys, index: np.nan * keys[index]),
    "the-index": ("another shape", lambda keys, index: index),
    "all-keys": ("another shape", lambda keys, index: 200 * keys),
}
