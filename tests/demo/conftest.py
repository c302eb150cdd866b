"""The demonstration after its two nights, made once for all who ask."""

from collections.abc import Iterator

import pytest

from rhumbline.demo import begin, drop, nights
from rhumbline.night import run_night
from rhumbline.warehouse.access import open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of the demonstration after its two nights."""
    workspace = begin(tmp_path_factory.mktemp("truth") / "demo")
    for download, day in nights():
        drop(workspace, download)
        run_night(workspace, day)
    return workspace


@pytest.fixture(scope="session")
def published(demonstration: Workspace) -> Iterator[Warehouse]:
    """What is published after the two nights of the demonstration."""
    with open_published(demonstration) as warehouse:
        yield warehouse
