"""The same ``grade()`` on a Dask cluster that is already there: ``autograder grade --scheduler tcp://...``.

This is the coordinator: the machine with the course, which alone writes the gradebook. It keeps its own account of who
grades what, in tasks that only one worker may run, so that it knows what was under way on a worker that has died.
"""

from __future__ import annotations

import pickle
import sys
import time
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import Any, Final
from uuid import uuid4

import msgspec

from autograder.cluster_worker import Answer, Parcel, dismiss, grade, kit, prove
from autograder.course import Course, CourseError
from autograder.reports.model import Report
from autograder.sandbox import Isolation, Limits, Unavailable
from autograder.scaleout import ENDED, Done, Job

try:
    import dask
    from distributed import Client, Future, KilledWorker, Security
    from distributed.client import ClosedClientError
    from distributed.comm import parse_address, parse_host_port
except ImportError:
    raise CourseError(
        "grading on a Dask cluster needs dask.distributed. Type: pip install 'forwardpass[cluster]'"
    ) from None

PATIENCE: Final = 60.0  # seconds without a scheduler, or without a worker that may grade, before we give up
FETCH: Final = 10.0  # seconds that a report may take to us; one that died with its worker would keep us for ever
LOOK: Final = 0.5  # seconds between two looks at the list of workers
AHEAD: Final = 2  # jobs under way on a worker: one is graded while the next one travels
DEADLY: Final = 3  # workers that one submission may cost

Say = Callable[[str], object]
ALOUD: Final[Say] = partial(print, file=sys.stderr)


def grade_on_cluster(
    course: Course,
    jobs: Iterable[Job],
    scheduler: str,
    *,
    isolation: Isolation = "bubblewrap",
    limits: dict[str, Limits] | None = None,
    say: Say = ALOUD,
) -> Iterator[Done]:
    """Grade all jobs on the workers of ``scheduler``, yielding each exactly once, as ``scaleout.grade_many`` does.

    Workers may come and go. What was under way on one that died is graded again, alone on its worker, when everything
    else is done; a submission that has cost ``DEADLY`` workers comes back with ``failure``. A scheduler that is started
    again at the same address within ``PATIENCE`` costs only the work that was under way.
    ``say`` hears which worker is refused and why.

    Raises ``Unavailable`` where there is no scheduler, or no worker that may grade.
    """
    stream = (_Task(job) for job in jobs)
    first = next(stream, None)  # whoever reads them may compute reference values on the way: then the parcel is packed
    if first is None:
        return
    with _connected(scheduler) as client:
        batch = _Batch(client, scheduler, Parcel.of(course, isolation, limits), chain([first], stream), say)
        try:
            while batch.going():
                batch.look()
                batch.hand_out()
                batch.wait()
                batch.collect()
                while batch.done:
                    yield batch.done.popleft()
        finally:
            batch.dismiss()


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    _check(scheduler)
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False, name="autograder")
    except (OSError, ImportError) as error:  # the second one: a scheduler that refuses our versions
        raise Unavailable(
            f"no Dask scheduler can be used at {scheduler}: {error}. Start one with: dask scheduler"
        ) from None
    try:
        yield client
    finally:
        with suppress(TimeoutError):  # a client that is cut off has nobody to take leave of
            client.close(timeout=10)


def _check(scheduler: str) -> None:
    """Say at once what can be seen without a network. A ``Client`` that has met such a fault takes minutes to end."""
    try:
        protocol, place = parse_address(scheduler)
        parse_host_port(place)
    except ValueError:
        protocol = ""
    if protocol not in ("tcp", "tls"):
        raise Unavailable(f"{scheduler} is not a scheduler's address. It looks like tcp://HOST:8786 or tls://HOST:8786")
    if protocol == "tls" and Security().get_connection_args("client")["ssl_context"] is None:
        raise Unavailable(f"{scheduler} needs certificates: set distributed.comm.tls in Dask's configuration")


@dataclass(eq=False)
class _Task:
    """A job, and how many workers have died while it was under way there."""

    job: Job
    deaths: int = 0


