"""dbt_like/ is a whole project of dbt, and a night ends in the same marts as `dbt build`."""

from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from docs.generate.lineage import page_of
from rhumbline.marts import Shaped, build_marts, read_compiled
from rhumbline.warehouse.access import open_for_writing
from rhumbline.workspace import Workspace
from tests.checks.conftest import AS_OF
from tests.shaping.conftest import STORED
from tests.shaping.dbt_command import DbtRun, run_dbt

pytestmark = [pytest.mark.xdist_group("dbt"), pytest.mark.slow]

# A test that warns, and one that fails, of a mart that no other model reads.
BROKEN = """
update core.measures set tier = 'miracle';
insert into core.fit by name
select
    'weekend' as segment_id,
    'x' as platform,
    'followers' as audience,
    timestamptz '2026-10-01 09:00:00+00' as observed_at,
    0.7 as share_low,
    0.6 as share_high,
    3 as matched_low,
    4 as matched_high;
"""


class Built(NamedTuple):
    """The same stored facts shaped twice: by a night and by `dbt build`."""

    by_night: Path
    shaped: Shaped
    by_dbt: Path
    run: DbtRun


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    workspaces = [Workspace(folder / "night"), Workspace(folder / "dbt")]
    for workspace in workspaces:
        workspace.root.mkdir()
        with open_for_writing(workspace) as warehouse:
            warehouse.run(STORED + BROKEN)
            shaped = build_marts(warehouse, read_compiled(), AS_OF)
    night, dbt = (workspace.warehouse for workspace in workspaces)
    with duckdb.connect(dbt) as connection:
        connection.execute("drop schema marts cascade; drop schema staging cascade")
    return Built(night, shaped, dbt, run_dbt(folder, dbt, "build"))


def test_dbt_makes_the_relations_that_a_night_makes(built: Built) -> None:
    assert _relations(built.by_night) == _relations(built.by_dbt)
    assert _columns(built.by_night) == _columns(built.by_dbt)


def test_the_rows_are_the_same(built: Built) -> None:
    names = [name for name, *_ in _relations(built.by_night)]
    assert "marts.activity_alignment" in names
    for name in names:
        assert _rows(built.by_night, name) == _rows(built.by_dbt, name), name


def test_the_same_tests_warn_and_fail_for_as_many_rows(built: Built) -> None:
    by_night = {
        node.name: (node.status, node.failing, node.message)
        for node in built.shaped.nodes
        if node.kind == "test"
    }
    results = built.run.results()
    by_dbt = {
        name: (results[name]["status"], results[name]["failures"], results[name]["message"])
        for name in by_night
    }
    assert by_night == by_dbt
    assert {status for status, *_ in by_night.values()} == {"pass", "warn", "fail"}


def test_every_model_and_unit_test_succeeds(built: Built) -> None:
    results = built.run.results()
    units = {name: each for name, each in results.items() if each["unique_id"].startswith("unit")}
    models = {node.name for node in built.shaped.nodes if node.kind == "model"}
    assert {results[name]["status"] for name in models} == {"success"}
    assert {name: each["message"] for name, each in units.items() if each["status"] != "pass"} == {}
    assert len(units) >= 13


@pytest.fixture(scope="module")
def dictionary(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that `rhumbline docs` opens, of the marts as dbt built them."""
    folder = tmp_path_factory.mktemp("documented")
    done = run_dbt(folder, built.by_dbt, "docs", "generate")
    assert done.exit_code == 0, done.output
    page = folder / "index.html"
    page.write_text(page_of(done.target), encoding="utf-8")
    return page


def test_the_data_dictionary_names_no_path_of_the_machine_that_made_it(dictionary: Path) -> None:
    page = dictionary.read_text(encoding="utf-8")
    assert "activity_alignment" in page
    assert str(dictionary.parent) not in page
    assert "INLINE DATA" not in page


@pytest.mark.browser
def test_the_data_dictionary_shows_lineage_and_asks_nobody(dictionary: Path, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{dictionary.as_uri()}#!/model/model.rhumbline.measure_progress")
        page.get_by_text("Depends On").first.wait_for()
        page.get_by_text("goal_progress").first.wait_for()
        assert {request.split("#")[0] for request in requests} == {dictionary.as_uri()}
        browser.close()


def test_without_a_warehouse_the_error_says_how_to_come_by_one(tmp_path: Path) -> None:
    missing = tmp_path / "warehouse.duckdb"
    done = run_dbt(tmp_path, missing, "build")
    assert done.exit_code == 2
    assert f"There is no warehouse.\n    {missing}\n    Run `make demo`" in done.output
    assert not missing.exists()


def _read(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute("load icu; set TimeZone = 'UTC'")
        return connection.execute(sql).fetchall()


def _relations(database: Path) -> list[tuple[Any, ...]]:
    """Name, kind and comment of each relation that a model makes."""
    return _read(
        database,
        """
        select schema_name || '.' || table_name, 'table', comment
        from duckdb_tables()
        where schema_name in ('marts', 'intermediate', 'staging')
        union all
        select schema_name || '.' || view_name, 'view', comment
        from duckdb_views()
        where schema_name in ('marts', 'intermediate', 'staging')
        order by all
        """,
    )


def _columns(database: Path) -> list[tuple[Any, ...]]:
    return _read(
        database,
        """
        select
            schema_name, table_name, column_index, column_name, data_type, is_nullable,
            column_default, comment
        from duckdb_columns()
        where schema_name in ('marts', 'intermediate', 'staging')
        order by all
        """,
    )


def _rows(database: Path, relation: str) -> list[tuple[Any, ...]]:
    return sorted(_read(database, f"from {relation}"), key=repr)
