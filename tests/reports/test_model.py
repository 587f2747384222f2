"""The report: credit is earned by explicit passes only, and it survives JSON."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reports.model import CheckResult, Report, Verdict, combine


def check(verdict=Verdict.PASS, credit=1.0, weight=1.0, item="a"):
    return CheckResult(item=item, check="c", title="t", verdict=verdict, credit=credit, weight=weight)


def report(checks):
    return Report(assignment="lstm", notebook="lstm", digest="d", kit="0", isolation="x", checks=checks)


def test_an_item_is_the_weighted_mean_of_its_checks():
    checks = [check(weight=3), check(Verdict.WRONG, 0.5, weight=2), check(Verdict.ERR, 0.0, weight=5)]
    result = combine("a", checks)
    assert result.credit == pytest.approx((3 * 1 + 2 * 0.5) / 10)
    assert not result.held
    assert result.verdict is Verdict.ERR


@pytest.mark.parametrize("verdict", [Verdict.INVALID, Verdict.SUSPECT, Verdict.GRADER])
def test_one_held_check_holds_the_item(verdict):
    result = combine("a", [check(), check(verdict, credit=1.0)])
    assert (result.credit, result.held) == (0.0, True)


def test_no_evidence_is_no_credit_and_held():
    result = combine("a", [])
    assert (result.credit, result.held, result.verdict) == (0.0, True, Verdict.GRADER)


credits = st.floats(allow_nan=False, allow_infinity=False)
weights = st.floats(min_value=1e-3, max_value=1e3)


@given(st.lists(st.builds(check, st.sampled_from(Verdict), credits, weights, st.sampled_from("abc"))))
def test_credit_stays_between_0_and_1_and_json_gives_it_back(checks):
    one = report(checks)
    for item in one.items().values():
        assert 0.0 <= item.credit <= 1.0
        assert item.held == any(c.verdict.held for c in item.checks)
        assert item.credit == 0.0 or any(c.credit > 0 for c in item.checks)
    assert Report.from_json(one.to_json()) == one
    assert set(one.items()) == {c.item for c in checks}


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"assignment": 1}', b"\xff"])
def test_what_is_no_report_is_refused(data):
    with pytest.raises(msgspec.DecodeError):
        Report.from_json(data)
