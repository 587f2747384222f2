"""forwardpass: write the forward pass of four deep-learning layers by hand, and learn why an answer is wrong.

In a notebook:

    from forwardpass import check
    check("lstm_step", lstm_step)
"""

from __future__ import annotations

from forwardpass.check import CheckFailed, LiveUnavailable, check
from forwardpass.compare import Difference, compare

__all__ = ["CheckFailed", "Difference", "LiveUnavailable", "check", "compare"]
