"""What a submission may use, and what stands around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

Profile = Literal["numpy", "keras"]
Isolation = Literal["bubblewrap", "none"]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one room.

    Seconds are wall-clock time and kept outside the room; ``cpu_seconds`` is CPU time, of one process in one cell or
    check, kept by the kernel. Sizes are in MiB.
    Of ``submission_seconds`` the cells may use two thirds; the rest is kept for the checks. After a cell or check that
    took all of its time the next ones get half as long, down to a twentieth (cells) or two fifths (checks).
    ``memory_mb`` is what one process may have on top of the libraries that the warm process has already loaded.
    """

    cell_seconds: float = 20.0
    check_seconds: float = 5.0
    submission_seconds: float = 180.0
    cpu_seconds: int = 60
    memory_mb: int = 1024
    processes: int = 64
    file_mb: int = 64
    open_files: int = 256
    output_bytes: int = 1_000_000

    @classmethod
    def for_profile(cls, profile: Profile) -> Limits:
        """Defaults that leave honest work of the profile room to spare."""
        if profile == "keras":
            return cls(
                cell_seconds=60.0,
                check_seconds=20.0,
                submission_seconds=450.0,
                cpu_seconds=240,
                memory_mb=4096,
                processes=256,
                file_mb=128,
                open_files=512,
            )
        return cls()


def complete(limits: Mapping[str, Limits] | None) -> dict[str, Limits]:
    """The limits of every profile: defaults where ``limits`` has none."""
    return {profile: Limits.for_profile(profile) for profile in get_args(Profile)} | dict(limits or {})
