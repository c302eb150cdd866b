"""Links: short links nobody resolved, what the exports tell of them, and asking where the rest leads."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from rhumbline.errors import UserError
from rhumbline.links.resolving import (
    ask_all,
    hosts_to_ask,
    links_to_ask,
    list_short_links,
    note_targets,
)
from rhumbline.links.unresolved import ShortLink
from rhumbline.workbench.frame import InSession, InWorkspace, Tab, redirect, render
from rhumbline.workspace import Workspace

router = APIRouter()
TAB = Tab("Links", "/links", router)
_AT_ONCE: Final = 20  # each may take five seconds, and a person waits at the page
_TARGET: Final = "target:"


async def _form(request: Request) -> FormData:
    return await request.form()


InForm = Annotated[FormData, Depends(_form)]
Hosts = Annotated[list[str] | None, Query()]


@router.get("/links")
def show_links(request: Request, workspace: InWorkspace) -> Response:
    """The short links of the published posts, to be filled in, asked about, or left."""
    listed = _listed(workspace)
    rest = [link for link in listed if not link.is_media]
    known = hosts_to_ask(())
    counts = Counter(link.host for link in rest if not link.target)
    return render(
        request, "links.html",
        links=rest, media=[link for link in listed if link.is_media],
        hosts=[(host, count, host in known) for host, count in counts.most_common()],
    )  # fmt: skip


def _listed(workspace: Workspace) -> list[ShortLink]:
    return list_short_links(workspace) if workspace.published.is_file() else []


@router.post("/links")
def write_targets(workspace: InWorkspace, session: InSession, form: InForm) -> Response:
    """Write the targets that were typed, or that the exports tell, into links.csv."""
    targets = [
        (name.removeprefix(_TARGET), str(value).strip())
        for name, value in form.items()
        if name.startswith(_TARGET) and str(value).strip()
    ]
    _write_down(workspace, targets)
    session.notify(_written(len(targets)))
    return redirect("/links")


def _write_down(workspace: Workspace, targets: Sequence[tuple[str, str]]) -> None:
    """Raises UserError for a target that is no address of the web; nothing is written then."""
    for short, target in targets:
        if not target.startswith(("http://", "https://")) or len(target.split()) != 1:
            raise UserError(
                f"“{target}” is not an address of the web.", short, "Begin it with https://."
            )
    note_targets(workspace, targets)


def _written(count: int) -> str:
    return (
        f"links.csv has {count:,} line{'s' * (count != 1)} more. The next night judges with them."
    )


@router.get("/links/ask")
def show_questions(request: Request, workspace: InWorkspace, host: Hosts = None) -> Response:
    """What would be asked, link by link, before anything is."""
    hosts = host or []
    asked = _asked(workspace, hosts)
    return render(
        request, "links_ask.html",
        hosts=hosts, links=asked[:_AT_ONCE], later=max(0, len(asked) - _AT_ONCE),
    )  # fmt: skip


def _asked(workspace: Workspace, hosts: Sequence[str]) -> list[ShortLink]:
    """The links of the hosts that were ticked or named, and no others."""
    named = {host.strip().lower() for host in hosts}
    return [link for link in links_to_ask(_listed(workspace), hosts) if link.host in named]


@router.post("/links/ask")
def ask_hosts(
    request: Request, workspace: InWorkspace, session: InSession, form: InForm
) -> Response:
    """Ask what was shown, write down what was answered, and show all answers."""
    hosts = [str(host) for host in form.getlist("host")]
    shown = {str(short) for short in form.getlist("short")}
    asked = [link for link in _asked(workspace, hosts) if link.short in shown][:_AT_ONCE]
    answers = list(ask_all(asked, hosts))
    targets = [(answer.short, answer.target) for answer in answers if answer.target]
    if targets:
        note_targets(workspace, targets)
        session.notify(_written(len(targets)))
    return render(request, "links_answers.html", answers=answers)
