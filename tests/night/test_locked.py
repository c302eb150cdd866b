"""One writer at a time: the second waits, says for whom, and gives up in words."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rhumbline.errors import UserError, WarehouseBusy
from rhumbline.warehouse.access import open_for_writing, open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace
from tests.night.workspaces import workspace_in

_HOLDS = """
import sys
from pathlib import Path
from rhumbline.warehouse.access import open_for_writing
from rhumbline.workspace import Workspace
with open_for_writing(Workspace(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.readline()
"""
_OPENS = """
import duckdb, sys
with duckdb.connect(sys.argv[1] + "/warehouse.duckdb"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = workspace_in(tmp_path_factory.mktemp("locked") / "w")
    with open_for_writing(made):
        pass
    return made


@contextmanager
def _other(script: str, workspace: Workspace) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", script, str(workspace.root)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_writer_says_who_is_the_first_and_gives_up(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        _other(_HOLDS, workspace) as holder,
        pytest.raises(WarehouseBusy) as raised,
        open_for_writing(workspace, wait=0.2),
    ):
        pass
    assert f"Waiting for process {holder.pid}" in capsys.readouterr().err
    assert f"process {holder.pid}" in raised.value.what
    assert str(workspace.root) in str(raised.value)
    assert raised.value.exit_code == 2


def test_the_second_writer_goes_on_when_the_first_is_killed(workspace: Workspace) -> None:
    with _other(_HOLDS, workspace) as holder:
        holder.kill()
        holder.wait()
        with open_for_writing(workspace, wait=5) as warehouse:
            assert warehouse.one("select count(*) from core.exports") == 0


def test_a_warehouse_open_in_another_program_is_said_with_its_process(
    workspace: Workspace,
) -> None:
    with (
        _other(_OPENS, workspace) as holder,
        pytest.raises(WarehouseBusy) as raised,
        open_for_writing(workspace),
    ):
        pass
    assert str(holder.pid) in str(raised.value)
    assert "published.duckdb" in str(raised.value)


def test_a_damaged_warehouse_says_how_to_build_it_anew(workspace: Workspace) -> None:
    kept = workspace.warehouse.read_bytes()
    workspace.warehouse.write_bytes(b"no database" * 1000)
    with pytest.raises(UserError, match="rhumbline rebuild"), open_for_writing(workspace):
        pass
    with open_for_writing(workspace, afresh=True) as warehouse:
        assert isinstance(warehouse, Warehouse)
    workspace.warehouse.write_bytes(kept)


def test_a_warehouse_of_a_newer_version_is_left_alone(workspace: Workspace) -> None:
    with open_for_writing(workspace) as warehouse:
        warehouse.run("insert into main.migrations values (9999, '9999_later.sql')")
    with pytest.raises(UserError, match="newer"), open_for_writing(workspace):
        pass
    with open_for_writing(workspace, afresh=True):
        pass


def test_nothing_published_is_said_as_that(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="Nothing is published yet"), open_published(workspace):
        pass
