"""Which hint is told where one mistake explains an answer, or several do."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.audit.asking import Bounded
from autograder.exercises import dense as ask
from autograder.graders.diagnosis import diagnose, mistakes
from autograder.graders.student import Stub
from autograder.references import expected
from forwardpass.matching import begins, the_hint
from forwardpass.probe_files import Raises


@pytest.mark.parametrize(
    ("hints", "told"),
    [
        ([], ""),
        (["Two axes are swapped."], "Two axes are swapped."),
        (["Swapped? Look at the kernel. It is (3, 2).", "Swapped? Look at the kernel. Its rows come first."],
         "Swapped? Look at the kernel."),
        (["The bias is added twice.", "The bias is added once."], ""),
        (["Two axes are swapped.", "Two axes are swapped. Which?"], "Two axes are swapped."),
        (["About 1.5 times.", "About 1.5 times."], "About 1.5 times."),
    ],
)  # fmt: skip
def test_several_mistakes_are_told_what_their_hints_begin_with(hints: list[str], told: str) -> None:
    assert the_hint({str(number): hint for number, hint in enumerate(hints)}) == told


def test_what_cannot_be_told_apart_gets_what_is_common_to_it() -> None:
    bank = {mistake.name: mistake for mistake in mistakes("dense") if mistake.stub == "mlp"}
    case = ask.mlp_images(np.random.default_rng(5))
    for name in ("flattened-first", "not-flattened", "pooled"):
        stub = Stub(Bounded({"mlp": bank[f"mlp-{name}"].function}), "dense", "mlp")  # type: ignore[arg-type]
        told = diagnose(stub, case, Raises("ValueError"), expected("dense", "mlp", case))
        assert told and begins(bank[f"mlp-{name}"].hint, told)
