"""Exports that the strategy expects and that did not come."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from models.strategy import Strategy
from rhumbline.ingest.overdue import missing_exports
from rhumbline.warehouse.connection import Warehouse, in_utc
from tests.night.workspaces import STORED

AS_OF = date(2026, 10, 13)


@pytest.fixture
def warehouse() -> Warehouse:
    connection = in_utc(duckdb.connect())
    connection.execute(
        """
        create schema core;
        create table core.exports (platform varchar, observed_at timestamptz, status varchar);
        insert into core.exports values
            ('x', '2026-10-01 12:00:00+00', 'read'),
            ('x', '2026-10-13 12:00:00+00', 'refused'),
            ('meta', '2026-10-12 12:00:00+00', 'read'),
            ('facebook', '2026-09-02 12:00:00+00', 'read')
        """
    )
    return Warehouse(connection, Path(":memory:"))


def expecting(**every_days: int) -> Strategy:
    """Return the demonstration's strategy, in force from 2026-09-01, with these expected exports."""
    return STORED.model_copy(update={"expected_exports": every_days})


def test_an_export_is_missing_where_the_last_one_that_was_read_is_too_old(
    warehouse: Warehouse,
) -> None:
    missing = missing_exports(warehouse, expecting(x=7, linkedin=30), AS_OF)
    assert [(each.platform, each.last) for each in missing] == [
        ("x", date(2026, 10, 1)),
        ("linkedin", None),
    ]
    assert missing_exports(warehouse, expecting(x=12, linkedin=60), AS_OF) == ()


def test_an_export_that_may_be_of_either_platform_counts_for_both(warehouse: Warehouse) -> None:
    assert missing_exports(warehouse, expecting(facebook=7, instagram=7, meta=7), AS_OF) == ()
