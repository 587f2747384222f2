"""Unpack an archive that a stranger packed: bounded before it is parsed, names made plain, nothing followed."""

from __future__ import annotations

import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from autograder.terminal import shown

MAX_MEMBERS = 50_000
MAX_BYTES = 1_000 * 2**20
MAX_RATIO = 200
MAX_DIRECTORY = 32 * 2**20  # of the table of contents, which the reader holds in memory whole
MAX_PARTS = 10
_ODD = re.compile(r"[^\w.+@=,()\[\]{}~ '’-]")


class BadArchive(Exception):
    """The archive is damaged, or would unpack to too much. The message says which, in one sentence."""


def check_zip(path: Path) -> list[zipfile.ZipInfo]:
    """List the members. Raises ``BadArchive`` before anything large is read or written."""
    try:
        if _directory_size(path) > MAX_DIRECTORY:
            raise BadArchive("it lists far too many files")
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise BadArchive("it is damaged or no zip archive") from None
    size, weight = sum(member.file_size for member in members), path.stat().st_size
    if len(members) > MAX_MEMBERS or size > MAX_BYTES or size > MAX_RATIO * max(weight, 10_000):
        raise BadArchive(f"it would unpack to {len(members):,} files and {size / 2**20:,.0f} MiB")
    if any(member.flag_bits & 1 for member in members):
        raise BadArchive("it is encrypted")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise BadArchive("it is packed in an unusual way")  # LZMA may ask for gigabytes of memory
    return members


def unpack(path: Path, target: Path) -> list[str]:
    """Unpack ordinary files below ``target``, a new folder; returns a sentence for each member that was left out.

    Raises ``BadArchive`` where the archive cannot be read to its end; then ``target`` holds a part of it.
    """
    left_out: list[str] = []
    taken: set[str] = set()
    members = check_zip(path)
    target.mkdir(parents=True)
    with zipfile.ZipFile(path) as archive:
        for member in members:
            if member.is_dir():
                continue
            where = plain_path(member.filename)
            kind = stat.S_IFMT(member.external_attr >> 16)
            if kind not in (0, stat.S_IFREG):
                left_out.append(f"{shown(member.filename, 100)} is a link or a device")
            elif where is None:
                left_out.append(f"{shown(member.filename, 100)} has no usable name")
            elif str(where).casefold() in taken:
                left_out.append(f"{shown(member.filename, 100)} is there more than once")
            else:
                taken.add(str(where).casefold())
                _write(archive, member, target / where)
    return left_out


def plain_path(name: str) -> PurePosixPath | None:
    """Map a member's name to one below the target folder: no way out of it, nothing that cannot be printed."""
    parts = [_plain(part) for part in re.split(r"[/\\]", name) if part not in ("", ".", "..")]
    return PurePosixPath(*parts) if 0 < len(parts) <= MAX_PARTS and all(parts) else None


def _plain(part: str) -> str:
    plain = _ODD.sub("_", unicodedata.normalize("NFC", part.split("\0")[0])).strip()
    if len(plain.encode()) > 200:
        return ""
    return f"_{plain}" if plain.startswith(("-", ".")) else plain


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for block in _blocks(archive, member):
                file.write(block)
    except (FileExistsError, NotADirectoryError):
        raise BadArchive("it holds a file and a folder of one name") from None


def _blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Read a member, so that a fault of the archive is not taken for one of the disk that is written to."""
    try:
        with archive.open(member) as content:
            while block := content.read(2**20):
                yield block
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError):
        raise BadArchive("it is damaged") from None


def _directory_size(path: Path) -> int:
    """Size that the end of the archive states for its table of contents. Raises ``ValueError`` where there is none."""
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        start = max(0, length - 65_557)  # the longest comment, and the record before it
        file.seek(start)
        tail = file.read()
        found = tail.rfind(b"PK\x05\x06")
        if found < 0:
            raise ValueError("no end of a zip archive")
        size: int = struct.unpack_from("<I", tail, found + 12)[0]
        locator = tail.rfind(b"PK\x06\x07", 0, found)
        if locator >= 0 and found - locator == 20:  # a large one, whose sizes are in a record of their own
            file.seek(struct.unpack_from("<Q", tail, locator + 8)[0])
            record = file.read(56)
            if record.startswith(b"PK\x06\x06"):
                size = max(0 if size == 0xFFFFFFFF else size, struct.unpack_from("<Q", record, 40)[0])
        return size
