"""The scorecard's pages as HTML: whole files that need no server, and bodies for other frames."""

import base64
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from rhumbline.reading.plain_text import inert
from rhumbline.reports.scorecard import charts, words
from rhumbline.reports.scorecard.facts import Scorecard, platform_name, read_scorecard
from rhumbline.reports.scorecard.measures import GOOD, MeasureCard, readable
from rhumbline.reports.scorecard.posts import MeasureDetails, read_all_details
from rhumbline.warehouse.connection import Warehouse

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Environment
    from markupsafe import Markup


@dataclass(frozen=True)
class Links:
    """Where the pages lead: to the page of a measure, home, and to the list of failing posts."""

    measure: Callable[[str], str]
    home: str
    failing: str | None = None


def _page_name(measure_id: str) -> str:
    """The file of a measure's page, which is its address too: ids are lower-case words and dashes."""
    return f"{quote(measure_id, safe='')}.html"


_FROM_INDEX: Final = Links(lambda name: f"measures/{_page_name(name)}", "index.html", "failed.csv")
_FROM_MEASURE: Final = Links(_page_name, "../index.html")


def scorecard_body(card: Scorecard, links: Links, *, for_sharing: bool = False) -> "Markup":
    """The scorecard as HTML without a frame; it needs the styles of `stylesheet`.

    `for_sharing` leaves out the words of posts, accounts, links to posts and names of files.
    """
    return _render("scorecard.html", card=card, links=links, for_sharing=for_sharing)


def measure_body(
    card: Scorecard,
    measure: MeasureCard,
    details: MeasureDetails,
    links: Links,
    *,
    for_sharing: bool = False,
) -> "Markup":
    """The page of a measure as HTML without a frame: its line, its weeks, what it was brought by."""
    return _render(
        "measure.html",
        card=card,
        measure=measure,
        details=details,
        links=links,
        for_sharing=for_sharing,
    )


@cache
def stylesheet() -> str:
    """The styles of both bodies, for screens light and dark and for paper."""
    path = files("rhumbline") / "reports" / "templates" / "scorecard.css"
    return path.read_text(encoding="utf-8")


def write_pages(
    folder: Path, warehouse: Warehouse, as_of: "date", *, for_sharing: bool = False
) -> None:
    """Write index.html and a page for each measure into a folder, in place of earlier ones."""
    card = read_scorecard(warehouse, as_of)
    title = f"{card.organisation}: {words.verdict_sentence(card)}"
    links = replace(_FROM_INDEX, failing=None) if for_sharing else _FROM_INDEX
    index = scorecard_body(card, links, for_sharing=for_sharing)
    fresh = folder / "measures.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    all_details = read_all_details(warehouse, [each.measure_id for each in card.measures])
    for measure in card.measures:
        details = all_details[measure.measure_id]
        body = measure_body(card, measure, details, _FROM_MEASURE, for_sharing=for_sharing)
        _write(fresh / _page_name(measure.measure_id), measure.title, body)
    shutil.rmtree(folder / "measures", ignore_errors=True)
    fresh.rename(folder / "measures")
    _write(folder / "index.html", title, index)


def _write(path: Path, title: str, body: "Markup") -> None:
    """Write a whole page, one file that asks for nothing else; it replaces the earlier in one step."""
    text = _render("page.html", title=title, body=body, styles=stylesheet(), hash=_hash())
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


@cache
def _hash() -> str:
    """The hash by which the page's policy allows its one style sheet and nothing else."""
    digest = hashlib.sha256(stylesheet().encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _render(template: str, **values: Any) -> "Markup":
    from markupsafe import Markup

    return Markup(_templates().get_template(template).render(**values))  # noqa: S704 - escaped there


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader

    templates = Environment(
        loader=PackageLoader("rhumbline", "reports/templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=inert,
    )
    templates.globals |= {
        "words": words,
        "bar_of": charts.bar_of,
        "line_of": charts.line_of,
        "platform_name": platform_name,
        "readable": readable,
        "good_states": GOOD,
        "web": _web_address,
    }
    return templates


def _web_address(address: str | None) -> str | None:
    """The address where it leads to a web page, else None."""
    try:
        is_web = urlsplit(address or "").scheme in ("http", "https")
    except ValueError:
        return None
    return address if is_web else None
