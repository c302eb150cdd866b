"""The marts are made of what dbt compiled, on the night's own connection."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from models.platforms import UNKNOWN
from rhumbline.marts import Shaped, build_marts, read_compiled
from rhumbline.marts.night_facts import note_platforms
from rhumbline.warehouse.access import open_for_writing, open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.warehouse.publication import publish
from rhumbline.workspace import Workspace
from tests.checks.conftest import AS_OF

PROJECT = Path(__file__).resolve().parents[2] / "dbt_like"
ALIGNMENT = (
    "activity_id", "platform", "account", "published_at", "permalink", "text", "alignment",
    "reason", "measure_id", "goal_id", "segment_id", "tie_id", "evidence", "strategy_version",
)  # fmt: skip
PROGRESS = (
    "measure_id", "goal_id", "segment_id", "stage", "tier", "as_of", "value", "baseline", "target",
    "due_on", "progress", "expected_today", "forecast", "forecast_low", "forecast_high", "status",
)  # fmt: skip
COVERAGE = ("week", "platform", "account", "activities", "judged", "aligned", "share")


def test_every_model_and_test_of_the_first_night_succeeds(shaped: Shaped) -> None:
    assert shaped.failures == shaped.warnings == ()
    models = {node.name for node in shaped.nodes if node.kind == "model"}
    assert models >= {
        "activity_alignment",
        "measure_progress",
        "coverage_by_week",
        "stg_observations",
    }
    assert {node.status for node in shaped.nodes} == {"success", "pass"}


@pytest.mark.parametrize(
    ("mart", "columns"),
    [
        ("activity_alignment", ALIGNMENT),
        ("measure_progress", PROGRESS),
        ("coverage_by_week", COVERAGE),
    ],
)
@pytest.mark.usefixtures("shaped")
def test_a_mart_has_the_columns_of_its_contract(
    mart: str, columns: tuple[str, ...], warehouse: Warehouse
) -> None:
    found = warehouse.rows(
        "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = ? "
        "order by column_index",
        mart,
    )
    names = [name for (name,) in found]
    assert tuple(names[: len(columns)]) == columns


@pytest.mark.usefixtures("shaped")
def test_alignment_is_told_activity_by_activity(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select activity_id, alignment, measure_id, goal_id, segment_id, evidence "
        "from marts.activity_alignment order by activity_id"
    )
    assert rows == [
        ("x:1", "aligned", "signups", "rota", "weekend", None),
        ("x:2", "aligned", "signups", "rota", "weekend", None),
        ("x:3", "untraceable", None, None, None, None),
        ("x:4", "predates_strategy", None, None, None, None),
    ]


@pytest.mark.usefixtures("shaped")
def test_a_later_export_gives_the_figures(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select activity_id, shown_as, shown, reactions, comments, responses, age_days "
        "from marts.activity_performance order by activity_id limit 2"
    )
    assert rows == [
        ("x:1", "impressions", 150, 8, None, 8, 23),
        ("x:2", "impressions", 100, 10, None, 10, 11),
    ]


@pytest.mark.usefixtures("shaped")
def test_coverage_and_progress(warehouse: Warehouse) -> None:
    assert warehouse.rows("from marts.coverage_by_week order by week") == [
        (date(2026, 7, 27), "x", "riverside", 1, 0, 0, None),
        (date(2026, 9, 7), "x", "riverside", 3, 3, 2, pytest.approx(2 / 3)),
    ]
    progress = warehouse.frame("from marts.measure_progress").to_dicts()
    assert len(progress) == 1
    assert progress[0]["measure_id"] == "signups"
    assert (progress[0]["as_of"], progress[0]["target"]) == (AS_OF, 200)
    assert (progress[0]["value"], progress[0]["status"]) == (None, "not measured")


@pytest.mark.usefixtures("shaped")
def test_every_published_table_and_column_carries_a_comment(warehouse: Warehouse) -> None:
    bare = warehouse.rows(
        """
        select schema_name, table_name, '' as column_name
        from duckdb_tables()
        where comment is null and schema_name in ('marts', 'intermediate')
        union all
        select schema_name, table_name, column_name
        from duckdb_columns()
        where comment is null and schema_name in ('marts', 'intermediate')
        """
    )
    assert bare == []


@pytest.mark.usefixtures("shaped")
def test_views_stay_in_staging(warehouse: Warehouse) -> None:
    schemas = warehouse.rows("select distinct schema_name from duckdb_views() where not internal")
    assert schemas == [("staging",)]


@pytest.mark.usefixtures("shaped")
def test_views_of_an_earlier_version_are_dropped(warehouse: Warehouse) -> None:
    warehouse.run("create view staging.stg_x__posts as select 1")
    build_marts(warehouse, read_compiled(), AS_OF)
    views = warehouse.rows("select view_name from duckdb_views() where schema_name = 'staging'")
    assert views == [("stg_observations",)]


@pytest.mark.usefixtures("shaped")
def test_a_platform_without_a_record_is_staged_by_what_is_assumed_of_it(
    warehouse: Warehouse,
) -> None:
    warehouse.run("begin")
    warehouse.run("create temporary table kept as from core.activities")
    warehouse.run("update core.activities set platform = 'lanternpost' where activity_id = 'x:4'")
    warehouse.run("commit")
    note_platforms(warehouse)
    known = warehouse.rows("from intermediate.platforms where platform in ('lanternpost', 'x')")
    warehouse.run("delete from core.activities; insert into core.activities from kept")
    warehouse.run("drop table kept")
    assert known == [
        ("lanternpost", list(UNKNOWN.shown_as), False),
        ("x", ["impressions"], False),
    ]


@pytest.mark.usefixtures("shaped")
def test_a_fresh_process_reads_every_published_relation(
    warehouse: Warehouse, workspace: Workspace
) -> None:
    publish(workspace, warehouse)
    script = (
        "import duckdb, sys\n"
        "opened = duckdb.connect(sys.argv[1], read_only=True)\n"
        "names = opened.execute(\"select schema_name || '.' || table_name from duckdb_tables()\")\n"
        "for (name,) in names.fetchall():\n"
        "    opened.execute(f'select * from {name}').fetchall()\n"
        "    print(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(workspace.published)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert {"marts.activity_alignment", "intermediate.night"} <= set(done.stdout.split())
    with open_published(workspace) as published:
        assert published.one("select count(*) from marts.activity_alignment") == 4


@pytest.mark.usefixtures("shaped")
def test_when_a_model_cannot_be_made_the_marts_stay_as_they_were(warehouse: Warehouse) -> None:
    before = _stand(warehouse)
    warehouse.run("alter table core.verdicts rename column evidence to evidenz")
    warehouse.run("delete from core.claims; delete from core.effort_weeks")
    try:
        broken = build_marts(warehouse, read_compiled(), date(2026, 10, 6))
    finally:
        warehouse.run("alter table core.verdicts rename column evidenz to evidence")
    (failed,) = broken.failures
    assert (failed.kind, failed.status) == ("model", "error")
    assert "evidence" in str(failed.message)
    assert {node.status for node in broken.nodes} == {"error", "skipped"}
    assert len(broken.nodes) == len(build_marts(warehouse, read_compiled(), AS_OF).nodes)
    assert _stand(warehouse) == before


@pytest.mark.usefixtures("shaped")
def test_a_row_that_a_contract_forbids_is_such_a_failure(warehouse: Warehouse) -> None:
    before = _stand(warehouse)
    warehouse.run(
        "insert into core.claims by name "
        "select 'outcomes' as source, 'e1' as export_id, false as is_counted, '' as reason"
    )
    project = read_compiled()
    (unclaimed,) = [model for model in project.models if model.name == "unclaimed"]
    query = unclaimed.query.replace("claims.source,", "null as source,")
    models = (*project.models, replace(unclaimed, query=query))
    try:
        broken = build_marts(warehouse, replace(project, models=models), date(2026, 10, 6))
    finally:
        warehouse.run("delete from core.claims")
    assert [node.message for node in broken.failures] == [
        "Constraint Error: NOT NULL constraint failed: unclaimed.source"
    ]
    assert _stand(warehouse) == before


def _stand(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Every row and comment of the marts, and the night they are of."""
    tables = warehouse.rows("select table_name from duckdb_tables() where schema_name = 'marts'")
    content = {
        name: sorted(warehouse.rows(f"from marts.{name}"), key=repr) for (name,) in sorted(tables)
    }
    content["night"] = warehouse.rows("from intermediate.night")
    content["comments"] = warehouse.rows(
        "select table_name, column_name, comment from duckdb_columns() "
        "where schema_name = 'marts' order by all"
    )
    return content


