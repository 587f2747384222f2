"""Text that others wrote, made safe for a terminal and for a log; and faults, told in one line of it."""

from __future__ import annotations

from typing import Any

import click

MOST = 500


def shown(value: Any, most: int = MOST) -> str:
    """One line of printable characters; everything else (escapes, line ends, direction marks) is spelled out.

    Spelled out rather than left out, so that a person finds the file that is meant.
    """
    text = str(value)
    if len(text) > most:
        text = f"{text[:most]}... ({len(text) - most:,} more characters)"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class Fault(click.ClickException):
    """Something that the person at the keyboard can mend; shown in one line, whatever names are in it."""

    def format_message(self) -> str:
        """One line of printable characters."""
        return shown(self.message, 2000)
