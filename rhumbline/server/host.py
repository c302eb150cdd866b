"""Holds a Prefect server for as long as `serve` runs: starts or joins one, waits for it, ends it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Final

import psutil
from filelock import FileLock, Timeout

from rhumbline.errors import UserError
from rhumbline.server.address import answers, note, noted, pages, prepare
from rhumbline.server.bind import reachable, refuse_open_host, refuse_taken_port
from rhumbline.workspace import Workspace

_HEALTHY_WITHIN_SECONDS: Final = 180.0  # a fresh home migrates its database first
_ENDS_WITHIN_SECONDS: Final = 15.0
_FORCED_AFTER_SECONDS: Final = 60.0
_LATE_AFTER_SECONDS: Final = 300
_LOG_KEPT_BYTES: Final = 2_000_000


class Ending:
    """Set by the first Ctrl-C, SIGTERM or hang-up; later ones change nothing, for all is ending."""

    def __init__(self) -> None:
        """Begin unset."""
        self.asked = threading.Event()
        self.server_died = False

    @contextmanager
    def by_signal(self) -> Iterator["Ending"]:
        """Listen to the signals for as long as the context lasts."""
        names = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if os.name == "posix" else [])]
        before = {name: signal.signal(name, self._ask) for name in names}
        try:
            yield self
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if not self.asked.is_set():
            self.asked.set()
            forced = threading.Timer(_FORCED_AFTER_SECONDS, os._exit, (0,))
            forced.daemon = True  # for a server or a run that does not answer any more
            forced.start()

    def with_server(self, process: "subprocess.Popen[bytes]") -> None:
        """End as well when the server does: nothing could be said or run without it."""

        def watch() -> None:
            process.wait()
            self.server_died = not self.asked.is_set()
            self.asked.set()

        threading.Thread(target=watch, name="server", daemon=True).start()

    def is_asked(self, within: float = 0.0) -> bool:
        """Whether the end is asked for, now or within so many seconds."""
        return self.asked.wait(within)


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """One `serve` a workspace; a kill frees it. Raises UserError naming the other."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.state / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        other = noted(workspace)
        raise UserError(
            "rhumbline serve runs here already.",
            f"Process {other['pid']}, at {other['ui_url']}" if other else str(workspace.root),
            "Open that page, or end that process first.",
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def hosted(workspace: Workspace, host: str, port: int, ending: Ending) -> Iterator[str]:
    """The API address of a healthy server: the one of PREFECT_API_URL, or one of our own.

    Raises UserError where the address is taken, open to others without a password, or where the
    server does not answer.
    """
    joined = os.environ.get("PREFECT_API_URL")
    if joined:
        if not answers(joined, within=10.0):
            raise UserError(
                "No Prefect server answers.",
                f"PREFECT_API_URL is {joined}",
                "Start it, correct the address, or unset PREFECT_API_URL to have one started.",
            )
        prepare(workspace, joined)
        with _noted(workspace, joined):
            yield joined
        return
    refuse_open_host(host)
    api_url = f"http://{reachable(host)}:{port}/api"
    prepare(workspace, api_url)
    _end_what_was_left(workspace)
    refuse_taken_port(host, port)
    with _started(workspace, host, port) as process:
        _wait_until_healthy(workspace, process, api_url, ending)
        ending.with_server(process)
        with _noted(workspace, api_url, process.pid):
            yield api_url
        if ending.server_died:
            raise _ended(workspace, "The Prefect server ended by itself.")


def _end_what_was_left(workspace: Workspace) -> None:
    """End a server whose `serve` was killed and which has not noticed yet."""
    left = noted(workspace).get("server_pid")
    with suppress(psutil.Error, TypeError):
        process = psutil.Process(left)
        is_ours = process.environ().get("PREFECT_HOME") == os.environ["PREFECT_HOME"]
        if is_ours and "rhumbline.server.process" in process.cmdline():
            with suppress(psutil.TimeoutExpired):  # it is about to notice
                process.wait(_ENDS_WITHIN_SECONDS)
            process.kill()


@contextmanager
def _started(workspace: Workspace, host: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    log = log_of(workspace)
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.is_file() and log.stat().st_size > _LOG_KEPT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    command = [sys.executable, "-P", "-m", "rhumbline.server.process", host, str(port)]
    with log.open("ab") as kept:
        process = subprocess.Popen(
            command,
            env=os.environ | _environment(host, port),
            stdin=subprocess.PIPE,  # held open: its end is how the server learns of ours
            stdout=kept,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a signal to our process group reaches runs before it does this
        )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def log_of(workspace: Workspace) -> Path:
    """What the server of a workspace says."""
    return workspace.state / "logs" / "server.log"


def _environment(host: str, port: int) -> dict[str, str]:
    """What the server's process needs to be told, beside what runs need."""
    said = {
        "PREFECT_SERVER_API_HOST": host,
        "PREFECT_SERVER_API_PORT": str(port),
        # Relative, so that the pages work under every name and through a forwarded port.
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_UI_URL": f"http://{reachable(host)}:{port}",  # in what automations send
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{reachable(host)}:{port}",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": str(_LATE_AFTER_SECONDS),
    }
    folder = _folder_of_prefect()
    if folder and not os.access(folder / "server", os.W_OK):
        said["PREFECT_SERVER_UI_STATIC_DIRECTORY"] = str(Path(os.environ["PREFECT_HOME"]) / "pages")
    return {name: os.environ.get(name, value) for name, value in said.items()} | {
        name: said[name] for name in ("PREFECT_SERVER_API_HOST", "PREFECT_SERVER_API_PORT")
    }


def _folder_of_prefect() -> Path | None:
    found = find_spec("prefect")
    return Path(found.origin).parent if found and found.origin else None


def _wait_until_healthy(
    workspace: Workspace, process: subprocess.Popen[bytes], api_url: str, ending: Ending
) -> None:
    until = time.monotonic() + _HEALTHY_WITHIN_SECONDS
    while time.monotonic() < until and not ending.is_asked(within=0.2):
        if process.poll() is not None:
            raise _ended(
                workspace, f"The Prefect server did not start; it ended with {process.returncode}."
            )
        if answers(api_url):
            return
    if not ending.is_asked():
        raise _ended(
            workspace, f"The Prefect server said nothing for {_HEALTHY_WITHIN_SECONDS:.0f} seconds."
        )


def _ended(workspace: Workspace, how: str) -> UserError:
    log = log_of(workspace)
    tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    return UserError(
        how,
        "\n".join([f"{log} ends with:", *(f"  {line}" for line in tail)]),
        "Correct what it says, and run `rhumbline serve` again.",
    )


@contextmanager
def _noted(workspace: Workspace, api_url: str, server_pid: int | None = None) -> Iterator[None]:
    """The address in .rhumbline/, for as long as it is true."""
    said = {
        "api_url": api_url,
        "ui_url": pages(api_url),
        "pid": os.getpid(),
        "server_pid": server_pid,
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    target = note(workspace)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".json.new")
    fresh.write_text(json.dumps(said, indent=1), encoding="utf-8")
    fresh.replace(target)
    try:
        yield
    finally:
        target.unlink(missing_ok=True)
