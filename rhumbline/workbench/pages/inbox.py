"""Inbox: drop exports here, have them read, and see what became of each."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from rhumbline.archive.listing import list_inbox
from rhumbline.errors import UserError
from rhumbline.strategy.file import load
from rhumbline.warehouse.access import open_published
from rhumbline.workbench.arrivals import Arrivals, read_arrivals
from rhumbline.workbench.door import Session
from rhumbline.workbench.frame import InSession, InWorkspace, Tab, redirect, render
from rhumbline.workbench.guard import UPLOADS
from rhumbline.workbench.night_runner import NightRunner
from rhumbline.workbench.uploads import UploadReceiver, keep_uploads, remove_stale_uploads
from rhumbline.workspace import Workspace

router = APIRouter()
TAB = Tab("Inbox", "/inbox", router)


@router.get("/inbox")
def show_inbox(request: Request, workspace: InWorkspace) -> Response:
    """What waits, what arrived, and how far the night is that was started here."""
    runner: NightRunner = request.app.state.night
    listing = list_inbox(workspace)
    return render(
        request,
        "inbox.html",
        waiting=[path.relative_to(workspace.inbox).as_posix() for path in listing.files],
        not_taken=listing.not_taken,
        arrivals=_arrivals(workspace),
        night=runner.progress,
        is_running=runner.progress is not None and not runner.progress.is_over,
    )


@router.post(UPLOADS)
async def take_files(request: Request, workspace: InWorkspace, session: InSession) -> Response:
    """Take the files of the form into inbox/ as they arrive."""
    workspace.inbox.mkdir(parents=True, exist_ok=True)
    remove_stale_uploads(workspace.inbox)
    receiver = UploadReceiver(request.headers.get("content-type", ""), workspace.inbox)
    await receiver.receive(request.stream())
    await run_in_threadpool(_keep, workspace, session, receiver)
    return redirect("/inbox")


@router.post("/inbox/read")
def read_now(request: Request) -> Response:
    """Start a night in the background."""
    runner: NightRunner = request.app.state.night
    runner.start()
    runner.wait(0.5)  # an empty inbox is told at once
    return redirect("/inbox")


def _keep(workspace: Workspace, session: Session, receiver: UploadReceiver) -> None:
    kept = keep_uploads(receiver, workspace.inbox)
    if not kept:
        raise UserError("No file was chosen.", None, "Go back and choose at least one.")
    taken = set(list_inbox(workspace).files)
    left = [path.name for path in kept if path not in taken]
    names = ", ".join(path.name for path in kept)
    session.notify(f"In the inbox now: {names}.")
    if left:
        session.notify(
            f"By their names these are no exports, and no night reads them: {', '.join(left)}.",
            is_good=False,
        )


def _arrivals(workspace: Workspace) -> Arrivals | None:
    """What is published of the exports; None where nothing is."""
    if not workspace.published.is_file():
        return None
    today = workspace.today(load(workspace.strategy, check_references=False).strategy.zone)
    with open_published(workspace) as published:
        return read_arrivals(published, today)
