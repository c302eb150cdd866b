"""The Prefect server for as long as `serve` runs: started or joined, awaited, noted, ended."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psutil
from filelock import FileLock, Timeout

from rhumbline.errors import UserError
from rhumbline.server.address import (
    address_file,
    is_healthy,
    pages_url,
    prepare_environment,
    read_address,
)
from rhumbline.server.bind import reachable_host, refuse_open_host, refuse_taken_port
from rhumbline.server.stop_signal import StopSignal
from rhumbline.workspace import Workspace

_HEALTHY_WITHIN_SECONDS: Final = 180.0  # a fresh home migrates its database first
_ENDS_WITHIN_SECONDS: Final = 15.0
_LATE_AFTER_SECONDS: Final = 300
_LOG_KEPT_BYTES: Final = 2_000_000


@contextmanager
def hold_serve_lock(workspace: Workspace) -> Iterator[None]:
    """Be the only `serve` of the workspace; a kill frees the lock. Raises UserError naming the other."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.state / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        other = read_address(workspace)
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
def host_server(workspace: Workspace, host: str, port: int, stop: StopSignal) -> Iterator[str]:
    """Join the server of PREFECT_API_URL, or start one of our own; its API address.

    Raises UserError where the address is taken, open to others without a password, or where the
    server does not answer.
    """
    if joined := os.environ.get("PREFECT_API_URL"):
        _join_server(workspace, joined)
        with _noted_address(workspace, joined):
            yield joined
        return
    refuse_open_host(host)
    api_url = f"http://{reachable_host(host)}:{port}/api"
    prepare_environment(workspace, api_url)
    _kill_server_left_behind(workspace)
    refuse_taken_port(host, port)
    with _started_server(workspace, host, port) as server:
        _wait_until_healthy(workspace, server, api_url, stop)
        stop.follow(server)
        with _noted_address(workspace, api_url, server.pid):
            yield api_url
        if stop.server_died:
            raise _server_ended(workspace, "The Prefect server ended by itself.")


def _join_server(workspace: Workspace, api_url: str) -> None:
    if not is_healthy(api_url, within=10.0):
        raise UserError(
            "No Prefect server answers.",
            f"PREFECT_API_URL is {api_url}",
            "Start it, correct the address, or unset PREFECT_API_URL to have one started.",
        )
    prepare_environment(workspace, api_url)


def _kill_server_left_behind(workspace: Workspace) -> None:
    """Kill a server whose `serve` was killed, where it has not noticed by itself."""
    with suppress(psutil.Error, TypeError):
        process = psutil.Process(read_address(workspace).get("server_pid"))
        is_ours = process.environ().get("PREFECT_HOME") == os.environ["PREFECT_HOME"]
        if is_ours and "rhumbline.server.process" in process.cmdline():
            with suppress(psutil.TimeoutExpired):
                process.wait(_ENDS_WITHIN_SECONDS)
            process.kill()


@contextmanager
def _started_server(
    workspace: Workspace, host: str, port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """A server's process, which ends when the pipe to it closes: with this context, or by a kill."""
    log = server_log(workspace)
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.is_file() and log.stat().st_size > _LOG_KEPT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "rhumbline.server.process", host, str(port)],
            env=os.environ | _server_environment(host, port),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a signal to our process group reaches runs, and not the server
        )
    try:
        yield process
    finally:
        _end_server(process)


def _end_server(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def server_log(workspace: Workspace) -> Path:
    """The file the server's output goes to."""
    return workspace.state / "logs" / "server.log"


def _server_environment(host: str, port: int) -> dict[str, str]:
    """The variables of the server's process; those that a person set are kept, but for the address."""
    address = {"PREFECT_SERVER_API_HOST": host, "PREFECT_SERVER_API_PORT": str(port)}
    defaults = {
        # Relative, so that the pages work under every name and through a forwarded port.
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_UI_URL": f"http://{reachable_host(host)}:{port}",  # in what automations send
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{reachable_host(host)}:{port}",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": str(_LATE_AFTER_SECONDS),
    }
    package = find_spec("prefect")
    if package and package.origin and not os.access(Path(package.origin).parent, os.W_OK):
        pages = Path(os.environ["PREFECT_HOME"]) / "pages"
        defaults["PREFECT_SERVER_UI_STATIC_DIRECTORY"] = str(pages)
    return {name: os.environ.get(name, value) for name, value in defaults.items()} | address


def _wait_until_healthy(
    workspace: Workspace, process: subprocess.Popen[bytes], api_url: str, stop: StopSignal
) -> None:
    """Return once the server answers or the end is asked for; raises UserError where it does not."""
    until = time.monotonic() + _HEALTHY_WITHIN_SECONDS
    while time.monotonic() < until and not stop.is_set(within=0.2):
        if process.poll() is not None:
            raise _server_ended(
                workspace, f"The Prefect server did not start; it ended with {process.returncode}."
            )
        if is_healthy(api_url):
            return
    if not stop.is_set():
        raise _server_ended(
            workspace,
            f"The Prefect server did not answer for {_HEALTHY_WITHIN_SECONDS:.0f} seconds.",
        )


def _server_ended(workspace: Workspace, what: str) -> UserError:
    """The error for a server that is gone, with the last lines of its log."""
    log = server_log(workspace)
    tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    return UserError(
        what,
        "\n".join([f"{log} ends with:", *(f"  {line}" for line in tail)]),
        "Correct what it says, and run `rhumbline serve` again.",
    )


@contextmanager
def _noted_address(
    workspace: Workspace, api_url: str, server_pid: int | None = None
) -> Iterator[None]:
    """The server's address in .rhumbline/server.json for as long as the context lasts."""
    address = {
        "api_url": api_url,
        "ui_url": pages_url(api_url),
        "pid": os.getpid(),
        "server_pid": server_pid,
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    target = address_file(workspace)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".json.new")
    fresh.write_text(json.dumps(address, indent=1), encoding="utf-8")
    fresh.replace(target)
    try:
        yield
    finally:
        target.unlink(missing_ok=True)
