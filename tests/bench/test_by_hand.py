"""The hand-written SQL that a night is raced against builds what the night builds, row for row."""

import duckdb
import pytest

from bench import posts, workspace
from bench.build_by_hand import build
from rhumbline.night import run_night
from rhumbline.workspace import Workspace

# As dlt names the columns of X's export.
_LOADED = """
create schema bench;
create table bench.posts as
select * rename (
    "Post id" as post_id, "Post text" as post_text, "Post Link" as post_link,
    "Impressions" as impressions, "Likes" as likes, "Engagements" as engagements,
    "Bookmarks" as bookmarks, "New follows" as new_follows, "Replies" as replies,
    "Reposts" as reposts, "Profile visits" as profile_visits, "URL Clicks" as url_clicks
)
from read_csv('{export}')
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The warehouse of a night and the database built by hand, attached to one connection."""
    folder = tmp_path_factory.mktemp("by_hand")
    export = folder / "account_analytics_content_2024-07-01_2026-06-30.csv"
    posts.write(export, 400)
    workspace.make(folder / "night", export)
    run_night(Workspace(folder / "night"))
    with duckdb.connect(str(folder / "loaded.duckdb")) as loaded:
        loaded.execute(_LOADED.format(export=export))
    night = folder / "night" / "warehouse.duckdb"
    build(folder / "loaded.duckdb", night, folder / "by_hand.duckdb")
    connection = duckdb.connect()
    connection.execute(f"attach '{night}' as night (read_only)")
    connection.execute(f"attach '{folder / 'by_hand.duckdb'}' as by_hand (read_only)")
    return connection


def tables(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    rows = connection.execute(
        """
        select schema_name || '.' || table_name from duckdb_tables()
        where database_name = ? and schema_name in ('core', 'marts')
        """,
        [database],
    ).fetchall()
    return {name for (name,) in rows}


def test_every_table_of_core_and_marts_is_built(both: duckdb.DuckDBPyConnection) -> None:
    built = tables(both, "by_hand")
    assert built == tables(both, "night")
    assert {"core.observations", "core.verdicts", "marts.activity_alignment"} <= built


def test_every_table_has_the_same_rows(both: duckdb.DuckDBPyConnection) -> None:
    differing = {
        table: both.execute(
            f"""
            select count(*)
            from ((from night.{table} except all from by_hand.{table})
            union all (from by_hand.{table} except all from night.{table}))
            """
        ).fetchall()[0][0]
        for table in sorted(tables(both, "night"))
    }
    assert {table: rows for table, rows in differing.items() if rows} == {}
    assert both.execute("select count(*) from by_hand.core.activities").fetchall() == [(400,)]
