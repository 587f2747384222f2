"""Formulas as pictures inside a page, drawn here by matplotlib: a feedback page runs no script, so no MathJax either.

What matplotlib cannot draw (matrices, aligned equations, long formulas) is shown as the TeX that was written.
"""

from __future__ import annotations

import base64
import io
import re
from contextvars import ContextVar
from functools import lru_cache
from html import escape
from typing import Any

MAX_TEX = 300  # characters; drawing takes some 20 ms, and a parser's worst case grows fast
MAX_PER_PAGE = 300  # some six seconds, three megabytes; the kit's own notebooks have fewer than a hundred
_left: ContextVar[int] = ContextVar("formulas that may still be drawn into this page", default=MAX_PER_PAGE)
_SIZES = re.compile(r"\\(?:[Bb]igg?[lrm]?|textstyle|displaystyle)(?![a-zA-Z])")
_FRACTION = re.compile(r"\\[td]?frac\s*(\d)\s*(\d)")


def begin_page() -> None:
    """Count the formulas anew."""
    _left.set(MAX_PER_PAGE)


def draw(tex: str, display: bool) -> str:
    """HTML for one formula. It shows its TeX where it cannot be drawn, or where the page has very many."""
    left = _left.get()
    _left.set(left - 1)
    picture = _picture(tex) if left > 0 else ""
    shown = f'<img src="{picture}" alt="{escape(tex)}">' if picture else f"<code>{escape(tex)}</code>"
    return f'<p style="text-align: center">{shown}</p>' if display else shown


@lru_cache(maxsize=2_000)
def _picture(tex: str) -> str:
    """Give a data URL, or the empty string."""
    if len(tex) > MAX_TEX or "$" in tex or tex.count("{") > 60:
        return ""
    from matplotlib import mathtext
    from matplotlib.font_manager import FontProperties

    words: dict[str, Any] = {"prop": FontProperties(size=11), "format": "svg", "dpi": 72}
    plain = _FRACTION.sub(r"\\frac{\1}{\2}", _SIZES.sub("", " ".join(tex.split())).replace(r"\tfrac", r"\frac"))
    drawn = io.BytesIO()
    try:
        mathtext.math_to_image(f"${plain}$", drawn, **words)
    except Exception:  # whatever a stranger's formula does to the parser, the page shows its text instead
        return ""
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode("ascii")
