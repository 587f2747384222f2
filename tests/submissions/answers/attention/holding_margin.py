"""The margin that holds nine tenths for any number of keys."""

import numpy as np


def by_search(keys):
    """Double, then halve."""
    low, high = 0.0, 64.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if np.exp(middle) / (np.exp(middle) + keys - 1) < 0.905 else (low, middle)
    return high


RIGHT = {
    "by-formula": lambda keys: np.log(9 * (keys - 1)) + 0.001,
    "exactly-nine-tenths": lambda keys: np.log(9.0) + np.log(keys - 1.0),
    "by-search": by_search,
    "an-array": lambda keys: np.array([np.log(9.5 * (keys - 1))], np.float32),
}
WRONG = {
    "returns-nothing": ("returned nothing", lambda keys: None),
    "ten-keys-only": ("the same for every number", lambda keys: np.log(81) + 0.001),
    "margin-of-five": ("the same for every number", lambda keys: 5.0),
    "zero": ("the same for every number", lambda keys: 0.0),
    "grows-linearly": ("too much among thousands", lambda keys: 0.044 * keys),
    "grows-as-the-root": ("too much among thousands", lambda keys: np.sqrt(keys)),
    "half-not-nine-tenths": ("too little among thousands", lambda keys: np.log(keys - 1) + 0.01),
    "nearly-all": ("too much among thousands", lambda keys: np.log(99 * (keys - 1))),
    "best-key-counted-twice": ("right for 10 keys", lambda keys: np.log(9 * keys) + 0.001),
    "right-to-ten": ("right for 10 keys", lambda keys: np.log(9 * (min(keys, 10) - 1)) + 0.001),
    "nan": ("NaN", lambda keys: np.nan),
    "infinite": ("NaN or infinity", lambda keys: np.inf),
    "the-weights": ("another shape", lambda keys: np.full(3, 1 / 3)),
}
