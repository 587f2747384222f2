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
from .limits import Limits, Profile
from .room import Cell, CellRun, Isolation, Room, Sandbox
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
