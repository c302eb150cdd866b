"""Running the workbench: a server on loopback, the page that opens it, and its end."""

import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from filelock import FileLock, Timeout

from rhumbline.errors import UserError
from rhumbline.workbench.app import DEFAULT_PORT, build_app
from rhumbline.workbench.door import Door, door_file
from rhumbline.workspace import Workspace

_LOOPBACK: Final = "127.0.0.1"


def open_workbench(
    workspace: Workspace, port: int | None, say: Callable[[str], None], *, browser: bool
) -> None:
    """Serve the workbench until Ctrl-C, and open it in the browser; only this machine reaches it.

    Where it is open already, open that one in the browser. Raises UserError where the port is taken.
    """
    with _only_one(workspace) as is_first:
        if is_first:
            _serve(workspace, port, say, browser=browser)
            return
    say("The workbench of this workspace is open already.")
    _show(workspace, say, browser=browser)


@contextmanager
def _only_one(workspace: Workspace) -> Iterator[bool]:
    """Whether no other workbench of the workspace is open; a kill frees the lock."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.state / "open.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _serve(
    workspace: Workspace, port: int | None, say: Callable[[str], None], *, browser: bool
) -> None:
    import uvicorn

    with _listening(port) as listener:
        door = Door(workspace, listener.getsockname()[1])
        config = uvicorn.Config(
            build_app(workspace, door),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=5,
        )
        door.renew()
        try:
            _show(workspace, say, browser=browser)
            say(f"It is served at {door.address}, to this machine alone. Ctrl-C ends it.")
            with _ending_quietly():
                uvicorn.Server(config).run(sockets=[listener])
        finally:
            door.close()
    say("Closed. Nothing is half done.")


def _show(workspace: Workspace, say: Callable[[str], None], *, browser: bool) -> None:
    """Open the page with the key in the browser, or say where it is."""
    page = door_file(workspace)
    if not (browser and webbrowser.open(page.as_uri())):
        say(f"Open this file in your browser: {page}")


@contextmanager
def _listening(port: int | None) -> Iterator[socket.socket]:
    """A socket on loopback that listens: on `port`, or on the usual one, or on any that is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_LOOPBACK, port or DEFAULT_PORT))
        except OSError as error:
            if port is not None:
                raise UserError(
                    f"Port {port} cannot be had: {error.strerror or error}.",
                    None,
                    "Name another with --port, or leave the choice to Rhumbline.",
                ) from None
            listener.bind((_LOOPBACK, 0))
        listener.listen()
        yield listener


@contextmanager
def _ending_quietly() -> Iterator[None]:
    """Return when the server ends: it raises the signal that ended it once more."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
