"""Workspaces to spend nights in: a strategy, a few small exports, and what is compared."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import duckdb

from rhumbline.checks import CheckReport
from rhumbline.marts import Shaped, build_marts
from rhumbline.night import check_promises, log_and_run
from rhumbline.reports.site import write_site
from rhumbline.strategy.file import loads
from rhumbline.warehouse.connection import quoted
from rhumbline.workspace import Workspace
from tests.demo.making import SIX_WEEKS

T = TypeVar("T")
Content = dict[str, tuple[list[str], list[tuple[Any, ...]]]]

AS_OF: Final = date(2026, 10, 13)
STRATEGY: Final = (SIX_WEEKS / "workspace" / "strategy.yaml").read_bytes()
STORED: Final = loads(STRATEGY).strategy
X: Final = "account_analytics_content_*.csv"
FACEBOOK: Final = "Sep-01*_11*"
TIKTOK: Final = "Content.zip"
_MOMENTS: Final = {
    "first": datetime(2026, 9, 22, 10, 0, tzinfo=UTC),
    "second": datetime(2026, 10, 13, 10, 0, tzinfo=UTC),
}


def workspace_in(root: Path, *patterns: str, download: str = "first") -> Workspace:
    """Return a workspace with the strategy of the six weeks, and its exports that match in the inbox."""
    workspace = Workspace(root)
    workspace.inbox.mkdir(parents=True)
    workspace.strategy.write_bytes(STRATEGY)
    for pattern in patterns:
        drop(workspace, pattern, download)
    return workspace


def drop(workspace: Workspace, pattern: str, download: str = "first") -> Path:
    """Put one export of the planted six weeks into the inbox, as of its moment."""
    (export,) = (SIX_WEEKS / download).glob(pattern)
    return put(workspace, export.name, export.read_bytes(), _MOMENTS[download])


def put(
    workspace: Workspace, name: str, content: bytes, moment: datetime = _MOMENTS["first"]
) -> Path:
    """Put a file into the inbox, untouched since a moment."""
    path = workspace.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    return path


def lost(workspace: Workspace, root: Path) -> Workspace:
    """Return what is left of a workspace where only archive/, decisions and strategy were kept."""
    root.mkdir()
    shutil.copytree(workspace.archive, root / "archive")
    for kept in (workspace.strategy, workspace.decisions):
        if kept.exists():
            shutil.copy2(kept, root)
    return Workspace(root)


def unshaped(name: str, stage: Callable[..., T], *args: object) -> T:
    """Run a stage, but for the marts, the checks and the site."""
    instead: dict[Callable[..., Any], Any] = {
        build_marts: Shaped(()), check_promises: CheckReport(AS_OF, (), {}), write_site: None,
    }  # fmt: skip
    return cast("T", instead[stage]) if stage in instead else log_and_run(name, stage, *args)


def content(database: Path, *schemas: str) -> Content:
    """Every row of every table of the schemas (core and marts), but for its internal integer keys."""
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute("load icu; set TimeZone = 'UTC'")
        return {
            f"{schema}.{table}": _rows(connection, schema, table)
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables() order by all"
            ).fetchall()
            if schema in (schemas or ("core", "marts"))
        }


def _rows(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    columns = [
        name
        for name, kind in connection.execute(
            "select column_name, data_type from duckdb_columns() "
            "where schema_name = ? and table_name = ? order by column_index",
            [schema, table],
        ).fetchall()
        if not (name.endswith("_key") and kind in ("INTEGER", "BIGINT"))
    ]
    listed = ", ".join(map(quoted, columns))
    rows = connection.execute(f"select {listed} from {quoted(schema)}.{quoted(table)}").fetchall()
    return columns, sorted(rows, key=repr)
