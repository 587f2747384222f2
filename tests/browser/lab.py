"""Page objects: JupyterLab, nbgrader's Assignment List in it, and a notebook."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

# Running and validating start kernels, which takes seconds on a small machine.
SLOW = 180_000
# The status bar's words for a kernel that is there and has nothing to do.
IDLE = re.compile(r"Python.* \| Idle")

# Notes the end of the next command that runs all cells, whoever asks for it.
LISTEN_FOR_RUN_ALL = """() => {
    window.runAllEnded = false;
    const { commands } = window.jupyterapp;
    const note = (_, command) => {
        if (command.id === "notebook:run-all-cells") {
            commands.commandExecuted.disconnect(note);
            command.result.finally(() => { window.runAllEnded = true; });
        }
    };
    commands.commandExecuted.connect(note);
}"""


class Lab:
    """JupyterLab in one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, url: str) -> Lab:
        """Load JupyterLab and wait until its menu bar holds nbgrader's menu."""
        self.page.goto(url)
        expect(self.page.locator("#jupyterlab-splash")).to_have_count(0, timeout=SLOW)
        expect(self._menu("Nbgrader")).to_be_visible(timeout=SLOW)
        return self

    def choose(self, menu: str, command: str) -> None:
        """Choose a command, named by its id, from a menu of the menu bar."""
        self._menu(menu).click()
        self.page.locator(f'.lm-Menu li[data-command="{command}"]').click()

    def show_tab(self, title: str) -> None:
        """Bring a tab of the main area to the front."""
        self._tab(title).click()
        expect(self._tab(title)).to_have_class(re.compile("lm-mod-current"))

    def close_left_sidebar(self) -> None:
        """Give the width of the file browser to the main area."""
        self.page.keyboard.press("ControlOrMeta+b")
        expect(self.page.locator("#jp-left-stack")).to_be_hidden()

    def assignment_list(self) -> AssignmentList:
        """Open Nbgrader > Assignment List."""
        self.choose("Nbgrader", "nbgrader:open-assignment-list")
        expect(self._tab("Assignments")).to_be_visible()
        return AssignmentList(self)

    def notebook(self, name: str) -> Notebook:
        """The open notebook of that name."""
        return Notebook(self, name)

    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.locator(".jp-Dialog .jp-Dialog-content")

    def dismiss(self) -> None:
        """Press OK in the open dialog."""
        self.dialog().locator("button.jp-mod-accept").click()
        expect(self.dialog()).to_have_count(0)

    def _menu(self, label: str) -> Locator:
        return self.page.locator("#jp-MainMenu .lm-MenuBar-item").filter(has_text=re.compile(f"^{label}$"))

    def _tab(self, title: str) -> Locator:
        return self.page.locator("#jp-main-dock-panel .lm-TabBar-tab").filter(
            has=self.page.get_by_text(title, exact=True)
        )


