"""One served workspace for all tests that can share it, and Prefect's database migrated once."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from rhumbline.workspace import Workspace
from tests.flows.served import (
    UNTIED,
    Serving,
    environment,
    free_port,
    workspace_in,
    x_content,
)


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Prefect home whose database is migrated, which takes 10 to 25 seconds, once for all."""
    shared = tmp_path_factory.getbasetemp().parent / "rhumbline-prefect-home"
    with FileLock(f"{shared}.lock"):
        if not (shared / "prefect.db").is_file():
            shared.mkdir(exist_ok=True)
            subprocess.run(
                [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"],
                env=environment() | {"PREFECT_HOME": str(shared)},
                check=True,
                capture_output=True,
            )
    return shared


def serving_in(root: Path, home: Path) -> Serving:
    """Return a served workspace with a migrated database."""
    workspace = workspace_in(root / "riverside")
    shutil.copytree(home, workspace.state / "prefect")
    return Serving(workspace, free_port(), root / "serve.log")


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory, migrated_home: Path) -> Iterator[Serving]:
    """Return a served workspace that the tests of a module share."""
    served = serving_in(tmp_path_factory.mktemp("served"), migrated_home)
    yield served
    served.end()


@pytest.fixture(scope="module")
def red(serving: Serving) -> dict[str, Any]:
    """Return a run that failed: two of its posts serve no measure, and nobody knows one file."""
    texts = ("Soup today", "Bread tomorrow", "Join us #SaturdayCrew")
    return serving.drop(
        {"untied.csv": x_content(UNTIED, *texts), "holiday.csv": b"beach,sun\n1,2\n"}
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace that nobody serves."""
    return workspace_in(tmp_path / "riverside")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module together and in order: they share a server and what it was told."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
