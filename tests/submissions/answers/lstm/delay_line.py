"""A delay of any length from 1 to 7, as a chain of units."""

import numpy as np


def chain(units, gain=3.0, forget=-20.0, gates=20.0, back=True):
    """Unit 0 takes the input, every other what the one before it showed."""
    kernel, recurrent_kernel, bias = np.zeros((1, 4 * units)), np.zeros((units, 4 * units)), np.zeros(4 * units)
    bias[:units] = bias[3 * units :] = gates
    bias[units : 2 * units] = forget
    kernel[0, 2 * units] = gain
    for unit in range(1, units if back else 1):
        recurrent_kernel[unit - 1, 2 * units + unit] = gain
    return kernel, recurrent_kernel, bias


def with_spare_units(steps):
    """Always eight units: the chain enters so late that the last one is reached in time."""
    kernel, recurrent_kernel, bias = chain(8)
    kernel[:] = 0
    kernel[0, 16 + 7 - steps] = 5
    return {"kernel": kernel, "recurrent_kernel": recurrent_kernel, "bias": bias}


def turning_sign(steps):
    """Each unit shows the opposite of what it hears, and the first makes good for it."""
    kernel, recurrent_kernel, bias = chain(steps + 1)
    return (-1) ** steps * kernel, -recurrent_kernel, bias


def backwards(steps):
    """The recurrent kernel is transposed: what unit 1 shows goes to unit 0."""
    kernel, recurrent_kernel, bias = chain(steps + 1)
    turned = recurrent_kernel.copy()
    block = slice(2 * (steps + 1), 3 * (steps + 1))
    turned[:, block] = recurrent_kernel[:, block].T
    return kernel, turned, bias


def fails(steps):
    """As unfinished code does."""
    raise ValueError("not yet")


RIGHT = {
    "a-chain": lambda steps: chain(steps + 1),
    "half-open-gates-steeper-candidates": lambda steps: chain(steps + 1, gain=20.0, gates=2.0),
    "eight-units-whatever-the-delay": with_spare_units,
    "every-unit-turns-the-sign": turning_sign,
}
WRONG = {
    "returns-nothing": ("returned nothing", lambda steps: None),
    "raises": ("raised ValueError", fails),
    "all-zeros": ("does not show clearly", lambda steps: (np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4))),
    "the-shown-delay-only": ("not for every delay", lambda steps: chain(3)),
    "one-unit-too-few": ("another delay than", lambda steps: chain(steps)),
    "one-unit-too-many": ("another delay than", lambda steps: chain(steps + 2)),
    "no-recurrence": ("does not show clearly", lambda steps: chain(steps + 1, back=False)),
    "never-deletes": ("does not show clearly", lambda steps: chain(steps + 1, forget=20.0)),
    "fades-on-the-way": ("does not show clearly", lambda steps: chain(steps + 1, gain=0.3)),
    "backwards": ("does not show clearly", backwards),
    "up-to-three": ("not for every delay", lambda steps: chain(min(steps, 3) + 1)),
    "nan": ("NaN", lambda steps: tuple(np.nan * part for part in chain(steps + 1))),
    "too-many-units": ("1 to 32 units", lambda steps: chain(40)),
    "units-disagree": ("disagree", lambda steps: (*chain(3)[:2], np.zeros(8))),
    "kernel-only": ("tuple", lambda steps: chain(3)[0]),
}
