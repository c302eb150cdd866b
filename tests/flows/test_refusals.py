"""What serve refuses before it starts anything: each names what, where and what next; exit 2."""

import socket
import subprocess
import sys

import pytest

from rhumbline.server.bind import is_loopback
from rhumbline.workspace import Workspace
from tests.flows.served import environment, free_port


def _serve(
    workspace: Workspace, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    where = ["--workspace", str(workspace.root)]
    return subprocess.run(
        [sys.executable, "-m", "rhumbline", "serve", *where, *arguments],
        env=environment() | variables, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("password", ["", "admin", "admin:", ":secret"])
def test_beyond_loopback_without_a_password(workspace: Workspace, password: str) -> None:
    done = _serve(workspace, "--host", "0.0.0.0", PREFECT_SERVER_API_AUTH_STRING=password)
    assert done.returncode == 2
    assert "open to other machines" in done.stderr
    assert "PREFECT_SERVER_API_AUTH_STRING" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken(workspace: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _serve(workspace, "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port}" in done.stderr
    assert f"--port {port + 1}" in done.stderr


def test_a_server_to_join_that_does_not_answer(workspace: Workspace) -> None:
    address = f"http://127.0.0.1:{free_port()}/api"
    done = _serve(workspace, PREFECT_API_URL=address)
    assert done.returncode == 2
    assert address in done.stderr


def test_a_strategy_that_cannot_be_read(workspace: Workspace) -> None:
    workspace.strategy.write_text("organisation: [", encoding="utf-8")
    done = _serve(workspace)
    assert done.returncode == 2
    assert "strategy.yaml" in done.stderr
    assert not (workspace.state / "server.json").exists()


@pytest.mark.parametrize(
    ("host", "is_ours_alone"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("::", False), ("192.168.0.9", False), ("riverside.example", False)],
)  # fmt: skip
def test_what_is_loopback(host: str, is_ours_alone: bool) -> None:
    assert is_loopback(host) == is_ours_alone
