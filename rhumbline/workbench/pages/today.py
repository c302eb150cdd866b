"""Today: what to do next, then the scorecard as it would be written now."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from rhumbline.reports.scorecard import Links, scorecard_body
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


def _measure_address(measure_id: str) -> str:
    """Where a measure of the scorecard leads: to its own page."""
    return f"/measures/{quote(measure_id, safe='')}"
