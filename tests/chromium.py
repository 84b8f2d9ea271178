"""A real Chromium, offline, that remembers everything a page asked for or complained about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path(os.environ.get("WTC_ECO_CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Witness:
    """What happened while a page was open."""

    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @contextmanager
    def listening(self, page: Page) -> Iterator[None]:
        """Hear what happens on the page meanwhile."""
        heard = {
            "console": lambda said: self.console.append(f"{said.type}: {said.text}"),
            "pageerror": lambda error: self.errors.append(str(error)),
            "request": lambda request: self.requests.append(request.url),
            "dialog": self._dismiss,
        }
        for event, hear in heard.items():
            page.on(event, hear)
        yield
        for event, hear in heard.items():
            page.remove_listener(event, hear)

    def _dismiss(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def outside(self) -> list[str]:
        """Requests that would have left the machine."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:", "about:"))]

    def assert_quiet(self) -> None:
        """Nothing was logged, thrown, popped up or asked of another machine."""
        assert self.console == []
        assert self.errors == []
        assert self.dialogs == []
        assert self.outside() == []


PATIENCE = 600_000
"""Milliseconds after which a page is stuck, however busy the machine: nothing is decided by it."""


def settled(page: Page) -> None:
    """Wait until the page has laid itself out and drawn: two frames, whatever time they take."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def absent(what: str) -> None:
    """A test that cannot be done: skipped on a desk, a failure where CI=true promises it."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def audit() -> Callable[[Page], list[str]]:
    """What axe-core finds serious or critical in a page as it stands: a line for each rule and place."""
    if not AXE.exists():
        absent("axe-core is not in tests/axe: `make test` installs it with npm")
    code = AXE.read_text(encoding="utf-8")

    def audited(page: Page) -> list[str]:
        page.evaluate(f"() => {{ {code} }}")
        found = page.evaluate("async () => (await axe.run(document)).violations")
        return [
            f"{rule['impact']}: {rule['id']} at {place['target'][0]}: {place['failureSummary']}"
            for rule in found
            if rule["impact"] in {"serious", "critical"}
            for place in rule["nodes"]
        ]

    return audited


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; skipped where there is none, a failure where CI=true promises one."""
    if not CHROMIUM.exists():
        absent(f"no Chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS), timeout=PATIENCE)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """A page for all tests of a worker, with the network cable out: opening one takes longer than most tests."""
    context = browser.new_context(offline=True)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """An empty page at 1440 × 900, of which nothing is left afterwards; `page.witness` is its `Witness`."""
    tab.context.set_offline(True)
    tab.unroute_all()
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.emulate_media(media="null", color_scheme="null")
    tab.mouse.move(0, 0)
    tab.witness = Witness()  # type: ignore[attr-defined] # a test's own note on the page
    with tab.witness.listening(tab):  # type: ignore[attr-defined] # the same
        yield tab
    tab.goto("about:blank")


@pytest.fixture
def witness(page: Page) -> Witness:
    """What happened on `page` so far."""
    return page.witness  # type: ignore[attr-defined] # set by the fixture above
