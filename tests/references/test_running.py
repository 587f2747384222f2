"""Claims are decided by the float64 formula; Keras decides the same way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.references import affine, by_keras, run
from autograder.references.lstm import EXACT


def lstm_arguments(seed: int, scale: float) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    x, kernel = rng.normal(size=(3, 7, 2)), scale * rng.normal(size=(2, 20))
    return x, kernel, scale * rng.normal(size=(5, 20)), scale * rng.normal(size=20)


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1), scale=st.sampled_from([0.3, 2.0, 40.0]))
def test_the_formula_and_keras_agree_on_any_weights(seed: int, scale: float):
    arguments = lstm_arguments(seed, scale)
    h = run("lstm", "lstm", *arguments, return_sequences=True)
    with by_keras():
        again = run("lstm", "lstm", *arguments, return_sequences=True)
    bound = EXACT["lstm"](*(a.astype(np.float32) for a in arguments), return_sequences=True).bound
    assert h.shape == again.shape == (3, 7, 5)
    assert np.all(np.abs(h - again) <= bound)


LAYERS = {
    "dense": ("dense", "dense", [(4, 3), (3, 2), (2,)], (np.tanh,)),
    "mlp": ("dense", "mlp", [(4, 3), (3, 5), (5,), (5, 2), (2,)], ()),
    "conv2d": ("conv2d", "conv2d", [(2, 7, 6, 3), (3, 2, 3, 4), (4,)], ((2, 1), "same", (1, 1))),
    "attention": ("attention", "dot_product_attention", [(2, 3, 5), (2, 4, 6), (2, 4, 5)], (1.0,)),
    "weights": ("attention", "attention_weights", [(3, 5)], ()),
}


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_that_claims_are_about(name: str):
    layer, stub, shapes, options = LAYERS[name]
    rng = np.random.default_rng(3)
    arguments = [rng.normal(size=shape) for shape in shapes]
    ours = run(layer, stub, *arguments, *options)
    with by_keras():
        theirs = run(layer, stub, *arguments, *options)
    for one, other in zip(*(part if isinstance(part, tuple) else (part,) for part in (ours, theirs)), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


def test_numbers_are_those_that_keras_would_get():
    tiny = np.full((1, 1), 1.0 + 2.0**-40)
    assert affine(tiny, np.ones((1, 1)), np.array([-1.0]))[0, 0] == 0.0


def test_what_is_too_large_for_float32_is_not_a_number_that_any_claim_holds_for():
    huge = affine(np.array([[1e39]]), np.array([[1e-39]]), np.zeros(1))
    assert not np.isfinite(huge).any()
