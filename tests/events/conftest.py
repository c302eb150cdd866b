"""A warehouse in memory, and exports put into it by hand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate

BEGIN = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    """Return an empty warehouse with its schema."""
    with duckdb.connect() as connection:
        warehouse = Warehouse(in_utc(connection), Path(":memory:"))
        migrate(warehouse)
        yield warehouse


def day(number: int) -> datetime:
    """The moment of an export, days after the first."""
    return BEGIN + timedelta(days=number)


def tell(  # a test names only what it is about
    warehouse: Warehouse,
    export_id: str,
    at: datetime,
    posts: dict[str, dict[str, float | None]],
    *,
    format_: str = "x_content",
    basis: str = "lifetime",
    period_from: date | None = None,
) -> None:
    """Store an export that tells these figures of these posts."""
    key = warehouse.one("select coalesce(max(export_key), 0) + 1 from core.exports")
    counts = dict.fromkeys(("rows_seen", "rows_kept", "rows_folded", "rows_rejected"), 0)
    export = {
        "export_key": key, "export_id": export_id, "sha256": export_id, "name": export_id,
        "folder": "", "status": "read", "format": format_, "observed_at": at, "is_at_row_cap": False,
    } | counts  # fmt: skip
    warehouse.append("core.exports", pl.DataFrame([export]))
    for post, figures in posts.items():
        told = {name: value for name, value in figures.items() if value is not None}
        row = told | {
            "activity_key": int(post.split(":")[1]), "activity_id": post, "export_key": key,
            "export_id": export_id, "observed_at": at, "format": format_, "basis": basis,
            "period_from": period_from, "line": 2,
        }  # fmt: skip
        warehouse.append(
            "core.observations", pl.DataFrame([row], schema_overrides={"period_from": pl.Date()})
        )


def changes(warehouse: Warehouse, metric: str = "reactions") -> list[tuple[object, ...]]:
    """(activity, day from, day to, delta, figure, restatement?, export) in order."""
    return warehouse.rows(
        """
        select
            activity_id,
            date_diff('day', ?, from_observed_at),
            date_diff('day', ?, to_observed_at),
            delta,
            figure,
            is_restatement,
            export_id
        from core.metric_changes
        where metric = ?
        order by all
        """,
        BEGIN,
        BEGIN,
        metric,
    )
