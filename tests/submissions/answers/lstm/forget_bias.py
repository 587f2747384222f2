"""The forget bias for a half-life."""

import numpy as np

RIGHT = {
    "inverse-of-the-sigmoid": lambda half_life: np.log(0.5 ** (1 / half_life) / (1 - 0.5 ** (1 / half_life))),
    "by-expm1": lambda half_life: -np.log(np.expm1(np.log(2) / half_life)),
    "approximation": lambda half_life: [float(np.log(half_life / np.log(2)))],  # good to 4 % from 10 steps on
}
WRONG = {
    "returns-nothing": ("returned nothing", lambda half_life: None),
    "the-gate-itself": ("still goes through the sigmoid", lambda half_life: 0.5 ** (1 / half_life)),
    "fresh-forget-bias": ("half-life", lambda half_life: 1.0),
    "keeps-for-ever": ("half-life", lambda half_life: 40.0),
    "a-thousand-steps-only": ("half-life", lambda half_life: 7.2735),
    "zero": ("half-life", lambda half_life: 0.0),
    "log-of-the-steps": ("half-life", np.log),
    "nan": ("NaN", lambda half_life: np.nan),
    "text": ("numbers", lambda half_life: "long"),
}
