"""What happens in the lesson: what the student types, and what both people must read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """What the student types in one notebook of an assignment, and what both people must read.

    A cell is named by a piece of text that it alone holds. `check` is the cell under `stub`; it fails for `wrong` and
    passes for `right`. `also` is more code typed over other cells. The answer to the question in the cell `task` is
    graded by hand, under the grade_id `by_hand`. `credit` is what each autograded cell earns, as a share of its points;
    cells left out of it earn nothing. `messages` must be on the page of the graded notebook, `unfinished` in what
    Validate says.
    """

    assignment: str
    notebook: str
    stub: str
    check: str
    wrong: str
    right: str
    fails_with: str
    passes_with: str
    unfinished: str
    task: str
    answer: str
    by_hand: str
    hand_score: float
    comment: str
    credit: dict[str, float]
    messages: tuple[str, ...]
    also: tuple[tuple[str, str], ...] = ()


TO_TIMESTEPS = """\
def to_timesteps(flat, features):
    return {}
"""

LESSON = Lesson(
    assignment="lstm",
    notebook="lstm",
    stub="def to_timesteps(",
    check='check("to_timesteps", to_timesteps)',
    wrong=TO_TIMESTEPS.format("flat.reshape(-1, features)"),
    right=TO_TIMESTEPS.format("flat.reshape(len(flat), -1, features)"),
    fails_with="✗ to_timesteps has shape",
    passes_with="✓ to_timesteps agrees with Keras",
    unfinished='check("gates", gates)',
    task="Two editions, two answers",
    answer="An LSTM waits for one step after the other; attention looks at all of them at once, so it trains faster.",
    by_hand="explain_editions",
    hand_score=1.5,
    comment="And what does attention pay for it?",
    credit={"to_timesteps": 1.0, "equal_outputs": 0.5},
    messages=(
        "Every sample becomes a row of timesteps, the numbers in their old order.",
        "1 of 2 right, 0 wrong, 1 missing.",
        "gates is missing: not written yet",
    ),
    also=(("equal_outputs = None", 'equal_outputs = {"a"}\n'),),
)