class AssignmentList:
    """nbgrader's list of released, downloaded and submitted assignments."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.panel = lab.page.locator("#nbgrader-assignment-list")

    def rows(self, kind: str) -> Locator:
        """Assignments listed as `released`, `fetched` (shown as Downloaded) or `submitted`."""
        return self.panel.locator(f"#{kind}_assignments_list > .list_item")

    def row(self, kind: str, assignment: str) -> Locator:
        """The row of one assignment."""
        return self.rows(kind).filter(has=self.lab.page.get_by_text(assignment, exact=True))

    def refresh(self) -> None:
        """Press the button that reads the exchange again."""
        self.panel.locator("#refresh_assignments_list").click()

    def fetch(self, assignment: str) -> None:
        """Press Fetch; the assignment moves to Downloaded."""
        self.row("released", assignment).get_by_role("button", name="Fetch").click()
        expect(self.row("fetched", assignment)).to_be_visible()

    def unfold(self, assignment: str) -> None:
        """Show the notebooks of a downloaded assignment."""
        row = self.row("fetched", assignment)
        row.locator("a.assignment-notebooks-link").click()
        expect(row.locator(".assignment-notebooks.collapse.in")).to_be_visible()

    def open_notebook(self, assignment: str, notebook: str) -> Notebook:
        """Open a notebook of an unfolded assignment."""
        link = self.row("fetched", assignment).locator(".nested_list_item .item_name a")
        link.get_by_text(notebook, exact=True).click()
        return self.lab.notebook(f"{notebook}.ipynb").wait_until_ready()

    def submit(self, assignment: str) -> Locator:
        """Press Submit; gives the entry that appears under Submitted."""
        self.row("fetched", assignment).locator("> div > .item_status button").click()
        entry = self.row("submitted", assignment)
        expect(entry.locator(".nested_list_item .item_name")).to_have_text(re.compile(r"\d{4}-\d\d-\d\d "))
        return entry


class Notebook:
    """A notebook open in JupyterLab."""

    def __init__(self, lab: Lab, name: str) -> None:
        self.lab = lab
        self.name = name
        self.panel = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def wait_until_ready(self) -> Notebook:
        """Wait until the cells are there and the kernel has started."""
        expect(self.panel.locator(".jp-Notebook .jp-RenderedMarkdown").first).to_be_visible()
        expect(self.lab.page.locator("#jp-main-statusbar")).to_contain_text(IDLE, timeout=SLOW)
        return self

    def cell(self, source: str) -> Locator:
        """The cell whose source, or rendered text, holds `source`."""
        inside = self.lab.page.locator(".jp-InputArea-editor, .jp-RenderedMarkdown").filter(has_text=source)
        found = self.panel.locator(".jp-Notebook .jp-Cell").filter(has=inside)
        expect(found).to_have_count(1)
        return found

    def write_code(self, where: str, source: str) -> Locator:
        """Replace the source of the code cell that holds `where`."""
        cell = self.cell(where)
        cell.scroll_into_view_if_needed()
        cell.get_by_role("textbox").fill(source)
        return cell

    def answer_below(self, task: str, text: str) -> Locator:
        """Write `text` into the Markdown cell under the one that holds `task`, and render it again."""
        cell = self.cell(task).locator("xpath=following-sibling::*[contains(@class, 'jp-Cell')][1]")
        cell.locator(".jp-RenderedMarkdown").dblclick()
        cell.get_by_role("textbox").fill(text)
        self.lab.page.keyboard.press("ControlOrMeta+Enter")
        expect(cell.locator(".jp-RenderedMarkdown")).to_have_text(text)
        return cell

    def run_all(self) -> None:
        """Choose Run > Run All Cells and wait until the last cell that runs has ended.

        JupyterLab's command ends with the first cell that fails, though cells that may fail let the others go on. So
        its end says that all cells were sent to the kernel, and the toolbar's indicator says that none is left there.
        """
        page = self.lab.page
        page.evaluate(LISTEN_FOR_RUN_ALL)
        self.lab.choose("Run", "runmenu:run-all")
        page.wait_for_function("window.runAllEnded === true", timeout=SLOW)
        expect(self.panel.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute(
            "data-status", "idle", timeout=SLOW
        )

    def output(self, source: str) -> Locator:
        """What the cell that holds `source` printed or raised, in view."""
        output = self.cell(source).locator(".jp-Cell-outputWrapper")
        output.scroll_into_view_if_needed()
        return output

    def save(self) -> None:
        """Save and wait until the tab no longer shows unsaved changes."""
        self.lab.page.keyboard.press("ControlOrMeta+s")
        expect(self.lab.page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)

    def validate(self) -> Locator:
        """Press nbgrader's Validate button; gives the message in the dialog that answers."""
        self.panel.locator(".validate-button").get_by_text("Validate", exact=True).click()
        message = self.lab.dialog().locator("#validation-message")
        expect(message).to_be_visible(timeout=SLOW)
        return message
