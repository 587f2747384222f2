"""Page object: nbgrader's Formgrader inside JupyterLab."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from .lab import SLOW, Lab


class Formgrader:
    """Formgrader in the tab that JupyterLab opens for it."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.frame = lab.page.frame_locator("#formgrader-iframe iframe")

    @classmethod
    def open(cls, lab: Lab) -> Formgrader:
        """Choose Nbgrader > Formgrader and wait for its list of assignments."""
        lab.choose("Nbgrader", "nbgrader:open-formgrader")
        formgrader = cls(lab)
        expect(formgrader.frame.locator("h1, .breadcrumb").first).to_be_visible(timeout=SLOW)
        return formgrader

    def assignment(self, name: str) -> Locator:
        """The row of an assignment under Manage Assignments."""
        return self.frame.locator("#main-table tr").filter(has=self.frame.locator(f'td.name[data-order="{name}"]'))

    def collect(self, assignment: str) -> str:
        """Press Collect; gives the log that the dialog shows."""
        self.assignment(assignment).locator("td.collect a").click()
        return self._read_success()

    def manage_assignments(self) -> None:
        """Go back to Manage Assignments, from the grading page by way of Manual Grading."""
        for address in ("/formgrader/gradebook", "/formgrader/manage_assignments"):
            self.frame.locator(f'a[href$="{address}"]').first.click()

    def show_submissions(self, assignment: str) -> None:
        """Follow the number of submissions to Manage Submissions."""
        self.assignment(assignment).locator("td.num-submissions a").click()
        expect(self.frame.locator("td.autograde a").first).to_be_visible()

    def submission(self, student: str) -> Locator:
        """The row of a student under Manage Submissions."""
        return self.frame.locator("#main-table tr").filter(
            has=self.frame.locator(f'td.student-id[data-order="{student}"]')
        )

    def autograde(self, student: str) -> str:
        """Press the lightning bolt; gives the log that the dialog shows."""
        self.submission(student).locator("td.autograde a").click()
        return self._read_success()

    def grade_by_hand(self, assignment: str, notebook: str) -> GradingPage:
        """Walk Manual Grading > assignment > notebook > first submission."""
        gradebook = "/formgrader/gradebook"
        for address in (gradebook, f"{gradebook}/{assignment}", f"{gradebook}/{assignment}/{notebook}"):
            self.frame.locator(f'a[href$="{address}"]').first.click()
        self.frame.locator('td.name a[href*="/formgrader/submissions/"]:visible').first.click()
        return GradingPage(self)

    def _read_success(self) -> str:
        dialog = self.frame.locator("#success-modal, #error-modal")
        expect(dialog).to_have_class(re.compile(r"\bin\b"), timeout=SLOW)
        text = dialog.inner_text()
        assert dialog.get_attribute("id") == "success-modal", text
        return text

    def close_dialog(self) -> None:
        """Close the dialog that reports what a button did."""
        dialog = self.frame.locator("#success-modal")
        dialog.get_by_role("button", name="OK").click()
        expect(dialog).to_have_count(0)


class GradingPage:
    """One submitted notebook, as Formgrader shows it to a person who grades."""

    def __init__(self, formgrader: Formgrader) -> None:
        self.frame = formgrader.frame
        self.notebook = self.frame.locator("main")
        expect(self.notebook).to_be_visible()

    def score(self, grade_id: str) -> Locator:
        """The field in which a person changes a cell's score."""
        return self.frame.locator(f'input.score[id="{grade_id}"]')

    def automatic_score(self, grade_id: str) -> float:
        """The score that autograding gave a cell."""
        expect(self.score(grade_id)).to_have_attribute("placeholder", re.compile(r"\d"))
        return float(self.score(grade_id).get_attribute("placeholder") or "nan")

    def cell(self, grade_id: str) -> Locator:
        """A graded cell with its outputs."""
        return self.frame.locator("div.cell").filter(has=self.score(grade_id))

    def give(self, grade_id: str, points: float, comment: str) -> None:
        """Type a score and a comment and wait until both are saved."""
        score, remark = self.score(grade_id), self.frame.locator(f'textarea[id="{grade_id}-comment"]')
        self._saved(score, str(points), "/grade/")
        self._saved(remark, comment, "/comment/")

    def _saved(self, entry: Locator, text: str, route: str) -> None:
        page = entry.page
        with page.expect_response(lambda answer: route in answer.url and answer.request.method == "PUT") as saved:
            entry.fill(text)
            entry.blur()
        assert saved.value.ok, f"Formgrader answered {saved.value.status} to {saved.value.url}"
