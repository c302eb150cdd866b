"""What every page stands in: its place in the navigation, its templates, and what a page is given."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rhumbline.errors import UserError
from rhumbline.reading.plain_text import without_controls
from rhumbline.strategy.file import load
from rhumbline.workbench.door import Session
from rhumbline.workspace import Workspace


@dataclass(frozen=True)
class Tab:
    """A page of the workbench: its title in the navigation, its path, and the routes it answers."""

    title: str
    path: str
    router: APIRouter


def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


def _session(request: Request) -> Session:
    session: Session = request.state.session
    return session


InWorkspace = Annotated[Workspace, Depends(_workspace)]
"""The workspace, as a parameter of a route."""
InSession = Annotated[Session, Depends(_session)]
"""The session of the browser that asks, as a parameter of a route."""


def _inert(value: object) -> object:
    """A text of people without control characters; markup of our own as it is; nothing for None."""
    if value is None:
        return ""
    return without_controls(value) if type(value) is str else value


_TEMPLATES: Final = Environment(
    loader=PackageLoader("rhumbline.workbench"),
    autoescape=True,
    finalize=_inert,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _count(number: int | None) -> str:
    """A count with separators of thousands; empty for None."""
    return "" if number is None else f"{number:,}"


def _day(moment: date | datetime | None) -> str:
    """The day of a moment as 2026-10-13; empty for None."""
    return "" if moment is None else f"{moment:%Y-%m-%d}"


_TEMPLATES.filters |= {"count": _count, "day": _day}


def render(request: Request, template: str, *, status: int = 200, **values: object) -> Response:
    """Answer with a template of templates/, which extends base.html and is given `values`."""
    session: Session | None = getattr(request.state, "session", None)
    frame: dict[str, Any] = {
        "organisation": _organisation(_workspace(request)),
        "tabs": request.app.state.tabs,
        "path": request.url.path,
        "session": session,
        "notices": session.take_notices() if session else [],
    }
    text = _TEMPLATES.get_template(template).render(frame | values)
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status)


def redirect(path: str) -> Response:
    """Send the browser to another page of the workbench after a form was taken."""
    return RedirectResponse(path, status_code=303)


def own_path(path: str, otherwise: str = "/") -> str:
    """The path where it leads to a page of the workbench, else `otherwise`."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_own else otherwise


def _organisation(workspace: Workspace) -> str:
    """The organisation's name as the strategy says it; the folder's where the strategy is broken."""
    try:
        state = workspace.strategy.stat()
        return _organisation_of(workspace.strategy, state.st_mtime_ns, state.st_size)
    except (OSError, UserError):
        return workspace.root.name


@lru_cache(maxsize=4)
def _organisation_of(strategy: Path, _modified_ns: int, _bytes: int) -> str:
    return load(strategy, check_references=False).strategy.organisation
