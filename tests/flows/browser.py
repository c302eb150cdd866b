"""A person at Prefect's pages: headless Chromium in either of the two user interfaces."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.conftest import REPOSITORY

SCREENSHOTS: Final = REPOSITORY / "build" / "screenshots"
INTERFACES: Final = ("v1", "v2")
_FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def browsing(chromium: str) -> Iterator[Browser]:
    """A browser for as long as the context lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield browser
        browser.close()


class Person:
    """Somebody with one of the interfaces open, and what their browser asked of other machines."""

    def __init__(self, browser: Browser, pages: str, interface: str) -> None:
        """Open a fresh window."""
        self.pages, self.interface = pages, interface
        window = browser.new_context(viewport={"width": 1440, "height": 1000})
        window.add_cookies([{"name": "prefect_ui_version", "value": interface, "url": pages}])
        self.page: Page = window.new_page()
        self.page.set_default_timeout(45_000)
        self.strangers: list[str] = []
        self.page.on("requestfinished", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.pages, "data:", "blob:")):
            self.strangers.append(url)

    def open(self, path: str) -> Page:
        """Open a page of the server."""
        prefix = "/v2" if self.interface == "v2" else ""
        self.page.goto(f"{self.pages}{prefix}{path}")
        return self.page

    def settle(self) -> None:
        """Wait until the page has loaded all it loads late, and drawn it."""
        self.page.wait_for_timeout(1500)
        self.page.wait_for_load_state("networkidle")

    def follow(self, link: Locator) -> Page:
        """Follow a link; one of the interfaces opens it beside the page."""
        if link.get_attribute("target") != "_blank":
            link.click()
            return self.page
        with self.page.context.expect_page() as opened:
            link.click()
        self.page = opened.value
        return self.page

    def keep(self, name: str) -> Path:
        """Keep what is seen as build output."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}-{self.interface}.png"
        self.settle()
        self.page.screenshot(path=path)
        return path
