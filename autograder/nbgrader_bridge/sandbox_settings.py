"""The settings of ``GradeInSandbox``, and all that a sandbox needs to start.

``nbgrader autograde`` starts one before it imports what grading needs: that is done while the sandbox gets ready.
"""

from __future__ import annotations

from typing import Any

import msgspec
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, Enum, Unicode

from autograder.sandbox import Limits, Profile, RoomFault, Sandbox

GRADER = "autograder.pipeline.Grader"


class GradeInSandbox(NbGraderPreprocessor):  # type: ignore[misc]
    """The settings of the preprocessor of this name in ``grade``, whose class has it from here. Grades nothing."""

    isolation = Enum(
        ("bubblewrap", "none"),
        "bubblewrap",
        help="What stands between student code and this machine. 'none' is for your own notebooks only.",
    ).tag(config=True)
    numpy = Dict(help="Limits for NumPy notebooks that differ from the default, such as {'cell_seconds': 10}.").tag(
        config=True
    )
    keras = Dict(help="Limits for Keras notebooks that differ from the default.").tag(config=True)
    reuse_reports = Bool(
        False,
        help="Take a stored report on the same file even under --force, as `autograder grade` does with its own.",
    ).tag(config=True)
    # A name, not a class: nbgrader makes this object where an ImportError would end the whole class.
    grader_class = Unicode(GRADER, help="What grades a submission.").tag(config=True)

    def limits(self) -> dict[str, Limits]:
        """Give the limits per profile, as configured."""
        profiles: tuple[tuple[Profile, Any], ...] = (("numpy", self.numpy), ("keras", self.keras))
        return {name: msgspec.structs.replace(Limits.for_profile(name), **changes) for name, changes in profiles}

    def begin(self) -> Sandbox | None:
        """Start the sandbox, and do not wait for it; None where it does not start, of which grading will speak.

        A grader other than the kit's has none.
        """
        if self.grader_class != GRADER:
            return None
        try:
            return Sandbox("numpy", self.isolation, self.limits()["numpy"]).begin()
        except RoomFault:
            return None
