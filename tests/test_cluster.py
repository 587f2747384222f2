"""Grading on a Dask cluster: a real scheduler and real workers, which die, come back and are refused."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest

from autograder import cluster
from autograder.cluster import grade_on_cluster
from autograder.course import Course
from autograder.preparing import prepare
from autograder.reports.model import Report
from autograder.sandbox import Unavailable
from autograder.scaleout import ENDED, Done, Job, grade_many
from autograder.submission import Submission, read
from autograder.workers import Workers
from tests.dask_processes import LONG, REFUSED, Cluster, until

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "cluster").mkdir()
    made = Cluster(tmp_path / "cluster")
    try:
        made.scheduler()
        yield made
    finally:
        made.end()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path / "course")


def toys(*digests: str) -> list[Job]:
    return [Job(digest, Submission("toy", "toy", digest, "numpy", ())) for digest in digests]


def names(count: int) -> list[str]:
    return [f"honest-{number}" for number in range(count)]


def all_graded(done: list[Done], digests: list[str]) -> None:
    """Each exactly once, with its own report."""
    assert sorted(one.job.student for one in done) == sorted(digests)
    assert [one.failure for one in done if one.report is None] == []
    assert all(one.report.digest == one.job.student for one in done if one.report)


def test_every_job_comes_back_once_and_the_parcel_is_private_and_gone_afterwards(dask, course, monkeypatch):
    digests = names(12)
    (course.cache / "abc.npz").write_bytes(b"arrays")
    (course.cache / "complete-1").touch()
    under_way: list[int] = []
    wait = cluster._Batch.wait

    def counted(batch: cluster._Batch) -> None:
        under_way.extend(len(worker.under_way) for worker in batch.workers.values())
        wait(batch)

    monkeypatch.setattr(cluster._Batch, "wait", counted)
    dask.worker()
    dask.worker("--no-nanny")
    done = {one.job.student: one for one in grade_on_cluster(course, toys(*digests, "fault"), dask.address)}
    assert done.pop("fault").failure == "ValueError: ours"
    all_graded(list(done.values()), digests)
    assert {tuple(line[2:]) for line in dask.graded()} == {("0o700", course.fingerprint(), "['abc.npz']")}
    assert max(under_way) == 2
    until(lambda: not dask.parcels(), "the workers to forget the course")


def test_a_killed_worker_loses_nothing_and_a_new_one_is_used(dask, course):
    digests = names(20)
    first, second = dask.worker("--no-nanny"), dask.worker("--no-nanny")
    third = None
    done = []
    for one in grade_on_cluster(course, toys(*digests), dask.address):
        done.append(one)
        if len(done) == 3:
            first.kill()
        if len(done) == 8:
            second.kill()
            third = dask.worker("--no-nanny")
    all_graded(done, digests)
    assert str(third.pid) in {line[0] for line in dask.graded()}
    until(lambda: not dask.parcels(), "the parcels of killed workers to go")


def test_a_scheduler_that_is_killed_and_started_again_loses_nothing(dask, course):
    digests = names(16)
    port = int(dask.address.rpartition(":")[2])
    scheduler, worker = dask.processes[0], dask.worker("--no-nanny")
    done = []
    for one in grade_on_cluster(course, toys(*digests), dask.address):
        done.append(one)
        if len(done) == 4:
            scheduler.kill()
            scheduler.wait()
            worker.wait(LONG)  # Dask's workers end with their scheduler
            dask.scheduler(port)
            dask.worker("--no-nanny")
    all_graded(done, digests)


class Impatient(cluster.Client):
    """Waits long for a scheduler that is slow to answer, and not for one that is gone."""

    def __init__(self, address: str, **settings: Any) -> None:
        super().__init__(address, **settings | {"timeout": LONG})
        self._timeout = 3.0


def test_a_scheduler_that_stays_away_ends_the_run_and_what_is_graded_is_kept(dask, course, monkeypatch):
    monkeypatch.setattr(cluster, "Client", Impatient)
    dask.worker("--no-nanny")
    until(lambda: roster(dask), "the worker")
    batch = grade_on_cluster(course, toys(*names(9)), dask.address)
    assert next(batch).report
    dask.processes[0].kill()
    with pytest.raises(Unavailable, match=r"the scheduler at tcp://.* is gone. Start it again"):
        list(batch)


def test_a_submission_that_kills_every_worker_ends_alone(dask, course):
    digests = names(6)
    dask.worker()
    dask.worker()
    jobs = toys(*digests[:2], "bomb", *digests[2:])
    done = list(grade_on_cluster(course, jobs, dask.address))
    (bomb,) = [one for one in done if one.job.student == "bomb"]
    assert bomb == Done(jobs[2], None, ENDED)
    all_graded([one for one in done if one is not bomb], digests)
    counted = Counter(line[1] for line in dask.graded())
    assert counted.pop("bomb") == cluster.DEADLY


def test_a_worker_without_isolation_is_refused_by_name(dask, course):
    dask.worker("--no-nanny", "--name", "bare", real=True, mask="bubblewrap")
    with pytest.raises(Unavailable, match=r"bare \(tcp://127.0.0.1:\d+\): bubblewrap is not installed.* dask worker"):
        list(grade_on_cluster(course, toys("one"), dask.address))
    assert not dask.parcels()


@pytest.mark.parametrize(
    ("fake", "why"),
    [("other-kit", "it has another kit: forwardpass .*, code f{16}"), ("no-kit", "it does not have this kit: ")],
)
def test_a_worker_with_another_kit_is_refused_and_the_others_grade(fake, why, dask, course):
    said = Refusals(dask)
    dask.worker("--no-nanny", "--name", "odd", FAKE=fake)
    with pytest.raises(Unavailable, match=rf"odd \(tcp://.*\): {why}"):
        list(grade_on_cluster(course, toys("one"), dask.address, say=said.append))
    said.file.unlink()
    dask.worker("--no-nanny", "--name", "good")
    until(lambda: "good" in roster(dask), "the second worker")
    done = list(grade_on_cluster(course, toys("patient", "two"), dask.address, say=said.append))
    all_graded(done, ["patient", "two"])
    assert [line.split(" (")[0] for line in said] == ["worker odd"] * 2


class Refusals(list[str]):
    """What is said of workers, on paper as well: fake graders read there that they need wait no longer."""

    def __init__(self, dask: Cluster) -> None:
        super().__init__()
        self.file = dask.folder / REFUSED

    def append(self, line: str) -> None:
        super().append(line)
        self.file.touch()


def roster(dask: Cluster) -> dict[str, str]:
    """The addresses of the workers that the scheduler knows, by their names."""
    with cluster.Client(dask.address, timeout=LONG, set_as_default=False) as client:
        return {found["name"]: key for key, found in client.scheduler_info(n_workers=-1)["workers"].items()}


def test_a_worker_that_loses_its_sandbox_is_refused_and_spoils_nothing(dask, course):
    said, digests = Refusals(dask), [*names(9), "patient"]
    dask.worker("--no-nanny", "--name", "broken", UNFIT="1")
    dask.worker("--no-nanny", "--name", "good")
    until(lambda: len(roster(dask)) == 2, "both workers")
    done = list(grade_on_cluster(course, toys(*digests), dask.address, say=said.append))
    all_graded(done, digests)
    assert len(said) == 1 and said[0].startswith("worker broken (")
    assert said[0].endswith("is refused: Unavailable: the sandbox is gone")


def test_a_worker_that_takes_a_dead_ones_address_proves_itself_first(dask, course, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK", LONG)  # what joins and leaves goes unnoticed
    dask.worker("--no-nanny", "--name", "same")
    until(lambda: roster(dask), "the worker")
    port = roster(dask)["same"].rpartition(":")[2]
    done = []
    for one in grade_on_cluster(course, toys(*names(6)), dask.address):
        done.append(one)
        if len(done) == 2:
            dask.processes[-1].kill()
            dask.worker("--no-nanny", "--name", "same", "--worker-port", port)
    all_graded(done, names(6))
    assert len({line[0] for line in dask.graded()}) == 2


def test_without_a_worker_or_a_scheduler_it_says_what_to_do(dask, course, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    with (
        monkeypatch.context() as patch,
        pytest.raises(Unavailable, match=r"no worker of tcp://.* may grade. There is none. Start workers"),
    ):
        patch.setattr(cluster, "Client", Impatient)
        list(grade_on_cluster(course, toys("one"), dask.address))
    dask.end()
    with pytest.raises(Unavailable, match=r"no Dask scheduler can be used at tcp://.* Start one with: dask scheduler"):
        list(grade_on_cluster(course, toys("one"), dask.address))


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://localhost:8786", "is not a scheduler's address. It looks like tcp://HOST:8786"),
        ("tcp://localhost", "is not a scheduler's address"),
        ("tcp://localhost:port", "is not a scheduler's address"),
        ("tls://localhost:8786", "needs certificates: set distributed.comm.tls"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused_at_once(address, why, course):
    with pytest.raises(Unavailable, match=why):
        list(grade_on_cluster(course, toys("one"), address))


def test_without_distributed_it_says_what_to_install():
    code = "import sys; sys.modules['distributed'] = None; import autograder.cluster"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr.splitlines()[-1].endswith("Type: pip install 'forwardpass[cluster]'")


REAL = pytest.mark.xdist_group("cluster")


@pytest.fixture(scope="module")
def class_of_three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, list[Job]]:
    """A course with the model answers of two assignments, and one submission with a mistake."""
    root = tmp_path_factory.mktemp("class")
    shutil.copytree(ROOT / "release", root / "release")
    course = Course(root)
    prepare(course, ["dense", "lstm"], "cpu")

    def job(student: str, assignment: str, *change: str) -> Job:
        text = (ROOT / "solutions" / assignment / f"{assignment}.ipynb").read_text()
        release = nbformat.read(course.release(assignment, assignment), as_version=4)
        changed = text.replace(*change) if change else text
        assert not change or changed != text
        return Job(student, read(changed.encode(), release, assignment=assignment, notebook=assignment))

    jobs = [job("ada", "dense"), job("bob", "lstm"), job("cy", "dense", "np.maximum(z, 0", "np.maximum(z, 1")]
    return course, jobs


@REAL
def test_a_submission_is_the_same_after_the_journey(class_of_three):
    for job in class_of_three[1]:
        there = msgspec.msgpack.decode(msgspec.msgpack.encode(job.submission), type=Submission)
        assert there == job.submission


def timeless(report: Report) -> Any:
    made = msgspec.to_builtins(report)
    for part in (made, *made["checks"], *made["cells"]):
        del part["seconds"]
    return made


@REAL
def test_reports_are_the_same_as_on_this_machine(dask, class_of_three):
    course, jobs = class_of_three
    dask.worker(real=True)
    with Workers(course.root, size=1) as workers:
        here = {one.job.student: timeless(one.report) for one in grade_many(course, jobs, workers)}
    done = list(grade_on_cluster(course, jobs, dask.address))
    assert {one.job.student: timeless(one.report) for one in done} == here
    assert all(check["verdict"] == "pass" for name in ("ada", "bob") for check in here[name]["checks"])
    assert any(check["verdict"] == "wrong" for check in here["cy"]["checks"])
    until(lambda: not dask.parcels(), "the worker to forget the course")


@REAL
def test_student_code_on_a_worker_does_not_reach_the_parcel(dask, class_of_three):
    course, _ = class_of_three
    release = nbformat.read(course.release("dense", "dense"), as_version=4)
    search = f"import glob; print(glob.glob({str(dask.folder)!r} + '/autograder-*/.autograder/secret'))"
    release.cells.append(nbformat.v4.new_code_cell(search))
    submission = read(nbformat.writes(release).encode(), release, assignment="dense", notebook="dense")
    dask.worker(real=True)

    def found(isolation: str) -> str:
        (one,) = grade_on_cluster(course, [Job("eve", submission)], dask.address, isolation=isolation)
        return one.report.cells[-1].outputs[0]["text"]

    assert found("bubblewrap") == "[]\n"
    assert ".autograder/secret" in found("none")  # the control: without isolation it is there to be found


def test_a_worker_that_is_told_to_end_takes_the_parcel_with_it(dask, course):
    worker = dask.worker()
    batch = grade_on_cluster(course, toys(*names(4)), dask.address)
    next(batch)
    assert len(dask.parcels()) == 1
    worker.send_signal(signal.SIGTERM)
    until(lambda: not dask.parcels(), "the parcel to go")
    batch.close()
