"""A workbench opened by a test: its door, and a client that came in through it."""

import re
import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rhumbline.night import run_night
from rhumbline.workbench.app import build_app
from rhumbline.workbench.door import Door
from rhumbline.workspace import Workspace
from tests.night.workspaces import AS_OF, FACEBOOK, STRATEGY, X, workspace_in

PORT = 4201
ADDRESS = f"http://127.0.0.1:{PORT}"


# Three activities that serve no measure and share a hashtag that no tie names.
_ALIKE = """date,type,platform,title
2026-10-01,post,newsletter,Soup for all #SoupAgain
2026-10-02,post,newsletter,More soup #SoupAgain
2026-10-03,post,newsletter,Yet more #SoupAgain
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with the demonstration's strategy, where no night was run."""
    workspace = Workspace(tmp_path / "riverside")
    workspace.inbox.mkdir(parents=True)
    workspace.strategy.write_bytes(STRATEGY)
    return workspace


def stranger_at(workspace: Workspace) -> tuple[Door, TestClient]:
    """Return the door of a fresh workbench, and a client that has no cookie yet."""
    door = Door(workspace, PORT)
    door.renew()
    app = build_app(workspace, door)
    client = TestClient(app, base_url=ADDRESS, follow_redirects=False, headers={"origin": ADDRESS})
    return door, client


def secret_of(door: Door) -> str:
    """Return the secret that the door's file holds."""
    (secret,) = re.findall(r'name="secret" value="([^"]+)"', door.file.read_text())
    return str(secret)


def enter(workspace: Workspace) -> TestClient:
    """Return a client with a session of its own in a fresh workbench."""
    door, client = stranger_at(workspace)
    answer = client.post("/enter", data={"secret": secret_of(door)}, headers={"origin": "null"})
    assert answer.status_code == 200
    return client


@pytest.fixture(scope="session")
def judged_once(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace after a night over one export of the demonstration; never changed."""
    workspace = workspace_in(tmp_path_factory.mktemp("judged") / "riverside", X, FACEBOOK)
    (workspace.root / "activities.csv").write_text(_ALIKE)
    run_night(workspace, AS_OF)
    return workspace


@pytest.fixture
def judged(judged_once: Workspace, tmp_path: Path) -> Workspace:
    """Return a copy of that workspace, to be changed."""
    shutil.copytree(judged_once.root, tmp_path / "judged")
    return Workspace(tmp_path / "judged")


@pytest.fixture
def client(workspace: Workspace) -> TestClient:
    """Return a client with a session."""
    return enter(workspace)
