"""Pictures of an answer beside what is right, in the way that each layer is looked at.

    maps        attention maps, gates, batches of outputs: yours | Keras | difference, one slice of the last two axes
    traces      an LSTM's output over time: yours and Keras, one unit, with the first timestep that is wrong
    filter      a convolution: the input under the filter that gives the worst pixel, and the two maps

Grey and black, with hatching and dashes where lines meet, so that print and colour-blind eyes lose nothing; every
picture comes with the same in words.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from forwardpass.compare import as_array, compare
from forwardpass.probe_files import Probe

MOST_NUMBERS = 1024
MOST_IN_ROW = 24  # more columns than this nobody tells apart
Array = npt.NDArray[np.float64]


class View(NamedTuple):
    """A picture (PNG) and the same in words."""

    png: bytes
    words: str


class Part(NamedTuple):
    """One array of an answer that differs: which result of several it is, what was given, and what is right."""

    position: int
    name: str
    got: Array
    right: Array
    wrong: npt.NDArray[np.bool_]


NAMES = {
    "gates": ("input gate", "forget gate", "candidate", "output gate"),
    "lstm_step": ("h", "c"),
    "dot_product_attention": ("scores", "weights", "output"),
}


def best(stub: str, seen: Iterable[tuple[Probe, Any]]) -> tuple[int, Part] | None:
    """The public input that shows best what is wrong, by its number: a whole sequence rather than its last step."""
    found = None
    for number, (probe, got) in enumerate(seen):
        part = differing_part(stub, got, probe)
        if part is not None and (found is None or part.right.ndim > found[1].right.ndim):
            found = number, part
    return found


def differing_part(stub: str, got: Any, probe: Probe) -> Part | None:
    """The first array of an answer that differs from what is right in numbers alone, None where there is none."""
    several = isinstance(probe.value, (tuple, list))
    if several and not isinstance(got, (tuple, list)):
        return None
    parts = zip(got, probe.value, probe.bound, strict=False) if several else [(got, probe.value, probe.bound)]
    for position, (one, right, allowed) in enumerate(parts):
        array = None if one is None else as_array(one)
        fits = array is not None and array.dtype.kind in "biuf" and array.shape == np.shape(right)
        if not fits or not 1 < np.size(right) <= MOST_NUMBERS or compare(one, right, allowed) is None:
            continue
        given, due, off = (np.asarray(one, np.float64) for one in (array, right, allowed))
        with np.errstate(all="ignore"):
            wrong = ~(np.abs(given - due) <= off) & ~np.isinf(off)
        names = NAMES.get(stub, ()) if several else ("",)
        name = names[position] if position < len(names) else f"result {position + 1}"
        return Part(position, name, given, due, np.broadcast_to(wrong, due.shape))
    return None


def view(layer: str, stub: str, probe: Probe, part: Part) -> View | None:
    """Draw ``part`` as this layer is looked at; None where there is nothing to look at."""
    if layer == "lstm" and stub == "lstm" and part.right.ndim == 3:
        return _traces(part)
    if stub in ("conv2d", "feature_map") and part.right.ndim in (2, 4):
        return _filter(stub, probe.args, probe.kwargs, part)
    return _maps(stub, part) if part.right.ndim >= 2 else None


def _maps(stub: str, part: Part) -> View | None:
    place = _worst(part)[:-2]
    got, right = part.got[place], part.right[place]
    if right.shape[1] > MOST_IN_ROW or right.shape[0] > MOST_IN_ROW:
        return None
    figure = _figure(3, right.shape)
    low, high = _limits(got, right)
    panels = figure.subplots(1, 3, squeeze=False)[0]
    title = f"{part.name}: " if part.name else ""
    for axes, values, said in zip(panels, (got, right), (f"{title}yours", f"{title}Keras"), strict=False):
        image = _image(axes, values, said, vmin=low, vmax=high)
    figure.colorbar(image, ax=list(panels[:2]), shrink=0.8)
    difference = _image(panels[2], np.abs(got - right), "|difference|")
    figure.colorbar(difference, ax=panels[2], shrink=0.8)
    where = f"index {', '.join(map(str, place))}, last two axes" if place else "both axes"
    rows = sorted({int(i) for i in np.argwhere(part.wrong[place])[:, 0]})
    words = (
        f"{title}yours beside Keras, {where}: {int(part.wrong[place].sum())} of {right.size} elements differ, "
        f"in rows {_listed(rows)}"
    )
    if stub == "attention_weights" or part.name == "weights":
        words += f"; the first row sums to {np.sum(got[0]):.3g}, Keras's to {np.sum(right[0]):.3g}"
    return View(_png(figure), words)


def _traces(part: Part) -> View:
    sample, _, unit = _worst(part)
    got, right = part.got[sample, :, unit], part.right[sample, :, unit]
    first = int(np.flatnonzero(part.wrong[sample].any(axis=-1))[0])
    figure = _new((5.2, 2.4))
    axes = figure.subplots()
    axes.plot(right, color="black", linestyle="--", marker="o", markersize=4, label="Keras")
    axes.plot(got, color="0.45", linestyle="-", marker="s", markersize=4, label="yours")
    axes.axvline(first, color="black", linestyle=":", linewidth=1)
    axes.set(xlabel="timestep", ylabel=f"h, unit {unit}", title=f"sample {sample}: the first wrong timestep is {first}")
    axes.legend(loc="best", frameon=False)
    _whole_ticks(axes)
    words = (
        f"Output over time, sample {sample}, unit {unit}: wrong from timestep {first} of {len(right)} on; "
        f"yours {_numbers(got)}, Keras {_numbers(right)}"
    )
    return View(_png(figure), words)


def _filter(stub: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], part: Part) -> View | None:
    """The pictures that a convolution is about; the window is drawn where the input has it, padding included."""
    place = _worst(part)
    image, kernel = np.asarray(args[0], np.float64), np.asarray(args[1], np.float64)
    options = dict(zip(("strides", "padding", "dilation_rate"), args[3:], strict=False)) | dict(kwargs)
    if stub == "conv2d":
        sample, row, column, one = place
        image, kernel = image[sample], kernel[..., one]
        got, right = part.got[sample, :, :, one], part.right[sample, :, :, one]
    else:
        (row, column), got, right = place, part.got, part.right
    if max(image.shape[:2]) > 4 * MOST_IN_ROW:
        return None
    top, left, height, width = _window(image.shape, kernel.shape, right.shape, (row, column), options)
    figure = _figure(4, right.shape)
    panels = figure.subplots(1, 4, squeeze=False)[0]
    from matplotlib.patches import Rectangle

    _image(panels[0], image.sum(axis=-1), "input, channels summed")
    box = Rectangle((left - 0.5, top - 0.5), width, height, fill=False, hatch="//", edgecolor="black", linewidth=1.5)
    panels[0].add_patch(box)
    panels[0].set(xlim=(min(left, 0) - 0.6, max(image.shape[1], left + width) - 0.4),
                  ylim=(max(image.shape[0], top + height) - 0.4, min(top, 0) - 0.6))  # fmt: skip
    _image(panels[1], kernel.sum(axis=-1), "filter, channels summed")
    low, high = _limits(got, right)
    for axes, values, said in zip(panels[2:], (got, right), ("yours", "Keras"), strict=True):
        _image(axes, values, said, vmin=low, vmax=high)
        axes.plot(column, row, "x", color="white", markersize=9, markeredgewidth=4)
        axes.plot(column, row, "x", color="black", markersize=8, markeredgewidth=1.5)
    words = (
        f"Worst pixel of the output: row {row}, column {column}; Keras lays the filter over rows {top} to "
        f"{top + height - 1} and columns {left} to {left + width - 1} of the input (what lies outside is padding). "
        f"Yours {got[row, column]:.3g}, Keras {right[row, column]:.3g}"
    )
    return View(_png(figure), words)


def _window(
    image: tuple[int, ...],
    kernel: tuple[int, ...],
    output: tuple[int, ...],
    place: tuple[int, int],
    options: Mapping[str, Any],
) -> tuple[int, int, int, int]:
    """Top, left, height and width of what the filter covers for one output pixel."""
    strides, rates = options.get("strides", (1, 1)), options.get("dilation_rate", (1, 1))
    found = []
    for axis in range(2):
        extent = (kernel[axis] - 1) * rates[axis] + 1
        total = max((output[axis] - 1) * strides[axis] + extent - image[axis], 0)
        before = total // 2 if options.get("padding", "valid") == "same" else 0
        found.append((place[axis] * strides[axis] - before, extent))
    (top, height), (left, width) = found
    return top, left, height, width


def _worst(part: Part) -> tuple[int, ...]:
    with np.errstate(all="ignore"):
        error = np.where(part.wrong, np.nan_to_num(np.abs(part.got - part.right), nan=np.inf), -1.0)
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), error.shape))


def _limits(*arrays: Array) -> tuple[float, float]:
    finite = np.concatenate([array[np.isfinite(array)].ravel() for array in arrays])
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def _new(size: tuple[float, float]) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _figure(panels: int, shape: tuple[int, ...]) -> Any:
    return _new((min(9.0, 2.2 * panels + 0.6), min(3.4, max(1.7, 0.28 * shape[0] + 0.9))))


def _image(axes: Any, values: Array, title: str, **limits: float) -> Any:
    shown = axes.imshow(np.where(np.isfinite(values), values, np.nan), cmap="gray_r", interpolation="nearest", **limits)
    down, across = np.nonzero(~np.isfinite(values))
    if len(across):
        axes.plot(across, down, "x", color="black", markersize=6)
    axes.set_title(title, fontsize=9)
    _whole_ticks(axes)
    return shown


def _whole_ticks(axes: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    if axes.images:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))


def _png(figure: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=80, metadata={"Software": None})
    return buffer.getvalue()


def _listed(items: Iterable[Any]) -> str:
    texts = [str(item) for item in items]
    return ", ".join(texts[:8]) + (", …" if len(texts) > 8 else "")


def _numbers(values: Array) -> str:
    return _listed(f"{value:.3g}" for value in values)
