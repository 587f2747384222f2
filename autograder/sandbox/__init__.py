"""Where student code runs. It knows arrays and limits, never exercises.

What computes with arrays is imported when it is asked for: whoever starts a sandbox imports NumPy while that starts.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .box import Sandbox
from .errors import (
    Crashed,
    LimitReached,
    Raised,
    RoomFault,
    StudentFault,
    Unavailable,
    Undefined,
    Unsendable,
)
from .limits import Isolation, Limits, Profile

if TYPE_CHECKING:
    from .room import Cell, CellRun, Room
    from .session import Answer, Refusal, Session
    from .values import Handle, Loan, Opaque

__all__ = [
    "Answer",
    "Cell",
    "CellRun",
    "Crashed",
    "Handle",
    "Isolation",
    "LimitReached",
    "Limits",
    "Loan",
    "Opaque",
    "Profile",
    "Raised",
    "Refusal",
    "Room",
    "RoomFault",
    "Sandbox",
    "Session",
    "StudentFault",
    "Unavailable",
    "Undefined",
    "Unsendable",
]


def __getattr__(name: str) -> Any:
    """Find what is not imported yet. Raises ``AttributeError``."""
    for module in ("room", "session", "values") if name in __all__ else ():
        found = getattr(import_module(f"{__name__}.{module}"), name, None)
        if found is not None:
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
