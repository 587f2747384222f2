"""Collecting without following or believing anything: set as collect, extractor and collector in nbgrader_config.py.

A student owns their folder in the exchange and can change it after submitting. Stock nbgrader copies it with the
instructor's rights, links and all; here only ordinary files are copied, through descriptors that no link can redirect.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.plugins.zipcollect import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import ignore_patterns, parse_utc
from traitlets import Bool

from autograder.course import Course
from autograder.nbgrader_bridge.inbox import hold, releases, tidy
from autograder.nbgrader_bridge.names import DATE_FILE, arrival, check_student, mend_date, read_date, write_date
from autograder.nbgrader_bridge.sanitise import clean_text
from autograder.nbgrader_bridge.unzip import BadArchive, unpack
from autograder.terminal import shown

MAX_FILES = 2_000
MAX_DEPTH = 20
SLACK = timedelta(minutes=10)  # between the name that `nbgrader submit` gives and the last file that it writes


class SafeCollect(ExchangeCollect):  # type: ignore[misc]
    """``nbgrader collect`` that leaves out links, pipes and devices, and says so."""

    trust_names = Bool(
        False,
        help="Whether to believe the time in the name of a submission where the file system notes a later one. "
        "Students write those names. For an exchange that was copied from another place after it was handed in.",
    ).tag(config=True)

    src_records: list[dict[str, Any]]

    def init_src(self) -> None:
        """Find the submissions; one whose name cannot be read is left out."""
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]
        for record in self.src_records:
            dest = self.coursedir.format_path(
                self.coursedir.submitted_directory, record["username"], self.coursedir.assignment_id
            )
            if Path(dest).is_dir() and mend_date(Path(dest)):
                self.log.warning("The date of %s could not be read; it is that of the arrival now", shown(dest))

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """Read the name of a submission, ``student+assignment+date+random``: no student where it is no such name."""
        parts = Path(path).name.rsplit("+", 3)
        date = read_date(parts[2]) if len(parts) > 2 else None
        record = {"username": parts[0], "filename": Path(path).name, "timestamp": date or datetime.min}
        try:
            check_student(parts[0])
            if date is None:
                raise ValueError("its name holds no date")
        except ValueError as error:
            self.log.warning("NOT COLLECTED: %s: %s", shown(path), error)
            record["username"] = ""
        return record

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Newest first. Where a student's own account has handed in, what others handed in under that name is not."""
        own = [record for record in records if self._owner(record["filename"]) == record["username"]]
        found: list[dict[str, Any]] = super()._sort_by_timestamp(own if self.check_owner and own else records)
        return found

    def _owner(self, name: str) -> str:
        try:
            return pwd.getpwuid(os.lstat(os.path.join(self.inbound_path, name)).st_uid).pw_name
        except (KeyError, OSError):
            return ""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy the ordinary files of one submission. Raises ``OSError`` where this side cannot write."""
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
            deep = len(target.relative_to(dest).parts) >= MAX_DEPTH
            count += len(folders)
            folders[:] = [] if deep or count > MAX_FILES else [name for name in folders if name not in skipped]
            for name in files:
                count += 1
                if count == MAX_FILES + 1:
                    self.log.warning("Only the first %s files are collected from %s", MAX_FILES, clean_text(src))
                if name not in skipped and count <= MAX_FILES:
                    left -= self._copy(name, descriptor, target / name, left)
        self._complete(Path(src), Path(dest))

    def _complete(self, inbound: Path, dest: Path) -> None:
        """Date the submission, and have a notebook in it so that nbgrader sees the student.

        A student names the folder in the exchange, and may have changed it since; when, the kernel notes.
        """
        date, changed = self._path_to_record(str(inbound))["timestamp"], arrival(inbound)
        if not self.trust_names and changed - date > SLACK:
            self.log.warning(
                "%s was changed at %s UTC, later than its name says; that is its date now (SafeCollect.trust_names)",
                shown(inbound.name), changed,
            )  # fmt: skip
            date = changed
        write_date(dest, date)
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
    """``nbgrader zip_collect`` that survives any archive.

    Zip files are unpacked one level deep, and everything else that an archive folder holds is copied as it is. In the
    place of an archive that cannot be unpacked come notebooks that say so and are held for a person.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack every archive that can be unpacked, and say which cannot."""
        files = [path for path in sorted(Path(archive_path).rglob("*")) if path.is_file() and not path.is_symlink()]
        for path in files:
            target = Path(extracted_path, path.relative_to(archive_path))
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix.casefold() == ".zip":
                self._unpack(path, _free(target.with_suffix("")))
            else:
                shutil.copyfile(path, _free(target))

    def _unpack(self, path: Path, target: Path) -> None:
        self.log.info("Extracting %s", shown(path.name))
        try:
            for sentence in unpack(path, target):
                self.log.warning("Left out of %s: %s", shown(path.name), sentence)
        except BadArchive as bad:
            self.log.error("NOT UNPACKED: %s: %s", shown(path.name), bad)
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            folders = self.parent.coursedir
            with suppress(LookupError):
                for name in releases(Course(Path(folders.root)), folders.assignment_id):
                    # Twice, because how names tell the student is the site's choice: by the folder or by the file.
                    for file in (f"{name}.ipynb", f"{target.name}_{name}.ipynb"):
                        hold(target / file, f"The archive {shown(path.name, 100)} was not unpacked: {bad}.")


class SafeCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Tells student and notebook from a file's name, as ``named_regexp`` says, and lets nothing end the run.

    Two files that claim to be the same notebook of the same student are held for a person, unless the names carry
    times: then nbgrader takes the newer one.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._seen: dict[tuple[str, str], tuple[Path, bool]] = {}

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Give student, notebook and time of a file, or None for a file that is left out."""
        found: dict[str, str] | None = super().collect(submitted_file)
        if not found:
            return None
        student, notebook = found.get("student_id") or "", found.get("file_id") or ""
        try:
            check_student(student)
        except ValueError as error:
            return self._skip(submitted_file, str(error))
        stem = Path(notebook).stem
        if notebook != Path(notebook).name or not notebook.isprintable() or stem.startswith((".", "-")) or not stem:
            return self._skip(submitted_file, "no usable name of a notebook")
        if f"{stem}{Path(submitted_file).suffix}" == DATE_FILE:
            return self._skip(submitted_file, "a student's own date counts for nothing")
        if "timestamp" in found and not _parses(found["timestamp"] or ""):
            self.log.warning("No date can be read in the name of %s", shown(submitted_file))
            del found["timestamp"]
        return found if self._alone(student, stem, Path(submitted_file), "timestamp" in found) else None

    def _alone(self, student: str, stem: str, path: Path, dated: bool) -> bool:
        """Whether a file may be collected beside those before it. If not, the one before is held."""
        first, both_dated = self._seen.setdefault((student, stem), (path, dated))
        if first == path or (dated and both_dated):
            return True
        self.log.error("NOT COLLECTED: more than one %s of %s, held for a person", shown(stem), shown(student))
        hold(first, f"Several files claim to be {clean_text(stem, 100)} of this student; see downloaded/.")
        return False

    def _skip(self, path: str, why: str) -> dict[str, str] | None:
        self.log.warning("Left out: %s: %s", shown(path), why)
        return None


def _parses(date: str) -> bool:
    """Whether nbgrader can read a date in the form that the learning management system writes."""
    if not date or len(date) > 60 or "/" in date:
        return False
    try:
        return parse_utc(date) is not None
    except (ValueError, OverflowError):
        return False


def _free(path: Path) -> Path:
    """A path that does not exist yet."""
    return next(
        p for n in range(10**6) if not os.path.lexists(p := path.with_name(f"{path.name}~{n}" if n else path.name))
    )
