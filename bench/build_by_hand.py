"""The third yardstick: the tables of core and marts built by hand-written SQL from what dlt loaded.

`python -m bench.build_by_hand LOADED NIGHT DATABASE`: LOADED is dlt's database, NIGHT the warehouse
of a night over the same export, whose verdicts and small tables are given. Nothing is archived,
aligned, measured, checked or published.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from rhumbline.marts import build_marts, read_compiled
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate

_STATEMENTS: Final = Path(__file__).with_name("hand_written")
_BY_HAND: Final = ("activities", "observations", "verdicts", "traces", "activity_references")


def build(loaded: Path, night: Path, database: Path) -> None:
    """Build every table of core and marts in a new database, and write it to the disk."""
    with duckdb.connect(str(database)) as connection:
        in_utc(connection)
        connection.execute("set preserve_insertion_order = false")
        warehouse = Warehouse(connection, database)
        migrate(warehouse)
        for path, name in ((loaded, "loaded"), (night, "night")):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        for table in _given(connection):
            connection.execute(f"insert into core.{table} by name from night.core.{table}")
        for statement in sorted(_STATEMENTS.glob("*.sql")):
            connection.execute(statement.read_text(encoding="utf-8"))
        build_marts(warehouse, read_compiled(), _as_of(connection))
        connection.execute("checkpoint")


def _given(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The small tables of core, such as the strategy's and the weeks of measures."""
    rows = connection.execute(
        """
        select table_name from duckdb_tables()
        where database_name = 'night' and schema_name = 'core' order by table_name
        """
    ).fetchall()
    return [name for (name,) in rows if name not in _BY_HAND]


def _as_of(connection: duckdb.DuckDBPyConnection) -> date:
    row = connection.execute("select as_of from night.intermediate.night").fetchone()
    assert row is not None  # a night always notes its day
    return date.fromisoformat(str(row[0]))


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:]))
