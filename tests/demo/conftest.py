"""The demonstration after its two nights, published once for all who ask."""

from collections.abc import Iterator

import pytest

from rhumbline.demo import begin, drop, nights
from rhumbline.night import night
from rhumbline.warehouse import Warehouse, reading


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """What is published after the two nights of the demonstration."""
    workspace = begin(tmp_path_factory.mktemp("truth") / "demo")
    for download, day in nights():
        drop(workspace, download)
        night(workspace, day)
    with reading(workspace) as warehouse:
        yield warehouse
