"""Pictures of a wrong answer beside what is right, and the same in words."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from matplotlib.image import imread

from forwardpass import probe_files, views


def probe(stub: str, **wanted: Any) -> probe_files.Probe:
    """The first public input of a stub whose keyword arguments are these."""
    probes = probe_files.load(stub).probes
    return next(p for p in probes if all(dict(p.kwargs).get(name) == value for name, value in wanted.items()))


def spoilt(value: Any, place: tuple[int, ...], by: float = 1.0) -> Any:
    made = np.array(value, np.float64)
    made[place] += by
    return made


def drawn(stub: str, got: Any, seen: probe_files.Probe) -> views.View:
    part = views.differing_part(stub, got, seen)
    assert part is not None
    made = views.view(probe_files.load(stub).layer, stub, seen, part)
    assert made is not None
    return made


def grey(png: bytes) -> bool:
    """Whether a picture has no colour at all."""
    image = imread(io.BytesIO(png))[..., :3]
    return bool(np.max(np.ptp(image, axis=-1)) < 0.02) and image.std() > 0.01


def test_an_lstm_is_drawn_over_time_with_the_first_wrong_step() -> None:
    seen = probe("lstm", return_sequences=True)
    assert isinstance(seen.value, np.ndarray)
    made = drawn("lstm", spoilt(seen.value, (1, 2, 3)), seen)
    assert "sample 1, unit 3: wrong from timestep 2 of" in made.words
    assert grey(made.png)


def test_a_convolution_is_drawn_with_the_filter_over_the_worst_pixel() -> None:
    seen = probe_files.load("conv2d").probes[0]
    made = drawn("conv2d", spoilt(seen.value, (0, 0, 0, 0), 9.0), seen)
    assert made.words.startswith("Worst pixel of the output: row 0, column 0; Keras lays the filter over rows ")
    assert grey(made.png)


@pytest.mark.parametrize(
    ("options", "place", "window"),
    [
        ({}, (2, 1), (2, 1, 3, 2)),
        ({"strides": (2, 3)}, (1, 1), (2, 3, 3, 2)),
        ({"dilation_rate": (2, 3)}, (0, 1), (0, 1, 5, 4)),
        ({"padding": "same", "strides": (2, 3)}, (0, 0), (0, 0, 3, 2)),  # 3 + 1·2 - 4 = 1: the zero goes after
        ({"padding": "same"}, (0, 0), (-1, 0, 3, 2)),  # by hand: 3 rows need 2 zeros, one of them before
    ],
)
def test_the_window_by_hand(options: dict[str, Any], place: tuple[int, int], window: tuple[int, ...]) -> None:
    """A filter of 3 x 2 over a picture of 4 x 6."""
    stride = options.get("strides", (1, 1))
    same = tuple(-(-n // s) for n, s in zip((4, 6), stride, strict=True))
    reach = [(k - 1) * d + 1 for k, d in zip((3, 2), options.get("dilation_rate", (1, 1)), strict=True)]
    valid = tuple((n - r) // s + 1 for n, r, s in zip((4, 6), reach, stride, strict=True))
    output = same if options.get("padding") == "same" else valid
    assert views._window((4, 6, 5), (3, 2, 5), output, place, options) == window


def test_attention_maps_say_what_a_row_sums_to() -> None:
    seen = probe_files.load("attention_weights").probes[0]
    made = drawn("attention_weights", 2 * seen.value, seen)
    assert "the first row sums to 2, Keras's to 1" in made.words
    assert grey(made.png)


def test_of_several_results_the_one_that_differs_is_named() -> None:
    seen = probe_files.load("gates").probes[0]
    i, f, candidate, o = seen.value
    part = views.differing_part("gates", (i, f, spoilt(candidate, (0, 1)), o), seen)
    assert part is not None and (part.position, part.name) == (2, "candidate")
    assert drawn("gates", (i, f, spoilt(candidate, (0, 1)), o), seen).words.startswith("candidate: yours beside Keras")


def test_what_is_not_finite_is_drawn_too() -> None:
    seen = probe_files.load("attention_weights").probes[0]
    got = np.array(seen.value)
    got[0, 1, 2] = np.nan
    assert grey(drawn("attention_weights", got, seen).png)


@pytest.mark.parametrize("got", [None, 3, "text", np.zeros(3), np.array(["a"]), object(), [[1], [2, 3]]])
def test_what_cannot_be_laid_beside_the_right_answer_has_no_picture(got: Any) -> None:
    seen = probe_files.load("attention_weights").probes[0]
    assert views.differing_part("attention_weights", got, seen) is None
    assert views.differing_part("gates", got, probe_files.load("gates").probes[0]) is None


def test_the_input_that_shows_most_is_chosen() -> None:
    probes = probe_files.load("lstm").probes
    whole = next(number for number, p in enumerate(probes) if isinstance(p.value, np.ndarray) and p.value.ndim == 3)
    found = views.best("lstm", [(p, p.value + 1 if isinstance(p.value, np.ndarray) else None) for p in probes])
    assert found is not None and found[0] == whole
    assert views.best("lstm", [(p, p.value) for p in probes]) is None
