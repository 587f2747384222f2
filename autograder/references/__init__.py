"""What is right: the float64 formula with its error bound, which Keras must agree with.

``autograder.references.<layer>.EXACT[stub]`` is the formula and gives an ``Expected``; ``forwardpass.live.<layer>
.KERAS[stub]`` is the same stub in Keras. ``expected`` runs both, insists that they agree and remembers the result by
content, so that a class is graded against references computed once, and TensorFlow is imported on a miss only.

``run`` runs a layer on what a student chose, where a claim is to be checked and no value is known beforehand.

    ReferenceDisagreement   Keras and the formula differ, or a reference is not there: our fault, never the student's
"""

from __future__ import annotations

import os

from autograder.references.cache import Expected, set_cache
from autograder.references.lookup import ReferenceDisagreement, code_of, expected, formula_alone, has, known
from autograder.references.running import affine, by_formula, by_keras, run

# TensorFlow reads these when it is imported, later and by Keras: no chatter on stderr, and one order of summation.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

__all__ = [
    "Expected",
    "ReferenceDisagreement",
    "affine",
    "by_formula",
    "by_keras",
    "code_of",
    "expected",
    "formula_alone",
    "has",
    "known",
    "run",
    "set_cache",
]
