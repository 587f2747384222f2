"""Grading on several processes: a submission that kills its process costs nobody else anything."""

from __future__ import annotations

import os

from autograder import workers as processes
from autograder.course import Course
from autograder.reports.model import Report
from autograder.scaleout import Job, grade_many
from autograder.submission import Submission
from autograder.workers import Workers


def idle(root, isolation, assignments):
    """Stands for the start of a worker: no sandbox is needed here."""


def deadly(submission, limits):
    """Stands for grading: one submission ends the process, another one is our own fault."""
    if submission.digest == "bomb":
        os._exit(9)
    if submission.digest == "fault":
        raise ValueError("ours")
    return Report(
        assignment="toy", notebook="toy", digest=submission.digest, kit="0", isolation="none", checks=[]
    ).to_json()


def test_only_the_submission_that_kills_its_process_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "_start", idle)
    monkeypatch.setattr(processes, "_grade", deadly)
    digests = [f"honest-{number}" for number in range(9)]
    digests[2:2] = ["bomb", "fault"]
    jobs = [Job(digest, Submission("toy", "toy", digest, "numpy", ())) for digest in digests]
    with Workers(tmp_path, size=2) as workers:
        done = {one.job.student: one for one in grade_many(Course(tmp_path), jobs, workers)}
    assert sorted(done) == sorted(digests)
    assert {name for name, one in done.items() if one.report is None} == {"bomb", "fault"}
    assert done["fault"].failure == "ValueError: ours"
    assert "alone ended the process" in done["bomb"].failure
    assert all(done[name].report.digest == name for name in digests if name.startswith("honest"))
