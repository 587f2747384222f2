"""The box around the rooms: starts the warm process, and has it make a room for each submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from . import cgroup
from .errors import RoomFault
from .limits import Isolation, Limits, Profile
from .warm import Resident, Warm

if TYPE_CHECKING:
    from .room import Room


class Sandbox:
    """One warm process from which rooms are made; starts again when it has died.

    Raises ``Unavailable`` where bubblewrap is missing or does not work. ``isolation="none"`` must be asked for.
    """

    def __init__(
        self, profile: Profile = "numpy", isolation: Isolation = "bubblewrap", limits: Limits | None = None
    ) -> None:
        if profile not in ("numpy", "keras") or isolation not in ("bubblewrap", "none"):
            raise ValueError(f"no such sandbox: profile {profile!r}, isolation {isolation!r}")
        self.profile: Profile = profile
        self.limits = limits or Limits.for_profile(profile)
        self.mode = "bare" if isolation == "none" else "boxed"
        self.warm: Warm | None = None

    def begin(self) -> Self:
        """Start the warm process, and do not wait for it."""
        if self.warm is not None and not self.warm.alive:
            self.close()
        if self.warm is None:
            self.warm = Warm(self.profile, self.limits, self.mode)
        return self

    def start(self) -> Self:
        """Start the warm process and wait until it is ready."""
        self.begin()
        assert self.warm is not None
        if not self.warm.ready().nested and self.mode == "boxed":
            self.mode = "single"
            self.close()
            self.begin()
        return self

    def close(self) -> None:
        """End the warm process and every room in it."""
        if self.warm is not None:
            self.warm.close()
            self.warm = None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    @property
    def isolation(self) -> str:
        """What isolates, in words."""
        around = {
            "boxed": "bubblewrap + user, pid, mount, ipc, net and uts namespaces, seccomp and Landlock per submission",
            "single": "bubblewrap, seccomp and Landlock per submission (nested namespaces are refused here)",
            "bare": "none: student code runs as this user, with this user's files and network",
        }[self.mode]
        return f"{around}; {cgroup.describe()}"

    def admit(self, limits: Limits) -> Resident:
        """A fresh process for one submission."""
        for attempt in (1, 2):
            self.start()
            assert self.warm is not None
            try:
                resident = self.warm.open(limits)
            except RoomFault:
                if attempt == 2:
                    raise
                self.close()
                continue
            if self.mode == "single":
                resident.alone, self.warm = self.warm, None
                self.warm = Warm(self.profile, self.limits, self.mode)  # the next one warms up while this one works
            return resident
        raise AssertionError("unreachable")

    def said(self) -> str:
        """What the warm process wrote to its log."""
        return self.warm.said() if self.warm is not None else ""

    def ran_out_of_memory(self, resident: Resident) -> bool:
        """Whether a process of the sandbox in which ``resident`` lives was ended for its memory since the last time."""
        warm = resident.alone or self.warm
        return warm is not None and warm.ran_out_of_memory()

    def settle(self) -> None:
        """Wait until the memory of what has ended is free again."""
        if self.warm is not None:
            self.warm.group.settle()

    def open(self, limits: Limits | None = None) -> Room:
        """A room for one submission."""
        from .room import Room  # computes with NumPy, which is imported while the warm process starts

        return Room(self, limits or self.limits)
