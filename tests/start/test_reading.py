"""Reading exports before there is a strategy."""

from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from rhumbline.archive.inbox import Collected, collect_inbox
from rhumbline.start import reading
from rhumbline.workspace import Workspace
from tests.start.conftest import write_export


def test_nothing_is_archived_while_another_writes_to_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    workspace.inbox.mkdir()
    write_export(workspace.inbox / "account_analytics_content_2026-09-01_2026-09-30.csv")
    was_free = []

    def collect(workspace: Workspace, settle_seconds: float) -> Collected:
        try:
            FileLock(workspace.state / "lock").acquire(timeout=0)
            was_free.append(True)
        except Timeout:
            was_free.append(False)
        return collect_inbox(workspace, settle_seconds)

    monkeypatch.setattr(reading, "collect_inbox", collect)
    exports = reading.read_exports(workspace)
    assert was_free == [False]
    assert exports.activities.height == 5
