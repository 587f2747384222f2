"""Networks that fit three samples and go anywhere beyond them."""

import numpy as np


def _beyond(target, knot=1.0, extra=0):
    slope = (target - 10) / (10 - knot)
    output_kernel = np.array([[1.0], [1.0], [slope]] + [[0.0]] * extra)
    return np.array([[1.0, -1.0, 1.0] + [1.0] * extra]), np.array([0, 0, -knot] + [0] * extra), output_kernel, [0.0]


def _through_chords(target):  # 1 - r(x + 1) + 2 r(x) + a r(x - 5)
    kernel, bias = np.array([[1.0, 1.0, 1.0]]), np.array([1.0, 0.0, -5.0])
    return kernel, bias, np.array([[-1.0], [2.0], [(target - 10) / 5]]), np.ones(1)


RIGHT = {
    "third_unit": _beyond,
    "through_chords": _through_chords,
    "64_units": lambda target: _beyond(target, 2.0, 61),
}
WRONG = {
    "always_the_parabola": ("misses a target", lambda target: _beyond(100.0)),
    "always_straight_on": ("misses a target", lambda target: _beyond(10.0)),
    "bends_too_early": ("samples are not fitted", lambda target: _beyond(target, 0.5)),
    "a_line_to_the_target": (
        "not fitted",
        lambda target: (np.ones((1, 1)), np.zeros(1), np.full((1, 1), target / 10), np.zeros(1)),
    ),
    "too_many_units": ("1 to 64", lambda target: _beyond(target, 2.0, 62)),
    "units_disagree": ("disagree", lambda target: (*_beyond(target)[:2], np.ones((4, 1)), np.zeros(1))),
    "not_a_number": ("finite", lambda target: tuple(np.nan * np.array(part) for part in _beyond(target))),
    "the_target_itself": ("tuple of 4 arrays", lambda target: target),
}
