"""Today: whether what was posted serves its measures, and what to do next."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from rhumbline.workbench.frame import InWorkspace, Tab, render
from rhumbline.workspace import Workspace

router = APIRouter()
TAB = Tab("Today", "/", router)


@router.get("/")
def show_today(request: Request, workspace: InWorkspace) -> Response:
    """The state as last published."""
    return render(request, "today.html", is_published=_is_published(workspace))


def _is_published(workspace: Workspace) -> bool:
    return workspace.published.is_file()
