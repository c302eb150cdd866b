"""Whole nights: what a mixed inbox, a second run, a rebuild, a correction and a broken promise end in."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import duckdb
import pytest

from rhumbline.errors import AlignmentFailed, IntegrityFailed, NothingToJudge
from rhumbline.night import log_and_run, raise_for_failure, rebuild, run_night
from rhumbline.reports.verdict import Verdict
from rhumbline.warehouse.access import open_for_writing
from rhumbline.workspace import Workspace
from tests.night.workspaces import (
    AS_OF,
    FACEBOOK,
    STRATEGY,
    TIKTOK,
    Content,
    X,
    content,
    drop,
    lost,
    put,
    workspace_in,
)

pytestmark = pytest.mark.slow

CONTRACT: Final = (
    "core.exports", "core.rejections", "core.activities", "core.observations", "core.account_days",
    "core.audiences", "core.outcomes", "core.metric_changes", "core.strategies", "core.goals",
    "core.segments", "core.measures", "core.ties", "core.traces", "core.decisions",
    "core.check_results", "core.failed_activities", "marts.activity_alignment",
    "marts.measure_progress",
)  # fmt: skip
_LOG: Final = (
    "date,type,platform,title,segment,measure,hours,cost,currency,people,notes\n"
    "2026-09-20,listening,,Riverside Gardeners,,,1,,,,\n"
)
_READS = """
import sys, time, duckdb
reads, until = 0, time.monotonic() + 600
while time.monotonic() < until and not sys.stdin.closed:
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        for table in ("core.activities", "marts.activity_alignment"):
            connection.execute(f"select count(*), max(text) from {table}").fetchall()
    reads += 1
    print(reads, flush=True)
    time.sleep(0.2)
"""


class History:
    """The nights of one workspace, in order, and what was published after each."""

    def __init__(self, root: Path) -> None:
        self.workspace = workspace_in(root / "w", X, FACEBOOK)
        (self.workspace.root / "activities.csv").write_text(_LOG)
        whole = drop(self.workspace, TIKTOK).read_bytes()
        put(self.workspace, TIKTOK, whole[: len(whole) // 2])
        put(self.workspace, "unknown.csv", b"colour,weight\nred,3\n")
        put(self.workspace, "empty.csv", b"")
        self.verdicts: list[Verdict] = []
        self.contents: list[Content] = []

    def spend(self) -> None:
        """Spend a night and keep what it says."""
        self.verdicts.append(run_night(self.workspace, AS_OF))
        self.contents.append(content(self.workspace.published))


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    told = History(tmp_path_factory.mktemp("history"))
    told.spend()
    told.spend()
    return told


def test_a_mixed_inbox_is_read_refused_and_published(history: History) -> None:
    verdict = history.verdicts[0]
    read = {read.name: read.status for read in verdict.read}
    assert {name for name, status in read.items() if status == "refused"} == {
        TIKTOK, "unknown.csv", "empty.csv",
    }  # fmt: skip
    assert list(read.values()).count("read") == 3
    assert history.contents[0]["core.observations"][1]
    assert verdict.exit_code == 2, "a refused file is worse than a failed alignment"
    assert verdict.alignment
    assert not verdict.integrity
    assert verdict.published
    assert not [path for path in history.workspace.inbox.rglob("*") if path.is_file()]
    columns, rows = history.contents[0]["core.exports"]
    reasons = [row[columns.index("reason")] for row in rows if row[columns.index("reason")]]
    assert len(reasons) == 3


def test_the_verdict_raises_its_headline_for_a_flow(history: History) -> None:
    verdict = history.verdicts[0]
    with pytest.raises(AlignmentFailed) as raised:
        raise_for_failure(verdict)
    assert str(raised.value).splitlines()[0] == verdict.headline
    assert f"{verdict.failing} of {verdict.judged} activities" in verdict.headline


def test_a_second_run_changes_nothing_and_fails_again(history: History) -> None:
    first, second = history.contents[:2]
    assert set(CONTRACT) <= first.keys()
    assert {table for table in first if first[table] != second[table]} == set()
    assert history.verdicts[1].read == ()
    assert history.verdicts[1].headline == history.verdicts[0].headline
    assert history.verdicts[1].exit_code == 1


def test_everything_published_is_a_table_that_another_process_can_read(history: History) -> None:
    script = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
views = connection.execute("select count(*) from duckdb_views() where not internal").fetchone()
assert views == (0,), views
for schema, table in connection.execute(
    "select schema_name, table_name from duckdb_tables()"
).fetchall():
    connection.execute(f'select * from "{schema}"."{table}"').fetchall()
    print(f"{schema}.{table}")
"""
    command = [sys.executable, "-c", script, str(history.workspace.published)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(CONTRACT) <= set(told.stdout.split())


def test_every_failing_activity_is_in_failed_csv(history: History) -> None:
    with (history.workspace.site / "failed.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = {row["activity_id"] for row in csv.DictReader(file)}
    columns, rows = history.contents[1]["core.failed_activities"]
    assert listed == {row[columns.index("activity_id")] for row in rows}
    assert len(listed) == history.verdicts[1].failing > 0


def test_archive_decisions_and_strategy_alone_rebuild_the_same(
    history: History, tmp_path: Path
) -> None:
    left = lost(history.workspace, tmp_path / "rebuilt")
    verdict = rebuild(left)
    rebuilt_content, last = content(left.published), history.contents[1]
    assert {table for table in last if last[table] != rebuilt_content.get(table)} == set()
    assert verdict.headline == history.verdicts[1].headline
    assert (left.root / "activities.csv").read_text() == _LOG


def test_broken_integrity_publishes_nothing(history: History, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "tampered")
    shutil.copytree(history.workspace.root, workspace.root)
    published = workspace.published.read_bytes()
    with open_for_writing(workspace) as warehouse:
        warehouse.run("insert into core.activities from core.activities limit 1")
        warehouse.run("delete from core.observations where activity_key = 1")
    verdict = run_night(workspace, AS_OF)
    assert verdict.integrity
    assert not verdict.published
    assert verdict.exit_code == 1
    assert workspace.published.read_bytes() == published
    with pytest.raises(IntegrityFailed):
        raise_for_failure(verdict)
    assert rebuild(workspace).integrity == ()
    assert content(workspace.published) == history.contents[1]


def test_people_read_while_a_night_runs(history: History, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "read")
    shutil.copytree(history.workspace.root, workspace.root)
    workspace.strategy.write_bytes(
        STRATEGY.replace(b"ties:\n", b"ties:\n  - {measure: volunteer-talk, type: reply}\n")
    )
    command = [sys.executable, "-c", _READS, str(workspace.published)]
    held = duckdb.connect(workspace.published, read_only=True)
    reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        verdict = run_night(workspace, AS_OF, step=log_and_run)
        assert reader.poll() is None
        assert held.execute("select count(*) from core.activities").fetchone()
    finally:
        held.close()
        reader.kill()
        read, _ = reader.communicate()
    assert int(read.split()[-1]) > 1
    assert verdict.failing < history.verdicts[1].failing, "the tie cured posts of the past"


def test_an_empty_inbox_is_an_error_while_nothing_is_stored(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    with pytest.raises(NothingToJudge) as raised:
        run_night(workspace, AS_OF)
    assert raised.value.exit_code == 2
    assert str(workspace.inbox) in str(raised.value)
