"""The dbt project shapes the marts in process, beside the night's connection."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from models.platforms import UNKNOWN
from rhumbline.marts import Shaped, build_marts, invoke, note_platforms
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
    "by", "progress", "expected_today", "forecast", "forecast_low", "forecast_high", "status",
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
def test_a_second_night_leaves_the_views_as_they_are(
    warehouse: Warehouse, workspace: Workspace
) -> None:
    again = build_marts(warehouse, workspace.state, date(2026, 10, 6))
    assert again.failures == ()
    assert [node.name for node in again.nodes if node.name.startswith("stg_")] == []
    assert warehouse.one("select as_of from marts.measure_progress") == date(2026, 10, 6)


@pytest.mark.usefixtures("shaped")
def test_views_that_are_gone_are_made_again(warehouse: Warehouse, workspace: Workspace) -> None:
    warehouse.run("drop view staging.stg_observations")
    again = build_marts(warehouse, workspace.state, AS_OF)
    assert again.failures == ()
    assert "stg_observations" in {node.name for node in again.nodes}


@pytest.mark.usefixtures("shaped")
def test_views_of_an_earlier_version_are_dropped(
    warehouse: Warehouse, workspace: Workspace
) -> None:
    warehouse.run("create view staging.stg_x__posts as select 1")
    build_marts(warehouse, workspace.state, AS_OF)
    views = warehouse.rows("select view_name from duckdb_views() where schema_name = 'staging'")
    assert views == [("stg_observations",)]


@pytest.mark.usefixtures("shaped")
def test_a_platform_without_a_record_is_staged_by_what_is_assumed_of_it(
    warehouse: Warehouse, workspace: Workspace
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


_BY_ACTIVITY = {"activity_alignment", "activity_at_age", "activity_performance"}


@pytest.mark.usefixtures("shaped")
def test_marts_of_activities_are_made_again_when_anything_in_them_changed(
    warehouse: Warehouse, workspace: Workspace
) -> None:
    build_marts(warehouse, workspace.state, AS_OF)
    tomorrow = build_marts(warehouse, workspace.state, date(2026, 10, 6))
    assert _BY_ACTIVITY.isdisjoint(node.name for node in tomorrow.nodes)
    for table, column in (
        ("activities", "text"), ("verdicts", "reason"), ("observations", "format"),
    ):  # fmt: skip
        warehouse.run("begin")
        warehouse.run(f"create temporary table kept as from core.{table}")
        warehouse.run(f"update core.{table} set {column} = 'changed'")
        warehouse.run("commit")
        changed = build_marts(warehouse, workspace.state, AS_OF)
        warehouse.run(f"delete from core.{table}; insert into core.{table} from kept")
        warehouse.run("drop table kept")
        again = build_marts(warehouse, workspace.state, AS_OF)
        for told in (changed, again):
            assert {node.name for node in told.nodes} >= _BY_ACTIVITY, table
    assert (
        warehouse.one("select count(*) from marts.activity_alignment where reason = 'changed'") == 0
    )


@pytest.mark.usefixtures("shaped")
def test_marts_of_activities_that_are_gone_are_made_again(
    warehouse: Warehouse, workspace: Workspace
) -> None:
    build_marts(warehouse, workspace.state, AS_OF)
    warehouse.run("drop table marts.activity_performance")
    build_marts(warehouse, workspace.state, AS_OF)
    assert warehouse.one("select count(*) from marts.activity_performance") == 4


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
def test_a_broken_mart_is_a_failure_and_the_others_stand(
    warehouse: Warehouse, workspace: Workspace
) -> None:
    warehouse.run("alter table core.verdicts rename column evidence to evidenz")
    try:
        broken = build_marts(warehouse, workspace.state, AS_OF)
    finally:
        warehouse.run("alter table core.verdicts rename column evidenz to evidence")
    failed = {node.name: node for node in broken.failures}
    assert "activity_alignment" in failed
    assert failed["activity_alignment"].status == "error"
    assert "evidence" in str(failed["activity_alignment"].message)
    assert "measure_progress" not in failed
    assert build_marts(warehouse, workspace.state, AS_OF).failures == ()


@pytest.mark.usefixtures("shaped")
def test_a_test_that_warns_is_no_failure(warehouse: Warehouse, workspace: Workspace) -> None:
    warehouse.run("update core.measures set tier = 'miracle'")
    try:
        told = build_marts(warehouse, workspace.state, AS_OF)
    finally:
        warehouse.run("update core.measures set tier = 'outcome'")
    assert told.failures == ()
    assert [(node.kind, node.failing) for node in told.warnings] == [("test", 1)]


@pytest.mark.usefixtures("shaped")
def test_dbt_writes_into_the_workspace_only(workspace: Workspace) -> None:
    home = workspace.state / "dbt"
    assert (home / "target" / "partial_parse.msgpack").is_file()
    assert (home / "logs" / "dbt.log").is_file()
    left = {path.name for path in PROJECT.iterdir()}
    assert left.isdisjoint({"target", "logs", "dbt_packages", ".user.yml", "package-lock.yml"})
    assert "RHUMBLINE_WAREHOUSE" not in os.environ


def test_dbt_is_quiet(
    warehouse: Warehouse, workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    build_marts(warehouse, workspace.state, AS_OF, ["measure_progress"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("shaped")
def test_every_unit_test_of_the_project_passes(warehouse: Warehouse, workspace: Workspace) -> None:
    done = invoke(["test", "--select", "test_type:unit"], warehouse.path, workspace.state / "dbt")
    assert done.exception is None
    statuses = {result.node.name: str(result.status) for result in done.result}
    assert {name for name, status in statuses.items() if status != "pass"} == set()
    assert len(done.result) >= 9


def test_every_data_test_of_the_project_passes(warehouse: Warehouse, workspace: Workspace) -> None:
    build_marts(
        warehouse, workspace.state, AS_OF
    )  # another test may have left a mart of its own making
    done = invoke(["test", "--select", "test_type:data"], warehouse.path, workspace.state / "dbt")
    assert {str(result.status) for result in done.result} == {"pass"}
    assert "unique_activity_alignment_activity_id" in {r.node.name for r in done.result}


@pytest.mark.usefixtures("shaped")
def test_dbt_docs_are_made(warehouse: Warehouse, workspace: Workspace) -> None:
    home = workspace.state / "dbt"
    done = invoke(["docs", "generate"], warehouse.path, home)
    assert done.success
    assert (home / "target" / "index.html").is_file()
    assert "activity_alignment" in (home / "target" / "catalog.json").read_text(encoding="utf-8")


def test_the_file_is_free_for_others_when_the_night_is_over(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with open_for_writing(workspace) as opened:
        build_marts(opened, workspace.state, AS_OF, ["measure_progress"])
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
