"""The scorecard of the demonstration in a browser: whole at any width, and on two pages of paper."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from rhumbline.warehouse.connection import Warehouse
from tests.flows.browser import SCREENSHOTS, browsing

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("index.html", "measures/volunteer-talk.html", "measures/volunteer-signups.html")
_AXE = "async () => (await axe.run()).violations.map(each => [each.id, each.nodes[0].html])"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a headless browser."""
    with browsing(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(thirty_weeks: Warehouse) -> Path:
    """Return the site of the demonstration."""
    return thirty_weeks.path.parent / "site"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_is_cut_and_nothing_is_asked_for(
    site: Path, browser: Browser, width: int, scheme: Any
) -> None:
    with browser.new_context(**_screen(width, scheme)) as window:
        page, asked = window.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        for name in PAGES:
            page.goto((site / name).as_uri())
            page.screenshot(path=_kept(name, f"{width}-{scheme}"), full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert asked == [(site / name).as_uri() for name in PAGES]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing(site: Path, browser: Browser, width: int, scheme: Any) -> None:
    """The pages' own policy refuses scripts, axe too; so it looks where the policy is off."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    with browser.new_context(**_screen(width, scheme), bypass_csp=True) as window:
        page = window.new_page()
        for name in PAGES:
            page.goto((site / name).as_uri())
            page.evaluate(axe)
            assert page.evaluate(_AXE) == [], name


def _screen(width: int, scheme: str) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}


def test_the_scorecard_prints_on_two_pages_of_a4(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert _pages(printed) == [(595, 842), (595, 842)]


def _pages(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def test_every_figure_leads_to_its_measure_and_back(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    names = page.locator(".measures tbody th a")
    for place in range(names.count()):
        title = names.nth(place).inner_text()
        names.nth(place).click()
        assert page.locator("h1").inner_text().startswith(f"{title}: ")
        _go_home(page)


def _go_home(page: Page) -> None:
    page.locator(".whose a").click()
    assert page.url.endswith("/site/index.html")


def _kept(name: str, kind: str) -> Path:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS / f"{name.replace('/', '-').removesuffix('.html')}-{kind}.png"
