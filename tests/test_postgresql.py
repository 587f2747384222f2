"""The gradebook on a PostgreSQL server: the same rows as in a file, several coordinators, plain words for faults."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from tests.crashes import course
from tests.crashes.course import ASSIGNMENT, Place
from tests.crashes.test_disk import one_line
from tests.dask_processes import until

pytestmark = pytest.mark.xdist_group("postgresql")
SECOND = "again"
PASSWORD = "not/to@be:shown"
BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


@dataclass
class Server:
    """PostgreSQL in a folder of its own, which is reached through a socket there."""

    folder: Path

    def url(self, database: str, *, user: str = "teacher", password: str = PASSWORD, folder: Path | None = None) -> str:
        where = {"host": str(folder or self.folder)}
        made = URL.create("postgresql+psycopg", user, password, database=database, query=where)
        return made.render_as_string(hide_password=False)

    def new(self, name: str) -> str:
        do(self.url("postgres"), f'CREATE DATABASE "{name}"', alone=True)
        return self.url(name)


def do(url: str, statement: str, *, alone: bool = False) -> list[Any]:
    """Run one statement, and give its rows; ``alone``: outside of any transaction."""
    engine = create_engine(url, poolclass=NullPool, **({"isolation_level": "AUTOCOMMIT"} if alone else {}))
    with engine.connect() as connection, connection.begin():
        result = connection.execute(text(statement))
        return list(result) if result.returns_rows else []


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed: pip install 'psycopg[binary]'")
    found = shutil.which("initdb") or next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))), "")
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # It refuses to work for root, and a path to a socket has 107 bytes at most.
    somebody = pwd.getpwnam("nobody")
    other: dict[str, Any] = {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
    who = other if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    (folder / "password").write_text(PASSWORD)
    if who:
        for path in (folder, folder / "password"):
            os.chown(path, somebody.pw_uid, somebody.pw_gid)

    def run(program: str, *arguments: str) -> None:
        path = str(Path(found).with_name(program))
        subprocess.run(
            [path, *arguments, "-D", str(folder / "data")], check=True, cwd=folder, stdout=subprocess.DEVNULL, **who
        )

    run("initdb", "--username=teacher", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--encoding=UTF8",
        "--locale=C", "--no-sync")  # fmt: skip
    # fsync: what a power cut would take is of no use here.
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    try:
        run("pg_ctl", "--wait", "-l", str(folder / "log"), "-o", options, "start")
        yield Server(folder)
    finally:
        run("pg_ctl", "--wait", "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def template(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Place]:
    """The same course before the batch, once per kind of database, with two assignments."""
    made = {
        "sqlite": course.make(tmp_path_factory.mktemp("sqlite")),
        "postgresql": course.make(tmp_path_factory.mktemp("postgresql"), server.new("template")),
    }
    secret = (made["sqlite"].root / ".autograder" / "secret").read_bytes()
    for place in made.values():
        (place.root / ".autograder" / "secret").write_bytes(secret)
        for part in ("graders/grade_", "exercises/"):
            shutil.copy(*(place.kit / f"autograder/{part}{name}.py" for name in (ASSIGNMENT, SECOND)))
        shutil.copytree(place.root / "source" / ASSIGNMENT, place.root / "source" / SECOND)
        place.run("-m", "nbgrader", "generate_assignment", SECOND)
        for folder in (place.root / "submitted").glob(f"*/{ASSIGNMENT}"):
            shutil.copytree(folder, folder.with_name(SECOND))
    return made


numbers = count()


@pytest.fixture
def place(template: dict[str, Place], server: Server, tmp_path: Path, database: str) -> Place:
    """A course of the test's own."""
    made = template[database].copy(tmp_path / "course")
    if database == "sqlite":
        return made
    name = f"course{next(numbers)}"
    do(server.url("postgres"), f"CREATE DATABASE {name} TEMPLATE template", alone=True)
    return use(made, server.url(name))