@dataclass(eq=False)
class _Worker:
    """A worker as the coordinator sees it: being proved, refused, or grading."""

    name: str
    proof: Future | None
    refused: str = ""
    status: str = "running"
    under_way: dict[Future, _Task] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return self.proof is None and not self.refused and self.status == "running"


class _Call:
    """Unpickles as the value of a call. The scheduler sees bytes only, so that it need not have the kit."""

    def __init__(self, function: Callable[..., Answer], *args: Any) -> None:
        self.call = function, args

    def __reduce__(self) -> tuple[Callable[..., Answer], tuple[Any, ...]]:
        return self.call


class _Batch:
    """One run: the jobs that wait, and the workers."""

    def __init__(self, client: Client, scheduler: str, parcel: Parcel, stream: Iterator[_Task], say: Say) -> None:
        self.client = client
        self.scheduler = scheduler
        self.parcel = msgspec.msgpack.encode(parcel)
        self.stream = stream
        self.waiting: deque[_Task] = deque()
        self.say = say
        self.run = uuid4().hex
        self.suspects: deque[_Task] = deque()
        self.workers: dict[str, _Worker] = {}
        self.done: deque[Done] = deque()
        self.graded_before = False
        self.since = time.monotonic()  # when a worker was last ready
        self.looked = 0.0

    def going(self) -> bool:
        """Whether a job is not done yet."""
        return bool(self._fresh() or self.suspects or any(worker.under_way for worker in self.workers.values()))

    def _fresh(self) -> deque[_Task]:
        """Jobs that nobody has died over; read when they are wanted."""
        if not self.waiting:
            self.waiting.extend(islice(self.stream, 1))
        return self.waiting

    def look(self) -> None:
        """Compare our list of workers with the scheduler's, and have new ones proved. Raises ``Unavailable``."""
        if self.client.status == "closed":
            raise self._gone()
        if self.client.status != "running":  # cut off: it tries to reconnect by itself
            self.since = time.monotonic()
        elif time.monotonic() - self.looked >= LOOK:
            self.looked = time.monotonic()
            self._compare(self.client.scheduler_info(n_workers=-1)["workers"])
            self._insist()

    def _compare(self, there: dict[str, Any]) -> None:
        for address, worker in list(self.workers.items()):
            before, worker.status = worker.status, there.get(address, {}).get("status", "gone")
            # A task that only a dead worker may run waits for ever: whoever is off the list loses what it had. A worker
            # that Dask has paused for its memory may stay so: its jobs go elsewhere too, and it is not their fault.
            if worker.status in ("gone", "paused"):
                del self.workers[address]
                died = worker.status == "gone" and before == "running"
                for future, task in worker.under_way.items():
                    self._again(task, ENDED if died and not future.cancelled() else "")
        for address, found in there.items():
            if address not in self.workers and found["status"] == "running":
                self.workers[address] = _Worker(f"{found['name']} ({address})", self._prove(address))

    def _gone(self) -> Unavailable:
        return Unavailable(f"the scheduler at {self.scheduler} is gone. Start it again, then grade what is left")

    def _prove(self, address: str) -> Future:
        return self._submit(address, prove, self.run, kit(), self.parcel)

    def _insist(self) -> None:
        """There must be somebody to grade, after a while at the latest."""
        workers = self.workers.values()
        if any(worker.ready for worker in workers):
            self.graded_before, self.since = True, time.monotonic()
        elif all(worker.refused for worker in workers):
            refused = [f"{worker.name}: {worker.refused}" for worker in workers]
            if (refused and not self.graded_before) or time.monotonic() - self.since > PATIENCE:
                raise Unavailable(
                    f"no worker of {self.scheduler} may grade. {'; '.join(refused) or 'There is none'}. "
                    "Start workers where `autograder doctor` finds nothing wrong: dask worker ADDRESS --nthreads 1"
                )

    def hand_out(self) -> None:
        """Give every worker something to do before any gets something to look forward to."""
        for depth in range(AHEAD):
            for address, worker in self.workers.items():
                if worker.ready and len(worker.under_way) <= depth and (task := self._next(worker)):
                    data = msgspec.msgpack.encode(task.job.submission)
                    worker.under_way[self._submit(address, grade, self.run, data)] = task

    def _next(self, worker: _Worker) -> _Task | None:
        """Suspects last, and each alone: so that it is clear whose fault the next death is, and nobody else pays."""
        if any(task.deaths for task in worker.under_way.values()):
            return None
        if self._fresh():
            return self.waiting.popleft()
        return self.suspects.popleft() if self.suspects and not worker.under_way else None

    def _submit(self, address: str, function: Callable[..., Answer], *args: Any) -> Future:
        key = f"autograder-{function.__name__}-{uuid4().hex}"
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}):  # a parcel may be large
            call = pickle.dumps(_Call(function, *args))
            try:
                return self.client.submit(pickle.loads, call, key=key, workers=[address], allow_other_workers=False)
            except ClosedClientError:
                raise self._gone() from None

    def wait(self) -> None:
        """Wait until something has ended, or until it is time for another look.

        ``distributed.wait`` is not for this: it raises where one of many futures was cancelled.
        """
        futures = [future for worker in self.workers.values() for future in (*worker.under_way, worker.proof) if future]
        until = time.monotonic() + LOOK
        while time.monotonic() < until and not any(future.done() for future in futures):
            time.sleep(0.02)

    def collect(self) -> None:
        """Take what has ended."""
        for address, worker in list(self.workers.items()):
            if worker.proof is not None and worker.proof.done():
                self._proved(address, worker)
            for future in [future for future in worker.under_way if future.done()]:
                self._graded(address, worker, worker.under_way.pop(future), future)

    def _proved(self, address: str, worker: _Worker) -> None:
        assert worker.proof is not None
        proof, worker.proof = worker.proof, None
        try:
            kind, said = proof.result(timeout=FETCH)
        except CancelledError:  # by a scheduler that was started again
            worker.proof = self._prove(address)
        except (ImportError, AttributeError) as error:
            self._refuse(worker, f"it does not have this kit: {error}")
        except Exception as error:
            self._refuse(worker, f"{type(error).__name__}: {error}")
        else:
            if kind != "ready":
                self._refuse(worker, said.decode())

    def _refuse(self, worker: _Worker, why: str) -> None:
        worker.refused = why
        self.say(f"worker {worker.name} is refused: {why}")

    def _graded(self, address: str, worker: _Worker, task: _Task, future: Future) -> None:
        try:
            kind, data = future.result(timeout=FETCH)
        except CancelledError:
            self._again(task)
        except KilledWorker:
            self._again(task, ENDED)
        except Exception as error:
            self._again(task, f"{type(error).__name__}: {error}")
        else:
            if kind == "report":
                self.done.append(Done(task.job, Report.from_json(data)))
            elif kind == "fault":
                self.done.append(Done(task.job, None, data.decode()))
            elif kind == "unfit":
                self._again(task)
                if not worker.refused:
                    self._refuse(worker, data.decode())
            else:  # another process has taken the dead worker's address before we noticed
                self._again(task, ENDED)
                worker.proof = worker.proof or self._prove(address)

    def _again(self, task: _Task, death: str = "") -> None:
        """Have a job graded again; not when too many workers have died over it."""
        task.deaths += bool(death)
        if task.deaths >= DEADLY:
            self.done.append(Done(task.job, None, death))
        else:
            (self.suspects if task.deaths else self.waiting).append(task)

    def dismiss(self) -> None:
        """Have the workers forget the course."""
        if self.client.status == "running":
            with suppress(Exception):  # whoever cannot be reached forgets it when it ends
                there = self.client.scheduler_info(n_workers=-1)["workers"]
                ours = [address for address, worker in self.workers.items() if not worker.refused and address in there]
                self.client.run(dismiss, self.run, workers=ours, on_error="ignore")
