"""The hidden checks in the student's own kernel: what a stock nbgrader notebook would have as hidden tests.

Same cases, same references, same properties; no sandbox between the student's code and the grader's, and nothing that
outlives a kernel. Keras is asked for every submission anew, as it is where a notebook's hidden tests import it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.graders.direct import Direct, checks_of, run


def passes(assignment: str, exercise: str, names: dict[str, Any]) -> None:
    """Run every check of an exercise. Raises what the first one that fails raises."""
    rng = np.random.default_rng(7)
    for check in checks_of(assignment, exercise):
        run(check, Direct(names), assignment, rng)
