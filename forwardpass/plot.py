"""A picture of where an answer differs, small enough to sit under a cell, and the same in words.

The picture is a heat map of |answer - value|: cividis, which colour-blind eyes and grey printers see alike, with a
cross on every element that is not a number. Axes are those of the output; what has more than two is laid out as a
matrix whose rows are all axes but the last.
"""

from __future__ import annotations

import base64
import io
import os
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from forwardpass.compare import Difference
from forwardpass.views import View

MOST_CELLS = 4096  # more than this nobody tells apart in a small picture


def in_words(difference: Difference) -> str:
    """Say where the differing elements lie: the text alternative of the picture, "" where there is nothing to show."""
    error = difference.error
    if error is None or error.ndim == 0:
        return ""
    wrong = _visible(error)
    lines = [f"Where it differs, output of shape {error.shape}:"]
    for axis in range(error.ndim):
        others = tuple(other for other in range(error.ndim) if other != axis)
        hit = np.flatnonzero(wrong.any(axis=others))
        if len(hit) < error.shape[axis]:
            lines.append(f"  axis {axis}: only at {_indices(hit)} of 0 to {error.shape[axis] - 1}")
    if len(lines) == 1:
        lines.append("  along every axis")
    if np.isfinite(error).any() and np.nanmax(error, initial=0.0, where=np.isfinite(error)) > 0:
        lines.append(f"  largest error {np.max(error, initial=0.0, where=np.isfinite(error)):.2g}")
    return "\n".join(lines)


def picture(difference: Difference) -> bytes | None:
    """Draw the heat map as PNG, None where there is nothing to show. Imports Matplotlib, but neither pyplot nor a GUI.

    One dimension gives a row, two a matrix, more a matrix with one row per index of all axes but the last.
    """
    error = difference.error
    if error is None or error.ndim == 0 or not 1 < error.size <= MOST_CELLS:
        return None
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    matrix = error.reshape(-1, error.shape[-1]) if error.ndim > 1 else error.reshape(1, -1)
    rows, columns = matrix.shape
    width = min(6.0, max(2.6, 0.3 * columns + 1.6))
    height = min(4.5, max(1.3, 0.3 * rows + 1.0))
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    finite = np.where(np.isfinite(matrix), matrix, np.nan)
    largest = float(np.max(error, initial=0.0, where=np.isfinite(error)))
    image = axes.imshow(finite, cmap="cividis", aspect="auto", interpolation="nearest", vmin=0, vmax=largest or 1.0)
    across, down = np.nonzero(~np.isfinite(matrix))[::-1]
    if len(across):
        axes.plot(across, down, "x", color="black", markersize=5)
        axes.set_title("× not a finite number", fontsize=9)
    if error.ndim > 2:  # a line between blocks, so that the axes before the last two can be told
        for edge in range(error.shape[-2], rows, error.shape[-2]):
            axes.axhline(edge - 0.5, color="white", linewidth=1)
    figure.colorbar(image, ax=axes, label="|error|")
    axes.set_xlabel(f"axis {error.ndim - 1}")
    axes.set_ylabel(_row_label(error.ndim))
    _mark_ticks(axes, rows, columns)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=80)
    return buffer.getvalue()


def show(difference: Difference, draw: Callable[[], View | None] = lambda: None) -> None:
    """Show where an answer differs: a picture where figures appear inline, words elsewhere (and beside the picture).

    ``draw`` makes the picture that suits the layer; where it makes none, the error is drawn as it lies.
    """
    words = in_words(difference)
    if not words:
        return
    png = None
    if _inline():
        view = draw()
        png = picture(difference) if view is None else view.png
        words += "" if view is None else f"\n{view.words}"
    if png is None:
        print(words)
        return
    from IPython.display import display

    data = {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": words}
    display(data, raw=True, metadata={"image/png": {"alt": words}})


def _inline() -> bool:
    """Whether a figure would appear under the cell: an IPython shell whose Matplotlib backend is the inline one.

    ``FORWARDPASS_PICTURES=0`` says that nobody will look.
    """
    if os.environ.get("FORWARDPASS_PICTURES") == "0":
        return False
    interactive = sys.modules.get("IPython")
    if interactive is None or interactive.get_ipython() is None:
        return False
    pyplot = sys.modules.get("matplotlib.pyplot")
    backend = pyplot.get_backend() if pyplot is not None else os.environ.get("MPLBACKEND", "")
    return "inline" in str(backend).lower()


def _visible(error: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Mark the elements that matter: not finite, or at least a thousandth of the largest error."""
    largest = np.max(error, initial=0.0, where=np.isfinite(error))
    return ~np.isfinite(error) | (error > 1e-3 * largest)


def _indices(hit: npt.NDArray[np.intp]) -> str:
    if len(hit) > 2 and hit[-1] - hit[0] == len(hit) - 1:
        return f"{hit[0]} to {hit[-1]}"
    shown = ", ".join(map(str, hit[:8]))
    return f"{shown}, …" if len(hit) > 8 else shown


def _row_label(dimensions: int) -> str:
    if dimensions == 1:
        return ""
    return f"axis {dimensions - 2}" if dimensions == 2 else f"axes 0 to {dimensions - 2}"


def _mark_ticks(axes: Any, rows: int, columns: int) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=min(10, max(1, columns)), integer=True))
    if rows == 1:
        axes.set_yticks([])
    else:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=min(8, rows), integer=True))
