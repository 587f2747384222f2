"""What a student reads under a graded cell."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.nbgrader_bridge.table import checks_output, held_output, number, score_output
from autograder.reports.model import CheckResult, Verdict, combine


def check(**changes: Any) -> CheckResult:
    fields: dict[str, Any] = {"item": "f", "check": "c", "title": "It adds.", "verdict": Verdict.PASS, "credit": 1.0}
    return CheckResult(**fields | changes)


def shown(*checks: CheckResult, points: float = 3) -> tuple[str, str]:
    item = combine("f", checks)
    data = checks_output(item, points, item.credit * points).data
    return data["text/html"], data["text/plain"]


def test_each_check_has_a_line_and_the_cell_a_sum() -> None:
    wrong = check(title="It subtracts.", verdict=Verdict.WRONG, credit=0.0, message="got 3", hint="Mind the sign.")
    half = check(title="It divides.", verdict=Verdict.WRONG, credit=0.5, explanation="Division needs care.")
    html, plain = shown(check(), wrong, half)
    assert plain.splitlines() == [
        "1.5 of 3 points", "✓ passed: It adds.", "✗ wrong: It subtracts.", "    got 3", "    Hint: Mind the sign.",
        "◐ 50%: It divides.", "    Why: Division needs care.",
    ]  # fmt: skip
    for words in ("1.5 of 3 points", "It adds.", "got 3", "Hint: Mind the sign.", "Why: Division needs care.", "50%"):
        assert words in html


@pytest.mark.parametrize("verdict", [Verdict.INVALID, Verdict.SUSPECT, Verdict.GRADER])
def test_a_held_check_promises_a_person_and_no_score(verdict: Verdict) -> None:
    html, plain = shown(check(), check(verdict=verdict, credit=0.0))
    assert "A person will look" in plain and "held" in plain and "points" not in plain + html


def test_what_is_for_staff_is_not_shown() -> None:
    assert "secret" not in "".join(shown(check(staff="secret traceback")))


def test_words_of_the_students_exception_are_only_words() -> None:
    message = "ValueError: <script>1</script> $\\href{javascript:1}{x}$ \x1b[31mred \x1b]8;;javascript:1\x07"
    html, _ = shown(check(verdict=Verdict.ERR, credit=0.0, message=message))
    assert "<script>" not in html and "\\href" not in html and "\x1b" not in html
    assert "&lt;script&gt;" in html and html.startswith('<div class="tex2jax_ignore">')


def test_a_cell_that_was_not_graded_says_why() -> None:
    assert held_output("The file is <empty>.").data["text/plain"].endswith("scored. The file is <empty>.")
    assert "&lt;empty&gt;" in held_output("The file is <empty>.").data["text/html"]


@pytest.mark.parametrize(
    ("value", "written"), [(2.0, "2"), (1.5, "1.5"), (1 / 3, "0.3333"), (0.0, "0"), (12345.5, "12345.5")]
)
def test_scores_are_written_so_that_nbgrader_reads_them_back(value: float, written: str) -> None:
    assert number(value) == score_output(value).data["text/plain"] == written
    assert float(written) == pytest.approx(value, abs=1e-4)