@pytest.mark.usefixtures("shaped")
def test_a_test_that_fails_leaves_the_marts_for_a_look_at_its_rows(warehouse: Warehouse) -> None:
    warehouse.run(
        "insert into core.fit by name select 'weekend' as segment_id, 'x' as platform, "
        "'followers' as audience, timestamptz '2026-10-01 09:00:00+00' as observed_at, "
        "0.7 as share_low, 0.6 as share_high, 3 as matched_low, 4 as matched_high"
    )
    try:
        told = build_marts(warehouse, read_compiled(), AS_OF)
        left = warehouse.rows("select share_low, share_high from marts.segment_fit")
    finally:
        warehouse.run("delete from core.fit")
    assert [(n.status, n.failing, n.message) for n in told.failures] == [
        ("fail", 1, "Got 1 result, configured to fail if != 0")
    ]
    assert left == [(0.7, 0.6)]
    assert build_marts(warehouse, read_compiled(), AS_OF).failures == ()


@pytest.mark.usefixtures("shaped")
def test_a_test_whose_query_cannot_run_is_a_failure(warehouse: Warehouse) -> None:
    project = read_compiled()
    broken = replace(
        project.tests[0], query="select no_such_column from marts.path", query_of_due=None
    )
    told = build_marts(warehouse, replace(project, tests=(broken,)), AS_OF)
    assert [(node.name, node.status) for node in told.failures] == [(broken.name, "error")]


@pytest.mark.usefixtures("shaped")
def test_a_test_that_warns_is_no_failure(warehouse: Warehouse) -> None:
    warehouse.run("update core.measures set tier = 'miracle'")
    try:
        told = build_marts(warehouse, read_compiled(), AS_OF)
    finally:
        warehouse.run("update core.measures set tier = 'outcome'")
    assert told.failures == ()
    assert [(node.kind, node.failing) for node in told.warnings] == [("test", 1)]


def test_the_file_is_free_for_others_when_the_night_is_over(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with open_for_writing(workspace) as opened:
        build_marts(opened, read_compiled(), AS_OF)
    script = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('from core.activities')"
    subprocess.run([sys.executable, "-c", script, str(workspace.warehouse)], check=True)


def test_every_model_is_described_and_every_mart_says_every_column() -> None:
    described = {
        model["name"]: model
        for path in (PROJECT / "models").rglob("*.yml")
        for model in YAML(typ="safe").load(path).get("models", [])
    }
    files = {path.stem for path in (PROJECT / "models").rglob("*.sql")}
    assert set(described) == files
    assert [name for name, model in described.items() if not model.get("description")] == []
    marts = {path.stem for path in (PROJECT / "models" / "marts").glob("*.sql")}
    bare = [
        (mart, column["name"])
        for mart in marts
        for column in described[mart]["columns"]
        if not column.get("description")
    ]
    assert bare == []
