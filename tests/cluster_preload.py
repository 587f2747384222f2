"""What `dask worker --preload` loads in tests: a grader that needs no sandbox, or a worker that must be refused.

FAKE names what is to be: a file to write to for a fake grader, "other-kit" or "no-kit" for such a worker.
"""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from pathlib import Path

from tests.dask_processes import REFUSED

WHAT = os.environ["FAKE"]


class FakeGrader:
    """Notes every job, and does to its worker what the digest says."""

    def __init__(self, course, isolation, limits):
        self.course = course

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def prove(self):
        pass

    def grade(self, submission):
        from autograder.reports.model import Report

        mode = stat.S_IMODE(self.course.root.stat().st_mode)
        known = self.course.fingerprint(), sorted(path.name for path in self.course.cache.iterdir())
        with open(WHAT, "a") as log:
            print(os.getpid(), submission.digest, oct(mode), *known, file=log)
        if submission.digest == "bomb":
            os.kill(os.getpid(), signal.SIGKILL)
        if "UNFIT" in os.environ:
            raise Unavailable("the sandbox is gone")
        if submission.digest == "fault":
            raise ValueError("ours")
        for _ in range(6000 if submission.digest == "patient" else 1):
            time.sleep(0.05)
            if Path(WHAT).with_name(REFUSED).exists():
                break
        return Report(assignment="toy", notebook="toy", digest=submission.digest, kit="0", isolation="none", checks=[])


if WHAT == "no-kit":
    sys.modules["autograder.cluster_worker"] = None  # importing it fails from now on
else:
    from autograder import cluster_worker
    from autograder.sandbox import Unavailable

    if WHAT == "other-kit":
        cluster_worker.code_digest = lambda: "f" * 64
    else:
        cluster_worker.Grader = FakeGrader