def use(place: Place, url: str) -> Place:
    """Have a course use another gradebook."""
    with (place.root / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = {url!r}\n")
    return Place(place.root, place.kit, url)


def plain(value: object) -> object:
    return str(value)[:19] if isinstance(value, datetime) else value


def rows(place: Place) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a gradebook says of submissions, as nbgrader's own types read it."""
    found: dict[str, list[tuple[object, ...]]] = {}
    engine = create_engine(place.url, poolclass=NullPool)
    with engine.connect() as connection:
        for name, query in course.QUERIES.items():
            found[name] = [tuple(map(plain, row)) for row in connection.execute(text(query))]
        for table in course.COUNTED:
            found[table] = [tuple(connection.execute(text(f"SELECT count(*) FROM {table}")).one())]
    return {name: sorted(each, key=repr) for name, each in found.items()}


def alike(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """What SQLite has no types for, as PostgreSQL has it."""

    def typed(value: object) -> object:
        return value[:19] if isinstance(value, str) and value.endswith(".000000") else value

    rows = {name: [tuple(map(typed, row)) for row in each] for name, each in found.items()}
    rows["grades"] = [(*row[:-1], bool(row[-1])) for row in rows["grades"]]
    rows["notebooks"] = [(*row[:2], bool(row[2]), *row[3:]) for row in rows["notebooks"]]
    return {name: sorted(each, key=repr) for name, each in rows.items()}


@pytest.fixture(scope="session")
def undisturbed(template: dict[str, Place], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one coordinator writes into a file when nothing happens."""
    place = template["sqlite"].copy(tmp_path_factory.mktemp("undisturbed") / "course")
    place.run("grade", ASSIGNMENT, SECOND)
    return alike(rows(place)) | {"autograded": course.autograded(place)}


@pytest.fixture
def same(undisturbed: dict[str, Any]) -> Callable[[Place], None]:
    def compare(place: Place) -> None:
        for name, each in (alike(rows(place)) | {"autograded": course.autograded(place)}).items():
            assert each == undisturbed[name], name

    return compare


Same = Callable[[Place], None]


@pytest.mark.parametrize("database", ["postgresql"])
def test_a_server_holds_what_a_file_would_hold(place: Place, same: Same, undisturbed: dict[str, Any]) -> None:
    said = place.run("grade", ASSIGNMENT, SECOND)
    assert PASSWORD not in said
    same(place)
    assert len(undisturbed["grades"]) == 2 * 6 * 4 and any(row[4] for row in undisturbed["grades"])
    assert "6 of 6 students already recorded" in place.run("grade", ASSIGNMENT)
    assert "triple" in place.run("report", ASSIGNMENT)
    assert not (place.root / "gradebook.db").exists()


@pytest.mark.parametrize("database", ["postgresql"])
def test_nbgraders_own_commands_work_on_a_server(
    place: Place, server: Server, same: Same, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an address that holds no password: nbgrader prints it, and takes no percent sign when it upgrades."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    database = make_url(place.url).database
    place = use(place, f"postgresql+psycopg://teacher@/{database}?host={server.folder}")
    for assignment in (ASSIGNMENT, SECOND):
        place.run("-m", "nbgrader", "autograde", assignment, "--force")
        place.run("-m", "nbgrader", "generate_feedback", assignment)
    same(place)
    assert len(list((place.root / "feedback").glob("*/*/one.html"))) == 12
    place.run("-m", "nbgrader", "export", "--to", "out.csv")
    assert (place.root / "out.csv").read_text().count("\n") == 13
    assert PASSWORD not in place.run("-m", "nbgrader", "db", "upgrade")
    with Gradebook(place.url, "forwardpass") as book:  # what Formgrader's pages ask
        assert len(book.student_dicts()) == len(book.submission_dicts(ASSIGNMENT)) == 6
        assert len(book.notebook_submission_dicts("one", ASSIGNMENT)) == 6
        assert book.average_assignment_score(ASSIGNMENT) > 0


REFUSE = {
    "sqlite": "CREATE TRIGGER refuse BEFORE INSERT ON submitted_assignment WHEN NEW.student_id = 'bob' "
    "BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE submitted_assignment ADD CONSTRAINT refuse CHECK (student_id <> 'bob')",
}
ALLOW = {
    "sqlite": "DROP TRIGGER refuse",
    "postgresql": "ALTER TABLE submitted_assignment DROP CONSTRAINT refuse",
}


@BOTH
def test_one_students_failure_leaves_the_others_of_a_transaction(place: Place, same: Same, database: str) -> None:
    do(place.url, REFUSE[database])
    said = place.run("grade", ASSIGNMENT, code=1)
    (line,) = [line for line in said.splitlines() if "NOT GRADED" in line]
    assert "bob: " in line and "refuse" in line
    found = rows(place)
    assert {who for who, *_ in found["recorded"]} == {"ada", "cut", "eve", "late", "manual"}
    assert "bob" not in {who for who, *_ in found["students"]}
    assert not (place.root / "autograded" / "bob").exists()
    do(place.url, ALLOW[database])
    assert "5 of 6 students already recorded" in place.run("grade", ASSIGNMENT)
    place.run("grade", SECOND)
    same(place)


@BOTH
def test_two_coordinators_at_once_lose_nothing(place: Place, same: Same, tmp_path: Path, database: str) -> None:
    """The second comes to the gradebook while the first is in the middle of a transaction."""
    other = use(place.copy(tmp_path / "other"), place.url)
    first = course.stop_before(place, "autograder.durable:sync_tree", 2, "grade", ASSIGNMENT)
    try:
        second = other.start("grade", SECOND)
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        begun = other.root / ".autograder" / "lock"
        until(begun.exists, "the second run")
        if database == "postgresql":
            until(lambda: do(place.url, waiting) != [(0,)], "its turn")
        assert second.poll() is None
    finally:
        first.send_signal(signal.SIGCONT)
    for process in (first, second):
        said, _ = process.communicate()
        assert process.returncode == 0, said
    for made in (other.root / "autograded").glob(f"*/{SECOND}"):
        shutil.copytree(made, place.root / "autograded" / made.parent.name / SECOND)
    same(place)


@pytest.mark.parametrize("database", ["postgresql"])
def test_a_server_that_ends_a_connection_in_the_middle(place: Place, same: Same) -> None:
    process = course.stop_before(place, "autograder.durable:sync_tree", 2, "grade", ASSIGNMENT, SECOND)
    do(place.url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
       "WHERE datname = current_database() AND pid <> pg_backend_pid()", alone=True)  # fmt: skip
    process.send_signal(signal.SIGCONT)
    said, _ = process.communicate()
    assert process.returncode == 1 and PASSWORD not in said
    one_line(said, "gradebook")
    place.run("grade", "--resume")
    same(place)


@pytest.mark.parametrize("database", ["postgresql"])
def test_a_gradebook_that_somebody_keeps_locked_on_a_server(place: Place, same: Same) -> None:
    engine = create_engine(place.url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("LOCK TABLE student IN ACCESS EXCLUSIVE MODE"))
        one_line(place.run("grade", ASSIGNMENT, code=1), "locked")
    place.run("grade", ASSIGNMENT, SECOND)
    same(place)


@pytest.mark.parametrize("database", ["postgresql"])
@pytest.mark.parametrize("fault", ["server", "password", "database", "user"])
def test_a_server_that_cannot_be_used(place: Place, server: Server, tmp_path: Path, fault: str) -> None:
    name = str(make_url(place.url).database)
    url, words = {
        "server": (server.url(name, folder=tmp_path), str(tmp_path)),
        "password": (server.url(name, password=PASSWORD[::-1]), "password"),
        "database": (server.url("nowhere"), '"nowhere" does not exist'),
        "user": (server.url(name, user="nobody"), '"nobody"'),
    }[fault]
    said = use(place, url).run("grade", ASSIGNMENT, code=1)
    one_line(said, words, "c.CourseDirectory.db_url")
    assert said.count("\n") == 1 and PASSWORD not in said and PASSWORD[::-1] not in said


@pytest.mark.parametrize("database", ["postgresql"])
def test_a_driver_that_is_not_installed(place: Place, tmp_path: Path) -> None:
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "sitecustomize.py").write_text("import sys\nsys.modules['psycopg'] = None\n")
    path = os.pathsep.join([str(tmp_path / "hide"), place.environment["PYTHONPATH"]])
    said = place.run("grade", ASSIGNMENT, code=1, wrap=("env", f"PYTHONPATH={path}"))
    one_line(said, "pip install 'psycopg[binary]'")
