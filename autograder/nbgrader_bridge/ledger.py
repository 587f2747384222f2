"""What the gradebook itself knows about our reports: which of them each of its notebooks speaks of.

One table of our own in nbgrader's database, written in the same transaction as the scores. A gradebook that is lost,
restored from a backup or edited by nbgrader thereby says itself what is missing from it. ``whole`` makes one
transaction of everything that nbgrader writes about a student.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch

from nbgrader import api
from nbgrader.api import Assignment, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Column, MetaData, String, Table, create_engine, event, inspect, select, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.pool import NullPool

#: How long anybody waits for a gradebook that somebody else has locked.
LOCK_SECONDS = 10
# The id is made anew whenever nbgrader makes the row, so that an entry never speaks of another row of the same name.
RECORDED = Table(
    "forwardpass_recorded",
    MetaData(),
    Column("submitted_notebook_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("mark", String(64), nullable=False),
)


def reopen(book: Gradebook, notebook: str, assignment: str, student: str) -> str:
    """Say that a notebook is about to be written; returns the digest of the file that it speaks of, or nothing."""
    RECORDED.create(book.db.connection(), checkfirst=True)
    mine = RECORDED.c.submitted_notebook_id == book.find_submission_notebook(notebook, assignment, student).id
    digest = book.db.execute(select(RECORDED.c.digest).where(mine)).scalar()
    book.db.execute(RECORDED.update().where(mine).values(mark=""))
    book.db.commit()
    return digest or ""


def enter(book: Gradebook, notebook: str, assignment: str, student: str, *, digest: str, mark: str) -> None:
    """Say that a notebook now tells what the report named ``mark`` says about the file named ``digest``."""
    number = book.find_submission_notebook(notebook, assignment, student).id
    book.db.execute(RECORDED.delete().where(RECORDED.c.submitted_notebook_id == number))
    book.db.execute(RECORDED.insert().values(submitted_notebook_id=number, digest=digest, mark=mark))
    book.db.commit()


def marks(book: Gradebook, assignment: str) -> dict[tuple[str, str], str]:
    """By student and notebook, the marks of everything that is recorded as a whole."""
    if not inspect(book.engine).has_table(RECORDED.name):
        return {}
    rows = book.db.execute(
        select(SubmittedAssignment.student_id, Notebook.name, RECORDED.c.mark)
        .join(SubmittedNotebook, SubmittedNotebook.id == RECORDED.c.submitted_notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .where(Assignment.name == assignment)
    )
    return {(student, notebook): mark for student, notebook, mark in rows if mark}


def patient(url: str) -> str:
    """The same database, with our patience where it is a file that somebody may have locked."""
    made = make_url(url)
    if made.get_backend_name() != "sqlite":
        return url
    return made.update_query_dict({"timeout": str(LOCK_SECONDS)}).render_as_string(hide_password=False)


class _Shared(Connection):
    """A connection that stands for an engine: every ``Gradebook`` writes through it, and none ends it."""

    def dispose(self) -> None:
        """What ``Gradebook.close`` asks of its engine; the transaction goes on."""


@contextmanager
def transaction(url: str) -> Iterator[Connection]:
    """One transaction that holds the right to write from the start, and ends with this block."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", _at_once)
    with _Shared(engine) as connection, connection.begin():
        yield connection


@contextmanager
def whole(url: str) -> Iterator[None]:
    """Everything that nbgrader writes to this database inside takes effect at the end, or not at all.

    nbgrader opens a gradebook for every step and commits after every cell. On a connection that is in a transaction
    already, SQLAlchemy's sessions join it, and their commits leave it open. The name is looked up in nbgrader's module
    whenever a gradebook is opened, so it is there that it has to stand for something else meanwhile.
    """
    with transaction(url) as connection, patch.object(api, "create_engine", lambda *_, **__: connection):
        yield


def try_to_write(url: str) -> None:
    """Begin to write, and take it back. Raises SQLAlchemy's errors where that is impossible now."""
    with suppress(_Undone), transaction(url) as connection:
        connection.execute(text("CREATE TABLE forwardpass_trial (trial INTEGER)"))
        raise _Undone


class _Undone(Exception):
    """Ends a transaction without effect."""


def _by_hand(connection: Any, _: object) -> None:
    connection.isolation_level = None  # else sqlite3 begins transactions itself, and late


def _at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # waits for the lock here, not halfway
