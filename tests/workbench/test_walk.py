"""One walk through the workbench in Chromium: open, drop a file, decide a cause, take it back, see today."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rhumbline.decisions.record import read
from rhumbline.workspace import Workspace
from tests.demo.making import DEMO
from tests.flows.browser import browsing
from tests.workbench.test_posts import failing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = "<img src='https://evil.example/x.png' onerror='document.title=1'>"


@pytest.fixture
def door(judged: Workspace) -> Iterator[Path]:
    """Return the file that opens the workbench of `judged`, which runs in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "rhumbline", "open", "--no-browser", "-w", str(judged.root)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(2):
            assert process.stdout
            process.stdout.readline()
        yield judged.state / "open.html"
    finally:
        process.terminate()
        process.wait(20)
    assert not (judged.state / "open.html").exists()


class Walker:
    """Somebody at the workbench: what they clicked, and what their browser asked of other machines."""

    def __init__(self, page: Page) -> None:
        """Watch a page."""
        self.page = page
        self.clicks = 0
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self._note(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.set_default_timeout(60_000)

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "file:///", "data:")):
            self.strangers.append(url)

    def click(self, selector: str) -> None:
        """Click once, and wait for the page it leads to."""
        self.clicks += 1
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def choose(self, selector: str, value: str) -> None:
        """Choose from a list: one click opens it, one chooses."""
        self.clicks += 2
        self.page.select_option(selector, value)

    def check_with_axe(self) -> None:
        """Fail for whatever axe-core finds on the page."""
        self.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
        violations = self.page.evaluate(
            "axe.run().then((found) => found.violations.map((each) => "
            "[each.id, ...each.nodes.map((node) => node.html)]))"
        )
        assert violations == []


def test_a_cause_is_decided_from_a_red_run_and_taken_back(
    judged: Workspace, door: Path, chromium: str
) -> None:
    before = failing(judged)
    with browsing(chromium) as browser:
        walker = Walker(browser.new_page(viewport={"width": 390, "height": 844}))
        page = walker.page
        page.goto(door.as_uri())
        page.wait_for_selector("#next")
        walker.check_with_axe()

        walker.click(".next .causes a")
        walker.check_with_axe()
        alike = int(re.findall(r"^\d+", page.inner_text("h1"))[0])
        walker.click("#all-of-them")
        walker.choose("#measure_id", "volunteer-signups")
        walker.click('.deciding button[value="tie"]')
        page.wait_for_selector(".notice.good")
        assert f"{len(before)} → {len(before) - alike} fail." in page.inner_text(".notice")
        assert walker.clicks <= 10
        walker.check_with_axe()

        page.keyboard.press("u")
        page.wait_for_selector(".notice:has-text('Taken back')")
        assert failing(judged) == before

        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
        assert page.inner_text("#selected") == "Selected: 2."
        page.keyboard.press("?")
        walker.check_with_axe()
        page.keyboard.press("Escape")
        page.keyboard.press("w")
        page.keyboard.type("small talk")
        page.fill("#owner", "Bo")
        page.fill("#expires", "2027-01-31")
        walker.click('.deciding button[value="waive"]')
        page.wait_for_selector(".notice:has-text('2 posts waived')")
        assert len([d for d in read(judged) if d.action == "waive"]) == 2
        assert walker.strangers == []
        assert walker.complaints == []


def test_a_dropped_file_is_read_and_its_hostile_words_stay_words(
    judged: Workspace, door: Path, chromium: str, tmp_path: Path
) -> None:
    (export,) = (DEMO / "second").glob("account_analytics_content_*.csv")
    copy = tmp_path / export.name
    shutil.copy(export, copy)
    text = copy.read_text(encoding="utf-8")
    words = re.findall(r",([A-Z][^,\"\n]{25,}),", text)[0]
    copy.write_text(text.replace(words, HOSTILE), encoding="utf-8")
    with browsing(chromium) as browser:
        walker = Walker(browser.new_page(viewport={"width": 1400, "height": 900}))
        page = walker.page
        page.goto(door.as_uri())
        page.wait_for_selector("#next")
        walker.click('nav a[href="/inbox"]')
        walker.check_with_axe()
        page.set_input_files("#files", copy)
        walker.click(".drop button")
        assert copy.name in page.inner_text("#main")
        walker.click("text=Read them now")
        page.wait_for_selector(
            "text=See today", timeout=120_000
        )  # the page loads itself anew till then
        page.wait_for_selector("text=Nothing waits to be read")
        walker.check_with_axe()
        page.goto(page.url.replace("/inbox", "/posts?words=onerror"))
        assert "<img src='https://evil.example" in page.inner_text(".posts")
        walker.check_with_axe()
        walker.click('nav a[href="/"]')
        walker.check_with_axe()
        assert walker.strangers == []
        assert walker.complaints == []
