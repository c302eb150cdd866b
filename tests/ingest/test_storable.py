"""A row that core cannot hold is rejected with its line and its reason, and costs no other row."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from rhumbline.ingest.storable import REQUIRED, reject_unstorable, separate
from rhumbline.reading.batch import SCHEMAS, Batch, Kind
from rhumbline.reading.numbers import LARGEST, parse_numbers
from rhumbline.warehouse.connection import Warehouse
from rhumbline.warehouse.migrations import migrate

_TABLES = {
    Kind.POSTS: "activities",
    Kind.DAILY: "account_days",
    Kind.AUDIENCE: "audiences",
    Kind.TRAFFIC: "traffic",
    Kind.CONVERSIONS: "outcomes",
}
_SOUND: dict[Kind, dict[str, Any]] = {
    Kind.POSTS: {"native_id": "1", "published_at": datetime(2026, 9, 1, tzinfo=UTC), "reach": 3},
    Kind.DAILY: {"date": date(2026, 9, 1), "reach": 3},
    Kind.AUDIENCE: {"audience": "viewers", "facet": "age", "value": "18-24", "count": 3.0},
    Kind.TRAFFIC: {"source": "newsletter", "sessions": 3},
    Kind.CONVERSIONS: {"date": date(2026, 9, 1), "name": "signups", "value": 3.0},
}
_HOSTILE = [
    (Kind.POSTS, "native_id", None, "The row has no id."),
    (Kind.DAILY, "date", None, "The row has no day."),
    (Kind.AUDIENCE, "value", None, "The row has no value."),
    (Kind.CONVERSIONS, "name", None, "The row has no name of the outcome."),
    (Kind.POSTS, "reach", 2**63 - 1, "reach is 9223372036854775807, which is more than can be."),
    (Kind.POSTS, "reach", -(2**63), "reach is -9223372036854775808, which is more than can be."),
    (Kind.POSTS, "people", 10**11, "people is 100000000000, which is more than can be."),
    (Kind.POSTS, "watch_seconds", float("nan"), "watch_seconds is NaN, which is more than can be."),
    (Kind.POSTS, "watch_seconds", float("-inf"), "watch_seconds is -inf, which is more than can"),
    (Kind.DAILY, "reach", 1e20, "reach is '1e+20', which cannot be stored."),
    (Kind.DAILY, "reach", "many", "reach is 'many', which cannot be stored."),
    (Kind.DAILY, "date", date(1, 1, 1), "date is 0001-01-01, which is no day from 1900 to 2099."),
    (
        Kind.POSTS,
        "published_at",
        datetime(9999, 12, 31, 23, tzinfo=UTC),
        "published_at is 9999-12-31, which is no day from 1900 to 2099.",
    ),
]


@pytest.mark.parametrize(("kind", "column", "hostile", "reason"), _HOSTILE)
def test_a_row_that_core_cannot_hold_is_rejected_alone(
    kind: Kind, column: str, hostile: object, reason: str
) -> None:
    sound = _SOUND[kind]
    rows = pl.concat(
        [
            pl.DataFrame([sound | {"line": 2}]),
            pl.DataFrame([sound | {"line": 3, column: hostile}]),
            pl.DataFrame([sound | {"line": 4}]),
        ],
        how="diagonal_relaxed",
    )
    part = reject_unstorable(Batch.of(kind, rows).on_sheet("September"))
    assert part.rows["line"].to_list() == [2, 4]
    (rejected,) = part.rejected.to_dicts()
    assert (rejected["line"], rejected["sheet"]) == (3, "September")
    assert reason in rejected["reason"]
    assert part.seen == 3


def test_what_core_never_leaves_empty_is_required_of_every_row() -> None:
    with duckdb.connect(":memory:") as connection:
        warehouse = Warehouse(connection, Path("nowhere"))
        migrate(warehouse)
        for kind, table in _TABLES.items():
            never_null = {
                name
                for (name,) in warehouse.rows(
                    """
                    select column_name from duckdb_columns()
                    where schema_name = 'core' and table_name = ? and not is_nullable
                    """,
                    table,
                )
            }
            filled = {"platform", "type"}  # by ingest, where a row does not say
            required = set(SCHEMAS[kind]) & never_null - filled
            assert required == set(REQUIRED.get(kind, {})), kind


def test_sound_rows_come_back_as_they_are() -> None:
    rows = pl.DataFrame({"line": [2, LARGEST * 2], "reach": [-LARGEST, LARGEST]})
    kept, rejected = separate(rows, {})
    assert kept is rows
    assert rejected.is_empty()


def test_a_figure_beyond_what_any_platform_counts_is_no_number() -> None:
    values, bad = parse_numbers(pl.Series(["1e308", "-1e308", "9" * 20, "1e15", "inf", None]))
    assert bad.to_list() == [True, True, True, False, True, False]
    assert values[3] == LARGEST
