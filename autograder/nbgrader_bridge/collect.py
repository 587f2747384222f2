"""Collecting without following anything: ``c.ExchangeFactory.collect`` and ``c.ZipCollectApp.extractor_plugin``.

A student owns their folder in the exchange and can change it after submitting. Stock nbgrader copies it with the
instructor's rights, links and all; here only ordinary files are copied, through descriptors that no link can redirect.
"""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.plugins.zipcollect import ExtractorPlugin
from nbgrader.utils import ignore_patterns

from autograder.course import Course
from autograder.nbgrader_bridge.inbox import hold, tidy
from autograder.nbgrader_bridge.sanitise import clean_text

MAX_FILES = 2_000
MAX_ZIP_FILES = 50_000
MAX_ZIP_BYTES = 1_000 * 2**20
MAX_ZIP_RATIO = 200


class SafeCollect(ExchangeCollect):  # type: ignore[misc]
    """``nbgrader collect`` that leaves out links, pipes and devices, and says so."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy the ordinary files of one submission. Raises ``RuntimeError`` for a folder that is too large."""
        ignore = ignore_patterns(
            exclude=self.coursedir.ignore, include=self.coursedir.include, max_file_size=None, log=self.log
        )
        Path(dest).mkdir(parents=True)
        left = 1_000 * self.coursedir.max_dir_size
        count = 0
        for folder, folders, files, descriptor in os.fwalk(src, follow_symlinks=False):
            target = Path(dest, os.path.relpath(folder, src))
            target.mkdir(parents=True, exist_ok=True)
            skipped = set(ignore(folder, [*folders, *files]))
            folders[:] = [name for name in folders if name not in skipped]
            for name in files:
                count += 1
                if count == MAX_FILES + 1:
                    self.log.warning("Only the first %s files are collected from %s", MAX_FILES, clean_text(src))
                if name not in skipped and count <= MAX_FILES:
                    left -= self._copy(name, descriptor, target / name, left)
        self._complete(Path(src).name, Path(dest))

    def _complete(self, inbound: str, dest: Path) -> None:
        """Date the submission as the exchange names it, and have a notebook in it so that nbgrader sees the student."""
        parts = inbound.split("+")
        (dest / "timestamp.txt").write_text(parts[-2] if len(parts) > 3 else parts[-1])
        if not any(dest.glob("*.ipynb")):
            with suppress(LookupError):  # nothing is released yet, so nothing will be graded
                tidy(Course(Path(self.coursedir.root)), self.coursedir.assignment_id, dest)

    def _copy(self, name: str, folder: int, target: Path, most: int) -> int:
        """Copy one file found in an open folder, and return its size; 0 where it is not an ordinary file."""
        try:
            source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
        except OSError:
            return self._refuse(target)
        with os.fdopen(source, "rb") as file:
            status = os.fstat(source)
            if not stat.S_ISREG(status.st_mode):
                return self._refuse(target)
            if status.st_size > min(most, 1_000 * self.coursedir.max_file_size):
                return self._refuse(target, "too large to collect")
            with target.open("wb") as copy:
                shutil.copyfileobj(file, copy)
        return status.st_size

    def _refuse(self, target: Path, why: str = "a link or a device, not a file") -> int:
        self.log.warning("Left out, because it is %s: %s", why, clean_text(str(target)))
        if target.suffix == ".ipynb":
            hold(target, f"{clean_text(target.name, 100)} was {why}.")
        return 0


class SafeExtractor(ExtractorPlugin):  # type: ignore[misc]
    """``nbgrader zip_collect`` that refuses archives which unpack to far more than they weigh.

    Zip files are unpacked one level deep, and everything else that an archive folder holds is copied as it is.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack all archives, or none: raises ``RuntimeError`` for a bad one."""
        files = [path for path in sorted(Path(archive_path).rglob("*")) if path.is_file() and not path.is_symlink()]
        archives = [path for path in files if path.suffix == ".zip"]
        for path in archives:
            check_zip(path)
        for path in files:
            target = Path(extracted_path, path.relative_to(archive_path))
            target.parent.mkdir(parents=True, exist_ok=True)
            if path not in archives:
                shutil.copyfile(path, target)
                continue
            self.log.info("Extracting %s", clean_text(path.name))
            with zipfile.ZipFile(path) as archive:
                archive.extractall(target.with_suffix(""))


def check_zip(path: Path) -> None:
    """Raise ``RuntimeError`` for an archive that is damaged or would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise RuntimeError(f"{path.name} is not a zip archive: {error}") from None
    size = sum(member.file_size for member in members)
    weight = sum(member.compress_size for member in members)
    if len(members) > MAX_ZIP_FILES or size > MAX_ZIP_BYTES or size > MAX_ZIP_RATIO * max(weight, 10_000):
        raise RuntimeError(f"{path.name} would unpack to {len(members):,} files and {size / 2**20:,.0f} MiB")
