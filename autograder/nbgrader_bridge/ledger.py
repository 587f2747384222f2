"""What the gradebook itself knows about our reports: which of them each of its notebooks speaks of.

One table of our own in nbgrader's database, written in the same transaction as the scores. A gradebook that is lost,
restored from a backup or edited by nbgrader thereby says itself what is missing from it. ``whole`` makes one
transaction of everything that nbgrader writes about a student.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from nbgrader import api
from nbgrader.api import Assignment, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Column, MetaData, String, Table, create_engine, event, inspect, select, text
from sqlalchemy.engine import Connection, Engine, NestedTransaction, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import NullPool

#: How long anybody waits for a gradebook that somebody else has locked.
LOCK_SECONDS = 10
#: What PostgreSQL knows our turn to write by: any number, as long as everybody takes the same one.
TURN = int.from_bytes(b"forwardp", "big")
_PATIENCE = {"pysqlite": "timeout", "psycopg": "connect_timeout", "psycopg2": "connect_timeout"}
# The id is made anew whenever nbgrader makes the row, so that an entry never speaks of another row of the same name.
RECORDED = Table(
    "forwardpass_recorded",
    MetaData(),
    Column("submitted_notebook_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("mark", String(64), nullable=False),
)
# nbgrader asks for what belongs to a notebook, and has no index that begins with it.
_INDEXES = {
    "forwardpass_grade_of": "grade (notebook_id)",
    "forwardpass_comment_of": "comment (notebook_id)",
    "forwardpass_decided": "grade (notebook_id) WHERE manual_score IS NOT NULL",
}


def digest_of(book: Gradebook, number: str) -> str:
    """The digest of the file of which submitted notebook ``number`` speaks; empty where it does not say."""
    have(book, RECORDED)
    mine = RECORDED.c.submitted_notebook_id == number
    return book.db.execute(select(RECORDED.c.digest).where(mine)).scalar() or ""


def have(book: Gradebook, table: Table) -> None:
    """Make a table of ours where it is missing. Takes effect with the caller's next commit."""
    connection = book.db.connection()
    if not inspect(connection).has_table(table.name):
        if connection.dialect.name == "postgresql":
            _in_turn(connection)  # there, two who make the same table at once would both fail
        table.create(connection, checkfirst=True)  # somebody else may have made it meanwhile


def keep_quick(book: Gradebook, url: str) -> None:
    """Have the indexes without which a question about one student reads the rows of a whole class.

    Where somebody else has the gradebook locked, or it is another user's, it does without.
    """
    tables = inspect(book.engine)
    there = {known["name"] for table in ("grade", "comment") for known in tables.get_indexes(table)}
    if missing := [name for name in _INDEXES if name not in there]:
        with suppress(DBAPIError), transaction(connect(url)) as connection:
            for name in missing:
                connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {_INDEXES[name]}"))


def enter(book: Gradebook, number: str, *, digest: str, mark: str) -> None:
    """Say that submitted notebook ``number`` tells what the report ``mark`` says about the file ``digest``.

    Takes effect with the caller's next commit.
    """
    book.db.execute(RECORDED.delete().where(RECORDED.c.submitted_notebook_id == number))
    book.db.execute(RECORDED.insert().values(submitted_notebook_id=number, digest=digest, mark=mark))


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
    """The same database, with our patience: for a file that somebody has locked, for a server that does not answer."""
    made = make_url(url)
    setting = _PATIENCE.get(made.get_driver_name())
    if setting is None:
        return url
    return made.update_query_dict({setting: str(LOCK_SECONDS)}).render_as_string(hide_password=False)


# A session's commit leaves the transaction that it has joined alone, and its rollback ends what is taken back alone.
# One class for all of them: nbgrader has SQLAlchemy make one for each gradebook that it opens.
_SESSIONS = sessionmaker(join_transaction_mode="rollback_only")


class _Shared(Connection):
    """A connection that stands for an engine: every ``Gradebook`` writes through it, and none ends it."""

    def dispose(self) -> None:
        """What ``Gradebook.close`` asks of its engine; the transaction goes on."""


@lru_cache(maxsize=8)
def connect(url: str) -> Engine:
    """Open a database for transactions. Kept, because SQLAlchemy compiles each query once per engine.

    No connection is: every transaction opens the file that is there.
    """
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", _at_once)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _in_turn)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction that holds the right to write from the start, and ends with this block.

    On a server, others may write meanwhile, but nobody who comes this way: two who both find a student missing would
    both make one.
    """
    with _Shared(engine) as connection, connection.begin():
        yield connection


@contextmanager
def whole(engine: Engine) -> Iterator[Callable[[], NestedTransaction]]:
    """Everything that nbgrader writes to this gradebook inside takes effect at the end, or not at all.

    Gives a context manager for a part that is taken back alone where an exception ends it: one student of several.

    nbgrader opens a gradebook for every step, looks whether all tables are there, and commits after every cell. On a
    connection that is in a transaction already, our sessions join it, and their commits leave it open. The
    names are looked up in nbgrader's module whenever a gradebook is opened, so it is there that they have to stand for
    something else meanwhile. The tables and the course must be there.
    """
    tables = SimpleNamespace(get_table_names=lambda: [RECORDED.name])
    with (
        transaction(engine) as connection,
        patch.object(api, "create_engine", lambda *_, **__: connection),
        patch.object(api, "sessionmaker", lambda **options: partial(_SESSIONS, **options)),
        patch.object(api, "inspect", lambda _: tables),
        patch.object(api.Base.metadata, "create_all", lambda **_: None),
        patch.object(Gradebook, "check_course", lambda *_, **__: None),
    ):
        yield connection.begin_nested


def sqlite_code(error: object) -> int:
    """SQLite's plain result code: extended ones carry it in their lowest byte. 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def try_to_write(url: str) -> None:
    """Begin to write, and take it back. Raises SQLAlchemy's errors where that is impossible now."""
    with suppress(_Undone), transaction(connect(url)) as connection:
        connection.execute(text("CREATE TABLE forwardpass_trial (trial INTEGER)"))
        raise _Undone


class _Undone(Exception):
    """Ends a transaction without effect."""


def _by_hand(connection: Any, _: object) -> None:
    connection.isolation_level = None  # else sqlite3 begins transactions itself, and late


def _at_once(connection: Connection) -> None:
    """Wait for the lock here, not halfway.

    SQLite itself looks ten times a second, and may miss the pauses of another run for good: here it looks more often.
    """
    until = time.monotonic() + LOCK_SECONDS
    connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            break
        except OperationalError as error:
            if sqlite_code(error.orig) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {1000 * LOCK_SECONDS}")


def _in_turn(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
