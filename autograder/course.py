"""A course folder as the graders see it: where things are, and the secret from which hidden cases are drawn."""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import PRIVATE, durable

if TYPE_CHECKING:
    import numpy as np

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
GO_ON = "What is graded is kept; then type: autograder grade --resume"


class CourseError(Exception):
    """The course folder is not as it must be. The message says what to do."""


def unwritable(error: OSError, root: Path, *, denied: bool = False) -> CourseError | None:
    """What a full or read-only disk means for the person at the keyboard; None for any other error.

    ``denied``: missing permissions count too.
    """
    where = error.filename or root
    if denied and error.errno in (errno.EACCES, errno.EPERM):
        return CourseError(f"{where} may not be written to by this user: see to its owner and mode. {GO_ON}")
    if error.errno in FULL:
        return CourseError(f"there is no space left to write {where}: make room. {GO_ON}")
    if error.errno == errno.EROFS:
        return CourseError(f"{where} is read-only: make it writable. {GO_ON}")
    if error.errno == errno.EIO:
        return CourseError(f"the disk fails to read or write {where}. {GO_ON}")
    return None


@dataclass(frozen=True)
class Course:
    """An nbgrader course folder.

    ``.autograder/`` inside it is the trusted side's own corner (mode 0700): the course secret, cached references and
    reports. Nothing of it is ever mounted in a sandbox, released or collected.
    """

    root: Path

    @property
    def private(self) -> Path:
        """The trusted side's folder, made when missing."""
        folder = self.root / PRIVATE
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @property
    def cache(self) -> Path:
        """Where reference values are remembered between runs."""
        folder = self.private / "cache"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def secret(self) -> bytes:
        """The course secret: 32 random bytes, made once.

        Raises ``CourseError`` when the file is damaged: a silently renewed secret would change everybody's cases.
        """
        path = self.private / "secret"
        if not path.exists():
            # Written beside and linked into place, so that two graders starting at once agree on one secret.
            # Everybody's hidden cases hang on it, so it is on the disk before it is used.
            draft = path.with_name(f"{durable.draft_name()}secret")
            durable.write(draft, secrets.token_hex(32).encode(), sync=True)
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
            durable.sync_path(path.parent)
        try:
            secret = bytes.fromhex(path.read_text())
        except ValueError:
            secret = b""
        if len(secret) != 32:
            raise CourseError(f"{path} is damaged. Restore it from a backup, or delete it and grade everybody again.")
        return secret

    def fingerprint(self) -> str:
        """Names the secret without giving it away; part of every report's key."""
        return hmac.new(self.secret, b"fingerprint", hashlib.sha256).hexdigest()[:16]

    def generator(self, *path: str) -> np.random.Generator:
        """The random generator for one hidden check: the same for the whole class, unknown to it."""
        import numpy as np  # a course is opened before a sandbox starts, which should not wait for this

        digest = hmac.new(self.secret, "\0".join(path).encode(), hashlib.sha256).digest()
        return np.random.default_rng(int.from_bytes(digest, "big"))

    def release(self, assignment: str, notebook: str) -> Path:
        """The released notebook, from which every instructor cell of a submission is rebuilt."""
        return self.root / "release" / assignment / f"{notebook}.ipynb"


@cache
def code_digest() -> str:
    """Name the code of the kit in this process: read once, as it is imported once."""
    digest = hashlib.sha256()
    for package in map(find_spec, ("autograder", "forwardpass")):
        assert package is not None and package.submodule_search_locations is not None
        for path in sorted(Path(next(iter(package.submodule_search_locations))).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
