"""Where student code runs. It knows arrays and limits, never exercises."""

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
from .limits import Limits
from .room import Answer, Cell, CellRun, Room, Sandbox, Session
from .values import Handle, Opaque

__all__ = [
    "Answer",
    "Cell",
    "CellRun",
    "Crashed",
    "Handle",
    "LimitReached",
    "Limits",
    "Opaque",
    "Raised",
    "Room",
    "RoomFault",
    "Sandbox",
    "Session",
    "StudentFault",
    "Unavailable",
    "Undefined",
    "Unsendable",
]
