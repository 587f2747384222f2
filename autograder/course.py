"""A course folder as the graders see it: where things are, and the secret from which hidden cases are drawn."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PRIVATE = ".autograder"


class CourseError(Exception):
    """The course folder is not as it must be. The message says what to do."""


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
            draft = path.with_name(f"secret.{os.getpid()}")
            draft.write_text(secrets.token_hex(32))
            draft.chmod(0o600)
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
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
        digest = hmac.new(self.secret, "\0".join(path).encode(), hashlib.sha256).digest()
        return np.random.default_rng(int.from_bytes(digest, "big"))

    def release(self, assignment: str, notebook: str) -> Path:
        """The released notebook, from which every instructor cell of a submission is rebuilt."""
        return self.root / "release" / assignment / f"{notebook}.ipynb"
