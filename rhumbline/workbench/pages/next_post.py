"""Next post: what to put into tomorrow's post so that it traces to its measure by itself."""

from datetime import date, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from starlette.responses import Response

from models.platforms import record_of
from models.strategy import Strategy
from rhumbline.errors import UserError
from rhumbline.links.next_post import (
    Draft,
    ReadyPost,
    compose,
    known_campaigns,
    missing_tie,
    signs_of,
    write_plan_line,
)
from rhumbline.strategy.editing.edits import Add
from rhumbline.strategy.editing.file import read_strategy_text
from rhumbline.strategy.file import load
from rhumbline.workbench.frame import InSession, InWorkspace, Tab, redirect, render
from rhumbline.workbench.strategy_changes import pack_file, write_edits
from rhumbline.workspace import Workspace

router = APIRouter()
TAB = Tab("Next post", "/next", router)
_PLATFORMS: Final = (
    "x", "facebook", "instagram", "linkedin", "tiktok", "youtube", "threads", "bluesky", "mastodon",
    "mailchimp",
)  # fmt: skip


class NextPostForm(BaseModel):
    """What was typed; every field may be missing."""

    measure: str = ""
    platform: str = "x"
    day: str = ""
    text: str = ""
    link: str = ""
    campaign: str = ""
    label: str = ""


InForm = Annotated[NextPostForm, Form()]


@router.get("/next")
def show_form(
    request: Request, workspace: InWorkspace, measure: str = "", platform: str = "x"
) -> Response:
    """The form, with what the strategy ties to the chosen measure."""
    strategy = load(workspace.strategy).strategy
    chosen = measure if measure in strategy.measures else next(iter(strategy.measures), "")
    return _page(request, workspace, strategy, NextPostForm(measure=chosen, platform=platform))


@router.post("/next")
def show_post(request: Request, workspace: InWorkspace, form: InForm) -> Response:
    """The post with its tagged link, and how it would be judged."""
    strategy = load(workspace.strategy).strategy
    try:
        ready = compose(workspace, _draft(workspace, strategy, form))
    except UserError as wrong:
        return _page(request, workspace, strategy, form, wrong)
    return _page(request, workspace, strategy, form, ready)


@router.post("/next/plan")
def add_to_plan(workspace: InWorkspace, session: InSession, form: InForm) -> Response:
    """Write the post's line into plan.csv."""
    strategy = load(workspace.strategy).strategy
    ready = compose(workspace, _draft(workspace, strategy, form))
    path = write_plan_line(workspace, ready)
    session.notify(f"{path.name} has a line for {ready.draft.day} more.")
    return redirect("/next")


def _draft(workspace: Workspace, strategy: Strategy, form: NextPostForm) -> Draft:
    return Draft(
        form.measure, form.platform.strip().lower(), _day(workspace, strategy, form.day),
        form.text, form.link, form.campaign, form.label,
    )  # fmt: skip


def _day(workspace: Workspace, strategy: Strategy, written: str) -> date:
    """The day that was typed; tomorrow where none was."""
    if not written:
        return _tomorrow(workspace, strategy)
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UserError(f"“{written}” is not a day.", None, "Choose the day to post.") from None


def _page(
    request: Request,
    workspace: Workspace,
    strategy: Strategy,
    form: NextPostForm,
    outcome: ReadyPost | UserError | None = None,
) -> Response:
    ready = outcome if isinstance(outcome, ReadyPost) else None
    wrong = outcome if isinstance(outcome, UserError) else None
    day = ready.draft.day if ready else _tomorrow(workspace, strategy)
    tie = missing_tie(strategy, ready.draft) if ready else None
    return render(
        request, "next_post.html", status=400 if wrong else 200,
        form=form, day=form.day or day.isoformat(), ready=ready, wrong=wrong,
        measures=[
            (name, measure.label or name, strategy.goals[measure.goal].statement)
            for name, measure in strategy.measures.items()
            if measure.goal in strategy.goals
        ],
        platforms=[(name, record_of(name).name) for name in _PLATFORMS],
        signs=signs_of(strategy, form.measure, form.platform, day),
        campaigns=known_campaigns(workspace, strategy),
        tie=tie, edits=write_edits([Add(("ties",), tie)]) if tie else "",
        file_bytes=pack_file(read_strategy_text(workspace)) if tie else "",
    )  # fmt: skip


def _tomorrow(workspace: Workspace, strategy: Strategy) -> date:
    return workspace.today(strategy.zone) + timedelta(days=1)
