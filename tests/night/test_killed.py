"""Killed anywhere, or out of room: the next run ends where an undisturbed run would have."""

import errno
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from rhumbline.archive.inbox import collect_inbox
from rhumbline.cli.failures import machine_at_fault
from rhumbline.night import run_night
from rhumbline.workspace import Workspace
from tests.night.workspaces import (
    AS_OF,
    FACEBOOK,
    Content,
    X,
    content,
    drop,
    unshaped,
    workspace_in,
)

_NIGHT = """
import sys
from pathlib import Path
from rhumbline.workspace import Workspace
from rhumbline.night import run_night
from tests.night.workspaces import AS_OF, unshaped

def step(name, stage, *args):
    print(name, flush=True)
    return unshaped(name, stage, *args)

print("ready", flush=True)
run_night(Workspace(Path(sys.argv[1])), AS_OF, step=step)
"""
_REPOSITORY = Path(__file__).resolve().parents[2]


def _filled(root: Path) -> Workspace:
    workspace = workspace_in(root / "w", X, FACEBOOK)
    drop(workspace, X, "second")
    return workspace


def _all(workspace: Workspace) -> Content:
    return content(workspace.warehouse, "core", "raw")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Content:
    workspace = _filled(tmp_path_factory.mktemp("undisturbed"))
    run_night(workspace, AS_OF, step=unshaped)
    assert content(workspace.published, "core", "raw") == _all(workspace)
    return _all(workspace)


def _spend_and_kill(workspace: Workspace, after: str, seconds: float) -> int:
    """Begin a night in a process of its own and kill it so long after a stage began; how it ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", _NIGHT, str(workspace.root)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_REPOSITORY,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == after:
            time.sleep(seconds)
            break
    process.kill()
    process.stdout.close()
    return process.wait()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "within"),
    [
        ("ready", 0.1),
        ("Collect the inbox", 0.05),
        ("Read the exports", 0.1),
        ("Read the exports", 0.6),
        ("Form what changed between exports", 0.2),
        ("Align activities with the strategy", 0.2),
        ("Publish", 0.1),
    ],
)
def test_the_next_run_ends_where_an_undisturbed_one_would(
    tmp_path: Path, undisturbed: Content, stage: str, within: float
) -> None:
    workspace = _filled(tmp_path)
    seconds = random.Random(stage + str(within)).uniform(0, within)
    ended = _spend_and_kill(workspace, stage, seconds)
    assert ended in (-9, 0), f"killed {seconds:.3f} s into {stage!r}"
    run_night(workspace, AS_OF, step=unshaped)
    assert _all(workspace) == undisturbed, f"killed {seconds:.3f} s into {stage!r}"
    assert content(workspace.published, "core", "raw") == undisturbed
    left = {path.name for path in workspace.root.iterdir()}
    assert not {name for name in left if name.endswith((".new", ".wal"))}
    assert not list(workspace.archive.glob(".arriving-*"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 40 MB, which takes root on Linux."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    options = ["-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)]
    if subprocess.run([mount, *options], check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _run(workspace: Workspace) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rhumbline", "run", "--as-of", AS_OF.isoformat()]
    return subprocess.run(
        [*command, "--workspace", str(workspace.root)], capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_a_full_disk_is_said_loses_nothing_and_heals(
    small_disk: Path, undisturbed: Content
) -> None:
    workspace = _filled(small_disk)
    inbox = {path.name: path.read_bytes() for path in workspace.inbox.iterdir()}
    ballast = small_disk / "ballast"
    _fill(ballast, leave=600_000)
    told = _run(workspace)
    assert told.returncode == 2, told.stderr
    assert "The disk is full." in told.stderr
    assert "Traceback" not in told.stderr
    assert not workspace.published.exists()
    kept = [*workspace.inbox.iterdir(), *(workspace.archive.glob("*"))]
    assert set(inbox.values()) <= {p.read_bytes() for p in kept if p.is_file()}
    ballast.unlink()
    run_night(workspace, AS_OF, step=unshaped)
    published = workspace.published.read_bytes()
    assert _but_checks(_all(workspace)) == _but_checks(undisturbed)
    _fill(ballast, leave=1_000_000)
    with pytest.raises((OSError, duckdb.Error)) as raised:
        run_night(workspace, AS_OF, step=unshaped)
    assert "The disk is full." in str(machine_at_fault(raised.value))
    assert workspace.published.read_bytes() == published
    assert not list(workspace.root.glob("*.new"))


def _but_checks(stored: Content) -> Content:
    """Without what checks write: the first run may get that far, and unshaped nights leave it."""
    written = ("core.check_results", "core.failed_activities")
    return {table: rows for table, rows in stored.items() if table not in written}


def _fill(ballast: Path, leave: int) -> None:
    free = shutil.disk_usage(ballast.parent).free
    ballast.write_bytes(bytes(max(free - leave, 0)))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_for_the_archive_leaves_the_file_in_the_inbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:

    workspace = workspace_in(tmp_path / "w", X)

    def fails(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match=os.strerror(number)):
        collect_inbox(workspace)
    assert len(list(workspace.inbox.iterdir())) == 1
    monkeypatch.undo()
    assert len(collect_inbox(workspace).new) == 1
