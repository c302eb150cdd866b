"""Today: what to do next, then the scorecard as it would be written now."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from rhumbline.reports.scorecard import Links, scorecard_body, stylesheet
from rhumbline.workbench.frame import InWorkspace, Tab, render
from rhumbline.workbench.post_filter import PostFilter
from rhumbline.workbench.state import read_state

router = APIRouter()
TAB = Tab("Today", "/", router)


@router.get("/")
def show_today(request: Request, workspace: InWorkspace) -> Response:
    """The state as last published; where nothing is, how to begin."""
    if not workspace.published.is_file():
        return render(request, "nothing_yet.html")
    state = read_state(workspace)
    causes = [
        (cause, PostFilter(state="failing", cause=cause.cause).address()) for cause in state.causes
    ]
    scorecard = scorecard_body(state.card, Links(_measure_address, home="/"))
    return render(request, "today.html", state=state, causes=causes, scorecard=scorecard)


@router.get("/scorecard.css")
def send_styles() -> Response:
    """The styles of the scorecard, the same as in site/."""
    return Response(stylesheet(), media_type="text/css")


def _measure_address(measure_id: str) -> str:
    """Where a measure of the scorecard leads: to the posts that serve it."""
    return PostFilter(measure=measure_id).address()
