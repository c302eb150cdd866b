"""A small warehouse on disk, as a night holds it open while it shapes the marts."""

from collections.abc import Iterator

import pytest

from rhumbline.marts import Shaped, build_marts, read_compiled
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace
from tests.checks.conftest import AS_OF, SOUND

STORED = SOUND[: SOUND.index("-- The marts as dbt would shape them")]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An empty workspace, one for all tests of a module."""
    return Workspace(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def warehouse(workspace: Workspace) -> Iterator[Warehouse]:
    """The writer's warehouse with four posts, held open by the night's own connection."""
    with open_for_writing(workspace) as opened:
        opened.run(STORED)
        yield opened


@pytest.fixture(scope="module")
def shaped(warehouse: Warehouse) -> Shaped:
    """What became of the models and tests on a first night."""
    return build_marts(warehouse, read_compiled(), AS_OF)
