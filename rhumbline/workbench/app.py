"""The application: the pages behind their guard, the entrance, and what an error looks like."""

from typing import Annotated, Final

import duckdb
from fastapi import FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from rhumbline.errors import UserError, WarehouseBusy
from rhumbline.workbench.door import Door
from rhumbline.workbench.frame import render
from rhumbline.workbench.guard import ENTRANCE, Guard
from rhumbline.workbench.night_runner import NightRunner
from rhumbline.workbench.pages import who
from rhumbline.workbench.tabs import TABS
from rhumbline.workbench.uploads import TooLargeUpload
from rhumbline.workspace import Workspace

DEFAULT_PORT: Final = 4201


def build_app(workspace: Workspace, door: Door | None = None) -> FastAPI:
    """The workbench of a workspace, behind its door; without one, behind a new one at the usual port.

    It has no pages that describe its interface, and reads and writes nothing before it is asked.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.workspace = workspace
    app.state.door = door or Door(workspace, DEFAULT_PORT)
    app.state.tabs = TABS
    app.state.night = NightRunner(workspace)
    app.add_middleware(Guard, door=app.state.door)
    app.mount("/static", StaticFiles(packages=[("rhumbline.workbench", "static")]))
    app.add_api_route(ENTRANCE, _enter, methods=["POST"])
    app.include_router(who.router)
    for tab in TABS:
        app.include_router(tab.router)
    app.add_exception_handler(UserError, _show_user_error)
    for kind in (duckdb.CatalogException, duckdb.BinderException):
        app.add_exception_handler(kind, _show_other_version)
    app.add_exception_handler(HTTPException, _show_http_error)
    app.add_exception_handler(RequestValidationError, _show_bad_form)
    app.add_exception_handler(Exception, _show_own_mistake)
    return app


def _enter(request: Request, secret: Annotated[str, Form()] = "") -> Response:
    """Exchange the secret for a cookie.

    The answer is a page that leads on, and no redirect: a browser sends a strict cookie only where
    a page of the same site leads to the next.
    """
    door: Door = request.app.state.door
    value = door.exchange(secret)
    if value is None:
        why = "This key was used already, or it is of an earlier workbench."
        return render(
            request, "error.html", status=403, what=why, where=None,
            next_step="Open the file again, or run `rhumbline open`.",
        )  # fmt: skip
    answer = render(request, "enter.html")
    answer.set_cookie(door.cookie, value, httponly=True, samesite="strict", path="/")
    return answer


async def _show_user_error(request: Request, error: Exception) -> Response:
    """What is wrong, where, and what to do next; 409 where another program writes just now."""
    assert isinstance(error, UserError)  # noqa: S101 - it is registered for these
    status = 413 if isinstance(error, TooLargeUpload) else 400
    status = 409 if isinstance(error, WarehouseBusy) else status
    return render(
        request, "error.html", status=status,
        what=error.what, where=error.where, next_step=error.next_step,
    )  # fmt: skip


async def _show_other_version(request: Request, _error: Exception) -> Response:
    """What to do where published.duckdb lacks a table or column that a page reads."""
    workspace: Workspace = request.app.state.workspace
    return render(
        request, "error.html", status=409,
        what="What is published was written by another version of Rhumbline.",
        where=str(workspace.published),
        next_step="Judge again on the page Inbox, or run `rhumbline run`; nothing is lost.",
    )  # fmt: skip


async def _show_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    what = "There is no such page." if error.status_code == 404 else str(error.detail)
    return render(
        request, "error.html", status=error.status_code,
        what=what, where=request.url.path, next_step="The pages there are stand above.",
    )  # fmt: skip


async def _show_bad_form(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for these
    fields = ", ".join(str(each["loc"][-1]) for each in error.errors())
    return render(
        request, "error.html", status=400,
        what=f"The form lacks something, or holds what it cannot: {fields}.", where=None,
        next_step="Go back, correct it, and send it again; nothing was changed.",
    )  # fmt: skip


async def _show_own_mistake(request: Request, _error: Exception) -> Response:
    return render(
        request, "error.html", status=500,
        what="This is a mistake of Rhumbline's, not yours.", where=request.url.path,
        next_step="The terminal that runs `rhumbline open` says where it happened.",
    )  # fmt: skip
