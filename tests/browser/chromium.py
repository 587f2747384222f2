"""The system's own Chromium, driven by Playwright, cut off from everything but the loopback device."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Route, ViewportSize, expect

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WINDOW = ViewportSize(width=1440, height=1000)
OUTSIDE = re.compile(r"^https?://(?!127\.0\.0\.1[:/])")
WAIT_SECONDS = 120


def find_chromium() -> str:
    """Path of the installed browser; Playwright's own downloads are never used."""
    for program in PROGRAMS:
        if path := shutil.which(program):
            return path
    raise RuntimeError(f"no browser found: none of {', '.join(PROGRAMS)} is installed (Debian: apt install chromium)")


def launch(playwright: Playwright) -> Browser:
    """Start the browser."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))


@dataclass
class Tab:
    """A page of its own browser profile, what it asked of the network outside, and an album of screenshots."""

    page: Page
    album: Path
    outside: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def photograph(self, name: str) -> None:
        """Write a screenshot of the window to the album, with what fades in or out at its end."""
        self.page.screenshot(path=self.album / f"{name}.png", animations="disabled")


@contextmanager
def tab(browser: Browser, album: Path, person: str) -> Iterator[Tab]:
    """A fresh profile with one page. What it asks of another machine is noted and refused.

    On leaving, the browser's console is written beside the screenshots; after a failure the last view is there too.
    """
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(WAIT_SECONDS * 1000)
    expect.set_options(timeout=WAIT_SECONDS * 1000)
    view = Tab(context.new_page(), album)

    def refuse(route: Route) -> None:
        view.outside.append(route.request.url)
        route.abort()

    def note(message: ConsoleMessage) -> None:
        view.console.append(f"{message.type}: {message.text}")

    context.route(OUTSIDE, refuse)
    view.page.on("console", note)
    view.page.on("pageerror", lambda error: view.console.append(f"uncaught: {error}"))
    try:
        yield view
    except BaseException:
        view.photograph(f"{person}-failed")
        raise
    finally:
        (album / f"{person}-console.log").write_text("\n".join(view.console) + "\n")
        context.close()
