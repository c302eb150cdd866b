"""Who decides: asked once a session, and kept with every decision."""

import getpass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from rhumbline.errors import UserError
from rhumbline.workbench.door import Session
from rhumbline.workbench.frame import InSession, own_path, redirect, render

router = APIRouter()


@router.get("/who")
def ask_who(request: Request, session: InSession, back: str = "/") -> Response:
    """A form for the name that decisions are kept under."""
    return render(request, "who.html", name=session.decided_by or suggest_name(), back=back)


@router.post("/who")
def note_who(session: InSession, decided_by: Annotated[str, Form()], back: str = "/") -> Response:
    """Remember the name, and go back."""
    settle_who(session, decided_by)
    return redirect(own_path(back))


def suggest_name() -> str:
    """The user's name on this machine, to begin with; empty where the system does not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def settle_who(session: Session, given: str | None) -> str:
    """The name that decides: the one a form just gave, else the session's. It is remembered.

    Raises UserError where there is neither.
    """
    name = " ".join((given or "").split()) or session.decided_by
    if not name:
        raise UserError(
            "A decision is kept with the name of who took it.",
            None,
            "Go back and write yours; it is asked once.",
        )
    session.decided_by = name
    return name
