"""Marts kept by activity: following what changed ends in the same rows as making all anew."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rhumbline.marts import CompiledProject, Shaped, build_marts, read_compiled
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace
from tests.checks.conftest import AS_OF
from tests.shaping.conftest import STORED

_LISTENING = """
update core.segments set listens_at = ['#riverside', 'Bean Growers'];
insert into core.measures values (
    '2026-09-01', 'listening', 'rota', 'weekend', 'listen', 'out_take', 'count(activities)', 0, 9,
    date '2027-06-30', 'up', 'f', 2
);
"""


@pytest.fixture
def stored(tmp_path: Path) -> Workspace:
    """A warehouse with facts and marts, and a measure that listens."""
    workspace = Workspace(tmp_path / "stored")
    workspace.root.mkdir()
    with open_for_writing(workspace) as warehouse:
        warehouse.run(STORED + _LISTENING)
        assert build_marts(warehouse, read_compiled(), AS_OF).failures == ()
    return workspace


def _follows(warehouse: Warehouse) -> bool:
    """Whether the last night followed: rows that it did not make are still there."""
    return bool(warehouse.one("select count(*) from marts.activity_alignment where text = 'kept'"))


def _mark(warehouse: Warehouse) -> None:
    """Change a row of a mart, which only a night that makes all anew puts right."""
    warehouse.run("update marts.activity_alignment set text = 'kept' where activity_id = 'x:4'")


def test_a_night_with_nothing_new_leaves_the_rows_as_they_stand(stored: Workspace) -> None:
    with open_for_writing(stored) as warehouse:
        _mark(warehouse)
        assert build_marts(warehouse, read_compiled(), AS_OF + timedelta(days=1)).failures == ()
        assert _follows(warehouse)
        assert warehouse.one("select as_of from marts.measure_progress limit 1") == date(
            2026, 10, 6
        )


@pytest.mark.parametrize(
    "change",
    [
        "update core.measures set goal_id = 'bread'",
        "update core.segments set listens_at = ['#elsewhere']",
        "drop table marts.activity_performance",
        "insert into intermediate.touched_activities select activity_key, null from core.activities",
    ],
    ids=["measures", "places", "a table that is gone", "much that is due"],
)
def test_what_all_rows_share_makes_them_all_anew(stored: Workspace, change: str) -> None:
    with open_for_writing(stored) as warehouse:
        _mark(warehouse)
        warehouse.run(change)
        assert build_marts(warehouse, read_compiled(), AS_OF).failures == ()
        assert not _follows(warehouse)
        assert warehouse.one("select count(*) from marts.activity_performance") == 4


def test_another_compiled_project_makes_them_all_anew(stored: Workspace) -> None:
    project = read_compiled()
    other = CompiledProject(project.models, project.tests, "of another version")
    with open_for_writing(stored) as warehouse:
        _mark(warehouse)
        build_marts(warehouse, other, AS_OF)
        assert not _follows(warehouse)


def test_what_changed_waits_where_a_model_cannot_be_made(stored: Workspace) -> None:
    with open_for_writing(stored) as warehouse:
        warehouse.run("update core.verdicts set reason = 'anew' where activity_key = 3")
        warehouse.run("insert into intermediate.touched_activities values (3, null)")
        warehouse.run("alter table core.claims rename column reason to grund")
        assert build_marts(warehouse, read_compiled(), AS_OF).failures != ()
        warehouse.run("alter table core.claims rename column grund to reason")
        assert build_marts(warehouse, read_compiled(), AS_OF).failures == ()
        assert warehouse.rows(
            "select activity_id from marts.activity_alignment where reason = 'anew'"
        ) == [("x:3",)]
        assert warehouse.one("select count(*) from intermediate.touched_activities") == 0


def test_a_test_that_did_not_hold_looks_at_all_rows_until_it_does(stored: Workspace) -> None:
    with open_for_writing(stored) as warehouse:
        warehouse.run("update core.verdicts set alignment = 'odd' where activity_key = 1")
        warehouse.run("insert into intermediate.touched_activities values (1, null)")

        def failing(as_of: date = AS_OF) -> list[int | None]:
            return [node.failing for node in _build(warehouse, as_of).failures]

        assert failing() == [1]
        assert failing() == [1], "though nothing is due any more"
        warehouse.run("update core.verdicts set alignment = 'aligned' where activity_key = 1")
        warehouse.run("insert into intermediate.touched_activities values (1, null)")
        assert failing() == []


def test_all_rows_are_tested_once_a_week(stored: Workspace) -> None:
    with open_for_writing(stored) as warehouse:
        warehouse.run("update marts.activity_alignment set alignment = 'odd'")
        assert _build(warehouse, AS_OF + timedelta(days=6)).failures == ()
        assert len(_build(warehouse, AS_OF + timedelta(days=7)).failures) == 1


def _build(warehouse: Warehouse, as_of: date = AS_OF) -> Shaped:
    return build_marts(warehouse, read_compiled(), as_of)
