"""The six planted weeks and the whole demonstration after their two nights, made once for all who ask."""

import shutil
from collections.abc import Iterator

import pytest

from rhumbline.demo import begin, change_course, drop, nights
from rhumbline.night import run_night
from rhumbline.warehouse.access import open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace
from tests.demo.making import PLANTED
from tests.night.workspaces import put


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of the six planted weeks after its two nights."""
    workspace = Workspace(tmp_path_factory.mktemp("truth") / "demo")
    shutil.copytree(PLANTED.folder / "workspace", workspace.root)
    for download, moment in PLANTED.moments.items():
        for export in sorted((PLANTED.folder / download).iterdir()):
            put(workspace, export.name, export.read_bytes(), moment)
        run_night(workspace, moment.date())
    return workspace


@pytest.fixture(scope="session")
def published(demonstration: Workspace) -> Iterator[Warehouse]:
    """What is published of the six planted weeks."""
    with open_published(demonstration) as warehouse:
        yield warehouse


@pytest.fixture(scope="session")
def thirty_weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """What `rhumbline demo` publishes: thirty weeks, and a change of course between two nights."""
    workspace = begin(tmp_path_factory.mktemp("shown") / "demo")
    (first, spring), (second, autumn) = nights()
    drop(workspace, first)
    run_night(workspace, spring)
    change_course(workspace)
    drop(workspace, second)
    run_night(workspace, autumn)
    with open_published(workspace) as warehouse:
        yield warehouse
