"""Measures: how far each is on its way, and for each its line, weeks, posts, and files down to the line."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from rhumbline.errors import UserError
from rhumbline.reports.scorecard import charts, words
from rhumbline.reports.scorecard.facts import read_scorecard
from rhumbline.reports.scorecard.measures import GOOD, readable
from rhumbline.reports.scorecard.pages import Links, measure_body, stylesheet
from rhumbline.reports.scorecard.posts import read_details
from rhumbline.warehouse.access import open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workbench.frame import InWorkspace, Tab, render
from rhumbline.workbench.measure_chain import PER_PAGE, read_aged_posts, read_chain_lines

router = APIRouter()
TAB = Tab("Measures", "/measures", router)
Start = Annotated[int, Query(ge=0, le=10_000_000)]


def _address(measure_id: str) -> str:
    return f"/measures/{quote(measure_id, safe='')}"


_LINKS = Links(_address, "/measures", "/posts?state=failing")


@router.get("/measures")
def show_measures(request: Request, workspace: InWorkspace) -> Response:
    """Every measure in words, with how far it is on its way."""
    if not workspace.published.is_file():
        return render(request, "nothing_yet.html")
    with open_published(workspace) as published:
        card = read_scorecard(published, _last_night(published))
    return render(
        request, "measures.html",
        card=card, words=words, bar_of=charts.bar_of, good_states=GOOD, readable=readable,
        address=_address,
    )  # fmt: skip


@router.get("/measures/styles.css")
def show_styles() -> Response:
    """The styles of the scorecard, which a measure's page shares."""
    return Response(stylesheet(), media_type="text/css")


@router.get("/measures/{measure_id}")
def show_measure(request: Request, workspace: InWorkspace, measure_id: str) -> Response:
    """One measure: its line to the target, its weeks, its posts, and what is not known of it."""
    if not workspace.published.is_file():
        return render(request, "nothing_yet.html")
    with open_published(workspace) as published:
        card = read_scorecard(published, _last_night(published))
        measure = card.measure(measure_id)
        if measure is None:
            raise UserError("There is no such measure.", measure_id, "Choose one under Measures.")
        body = measure_body(card, measure, read_details(published, measure_id), _LINKS)
        aged = read_aged_posts(published, measure_id)
    return render(
        request, "measure_page.html",
        measure=measure, body=body, aged=aged, address=_address(measure_id), words=words,
    )  # fmt: skip


@router.get("/measures/{measure_id}/lines")
def show_lines(
    request: Request, workspace: InWorkspace, measure_id: str, start: Start = 0
) -> Response:
    """Every line of every file that a measure's value is taken of, page by page."""
    if not workspace.published.is_file():
        return render(request, "nothing_yet.html")
    with open_published(workspace) as published:
        lines, has_more = read_chain_lines(published, measure_id, start)
    return render(
        request, "measure_lines.html",
        title=readable(measure_id), address=_address(measure_id), lines=lines, start=start,
        words=words, before=max(0, start - PER_PAGE) if start else None,
        after=start + PER_PAGE if has_more else None,
    )  # fmt: skip


def _last_night(published: Warehouse) -> date:
    last = published.one("select max(as_of) from core.check_results")
    if not isinstance(last, date):
        raise UserError("No night was judged yet.", None, "Run `rhumbline run`.")
    return last
