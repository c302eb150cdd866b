"""Posts: all of them, narrowed by what one looks for, and decided many at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from rhumbline.warehouse.access import open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workbench.batches import read_batches
from rhumbline.workbench.deciding import (
    Choice,
    TakenTie,
    decide_together,
    take_back_together,
    take_tie,
    take_tie_back,
)
from rhumbline.workbench.frame import InSession, InWorkspace, Tab, redirect, render
from rhumbline.workbench.pages.who import settle_who, suggest_name
from rhumbline.workbench.post_filter import STATES, InFilter
from rhumbline.workbench.post_list import (
    PAGE,
    count_posts,
    read_choices,
    read_measures,
    read_posts,
    select_ids,
)
from rhumbline.workbench.tie_lines import propose_ties
from rhumbline.workspace import Workspace

router = APIRouter()
TAB = Tab("Posts", "/posts", router)


@router.get("/posts")
def show_posts(
    request: Request,
    workspace: InWorkspace,
    narrowed: InFilter,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """A page of posts, what to narrow them by, and the forms that decide."""
    if not workspace.published.is_file():
        return render(request, "nothing_yet.html")
    with _published(workspace) as (published, zone):
        total = count_posts(published, narrowed, zone)
        pages = max(1, -(-total // PAGE))
        page = min(page, pages)
        is_about_failures = narrowed.state in ("", "failing") and bool(
            narrowed.cause or narrowed.words or narrowed.state
        )
        return render(
            request,
            "posts.html",
            narrowed=narrowed,
            posts=read_posts(published, narrowed, zone, page),
            total=total,
            page=page,
            pages=pages,
            choices=read_choices(published, narrowed, zone),
            measures=read_measures(published),
            proposals=propose_ties(published, narrowed, zone) if is_about_failures else [],
            state_words={name: state.words for name, state in STATES.items()},
            state_names={name: state.name for name, state in STATES.items()},
            batches=read_batches(published, zone),
            suggested_name=suggest_name(),
        )


@router.post("/posts/decide")
def decide_posts(
    workspace: InWorkspace,
    session: InSession,
    narrowed: InFilter,
    choice: Annotated[Choice, Form()],
) -> Response:
    """Decide on the posts that were selected, or on all that the filter leaves."""
    settle_who(session, choice.decided_by)
    ids = choice.posts
    if choice.all_of_them:
        with _published(workspace) as (published, zone):
            ids = select_ids(published, narrowed, zone)
    decide_together(workspace, session, ids, choice)
    rest = narrowed.narrowed(cause="", words="") if choice.all_of_them else narrowed
    return redirect(rest.address())


@router.post("/posts/tie")
def take_proposed_tie(
    workspace: InWorkspace,
    session: InSession,
    narrowed: InFilter,
    taken: Annotated[TakenTie, Form()],
) -> Response:
    """Take a proposed tie into the strategy."""
    take_tie(workspace, session, taken)
    return redirect(narrowed.narrowed(cause="", words="").address())


@router.post("/posts/drop-tie")
def drop_taken_tie(
    workspace: InWorkspace, session: InSession, taken: Annotated[TakenTie, Query()]
) -> Response:
    """Take a tie out of the strategy again."""
    take_tie_back(workspace, session, taken)
    return redirect("/posts?state=failing")


@router.post("/posts/take-back/{batch}")
def take_batch_back(workspace: InWorkspace, session: InSession, batch: str) -> Response:
    """Take back what was decided together."""
    take_back_together(workspace, session, batch, settle_who(session, None))
    return redirect("/posts?state=failing")


@contextmanager
def _published(workspace: Workspace) -> Iterator[tuple[Warehouse, ZoneInfo]]:
    """What is published, and the zone that its days are in."""
    with open_published(workspace) as published:
        name = published.one(
            "select timezone from core.strategies order by in_force_from desc limit 1"
        )
        yield published, ZoneInfo(name or "UTC")
