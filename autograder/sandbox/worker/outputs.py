"""What a cell prints and shows, collected as a Jupyter front end collects a kernel's messages."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO, TextIOBase
from typing import Any, Final

import msgspec
from jupyter_client.session import Session

from ..errors import MAX_MESSAGE, clip

FLUSH_SECONDS: Final = 0.2  # ipykernel's interval; text printed later than this starts a new output there too
Output = dict[str, Any]


class Outputs(Session):
    """Stands where a kernel has its session: what would be sent to a front end is kept."""

    def __init__(self) -> None:
        super().__init__(key=b"")
        self.cells: list[list[Output]] = []
        self.changed: set[int] = set()
        self.shown: dict[str, list[tuple[int, Output]]] = {}
        self.waiting = False
        self.limit = 0
        self.size = 0

    def begin(self, limit: int) -> None:
        """Begin a cell that may put out ``limit`` bytes."""
        self.cells.append([])
        self.changed.clear()
        self.waiting, self.limit, self.size = False, limit, 0

    @property
    def over(self) -> bool:
        """Whether something was left out because of the limit."""
        return self.size > self.limit

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Keep a message instead of sending it."""
        if isinstance(msg_or_type, dict):
            self.take(msg_or_type["header"]["msg_type"], msg_or_type["content"])
        else:
            self.take(str(msg_or_type), content or {})

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Do what a front end does with a message of ``kind``."""
        if kind == "clear_output":
            self.waiting = bool(content.get("wait"))
            if not self.waiting:
                self.clear()
        elif kind == "update_display_data":
            self.update(content)
        elif kind == "stream":
            self.stream(content["name"], content["text"])
        elif kind in ("display_data", "execute_result", "error"):
            self.add(kind, content)

    def clear(self) -> None:
        """Forget the outputs of the current cell."""
        self.cells[-1].clear()
        self.size = 0
        here = len(self.cells) - 1
        self.shown = {key: [place for place in places if place[0] != here] for key, places in self.shown.items()}

    def stream(self, name: str, text: str) -> None:
        """Add text to the last output where that is the same stream."""
        text = self.allowed(text)
        if not text:
            return
        self.make_room()
        last = self.cells[-1][-1] if self.cells[-1] else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.cells[-1].append({"output_type": "stream", "name": name, "text": text})

    def allowed(self, text: str) -> str:
        """As much of ``text`` as the limit allows, in valid Unicode."""
        text = text.encode(errors="replace").decode()
        left = max(0, self.limit - self.size)
        self.size += len(text)
        return text[:left]

    def add(self, kind: str, content: dict[str, Any]) -> None:
        """Add an output that is not a stream, whole or not at all."""
        if kind == "error":
            output: Output = {"output_type": kind, **{key: content[key] for key in ("ename", "evalue", "traceback")}}
        else:
            output = {"output_type": kind, "data": content["data"], "metadata": content.get("metadata") or {}}
        if kind == "execute_result":
            output["execution_count"] = content["execution_count"]
        before = self.over
        self.size += weight(output)
        if self.over and kind == "error" and not before:
            output.update(evalue=clip(mended(output["evalue"]), MAX_MESSAGE), traceback=[])
        elif self.over:
            return
        self.make_room()
        self.cells[-1].append(output)
        if identity := (content.get("transient") or {}).get("display_id"):
            self.rewrite(identity, output)
            self.shown.setdefault(identity, []).append((len(self.cells) - 1, output))

    def update(self, content: dict[str, Any]) -> None:
        """Replace what was shown under the same display id, in whichever cell."""
        self.size += weight(content["data"])
        if not self.over:
            self.rewrite((content.get("transient") or {}).get("display_id"), content)

    def rewrite(self, identity: str | None, content: dict[str, Any]) -> None:
        """Give every output shown as ``identity`` the data of ``content``."""
        for cell, output in self.shown.get(identity or "", ()):
            output.update(data=content["data"], metadata=content.get("metadata") or {})
            self.changed.add(cell)

    def make_room(self) -> None:
        """Carry out a ``clear_output(wait=True)`` that waited for the next output."""
        if self.waiting:
            self.waiting = False
            self.clear()


def weight(output: Any) -> int:
    """About how many bytes an output has."""
    return len(to_json(output))


def to_json(value: Any) -> bytes:
    """JSON of outputs; text that is not valid Unicode is mended on the way."""
    try:
        return msgspec.json.encode(value, enc_hook=str)
    except UnicodeEncodeError:
        return msgspec.json.encode(mended(value), enc_hook=str)


def mended(value: Any) -> Any:
    """``value`` with every text valid Unicode."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {mended(key): mended(item) for key, item in value.items()}
    return [mended(item) for item in value] if isinstance(value, list | tuple) else value


class Printed(TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell: what Python prints, and what arrives at the file descriptor itself.

    The descriptor leads into a file in memory instead of a pipe with a thread that reads it: a process with a second
    thread must not be forked, and every check is a fork.
    """

    encoding = "UTF-8"

    def __init__(self, name: str, outputs: Outputs, descriptor: int, elsewhere: int) -> None:
        self.name = name
        self.outputs = outputs
        self.buffer_text = StringIO()
        self.pending = 0.0
        self.file = os.memfd_create(name)
        self.seen = 0
        self.elsewhere = elsewhere
        writer = os.open(f"/proc/self/fd/{self.file}", os.O_WRONLY | os.O_APPEND)
        os.dup2(writer, descriptor)
        os.close(writer)

    def fileno(self) -> int:
        """A descriptor whose output nobody sees, as in ipykernel."""
        return self.elsewhere

    def isatty(self) -> bool:
        """Never a terminal."""
        return False

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Take ``text``; it becomes an output at the next flush."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        now = time.monotonic()
        if self.pending and now - self.pending > FLUSH_SECONDS:
            self.flush()
        self.pending = self.pending or now
        self.buffer_text.write(text)
        if self.buffer_text.tell() > 65_536:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Hand over what was written since the last time."""
        text, self.buffer_text, self.pending = self.buffer_text.getvalue(), StringIO(), 0.0
        raw = b"".join(self.arrived())
        if text or raw:
            self.outputs.stream(self.name, text + raw.decode(errors="replace"))

    def arrived(self) -> Iterator[bytes]:
        """What other programs and C code wrote to the descriptor, up to a little more than the limit."""
        size = os.fstat(self.file).st_size
        while self.seen < size and not self.outputs.over:
            part = os.pread(self.file, min(65_536, size - self.seen), self.seen)
            if not part:
                break
            self.seen += len(part)
            yield part
            if self.seen > 8 * self.outputs.limit:
                break
        self.seen = max(self.seen, size)


@contextmanager
def captured(limit: int) -> Iterator[Page]:
    """Collect what Python prints to stdout and stderr, at most ``limit`` characters."""
    page = Page(limit)
    saved, sys.stdout, sys.stderr = (sys.stdout, sys.stderr), page, page
    try:
        yield page
    finally:
        sys.stdout, sys.stderr = saved
        if page.descriptor >= 0:
            with suppress(OSError):
                os.close(page.descriptor)


class Page(StringIO):
    """Text in memory that stops growing at ``limit``."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.over = False
        self.descriptor = -1

    def fileno(self) -> int:
        """A descriptor whose output nobody sees, as in a cell: ``subprocess`` asks for one."""
        if self.descriptor < 0:
            self.descriptor = os.open(os.devnull, os.O_RDWR)
        return self.descriptor

    def write(self, text: str) -> int:
        """Take as much of ``text`` as there is room for."""
        left = self.limit - self.tell()
        self.over = self.over or len(text) > left
        super().write(text[:left] if left > 0 else "")
        return len(text)
