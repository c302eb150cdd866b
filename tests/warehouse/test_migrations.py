"""A warehouse of an earlier version keeps what it holds when it is migrated."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate, migrations

BEFORE_DUE_ON = 9  # the last migration of a schema whose measures have a column `by`
_MEASURE = """
insert into core.measures by name
select
    '2026-09-01' as strategy_version, 'signups' as measure_id, 'rota' as goal_id,
    'weekend' as segment_id, 'lead' as stage, 'outcome' as tier, 'sum(signups)' as value,
    20 as baseline, 200 as target, date '2027-06-30' as "by", 'up' as direction,
    'f' as fingerprint, 1 as position
"""


def warehouse_of(last_migration: int) -> Warehouse:
    """An empty warehouse as the version with this last migration left it."""
    warehouse = Warehouse(in_utc(duckdb.connect()), Path(":memory:"))
    warehouse.run("create table main.migrations (number integer, name varchar)")
    for number, (name, sql) in sorted(migrations().items()):
        if number <= last_migration:
            warehouse.run(sql)
            warehouse.run("insert into main.migrations values (?, ?)", number, name)
    return warehouse


def test_a_deadline_called_by_is_called_due_on() -> None:
    warehouse = warehouse_of(BEFORE_DUE_ON)
    warehouse.run(_MEASURE)
    migrate(warehouse)
    assert warehouse.rows("select measure_id, due_on, target from core.measures") == [
        ("signups", date(2027, 6, 30), 200.0)
    ]
    assert warehouse.one("select comment from duckdb_columns() where column_name = 'due_on'")
    with pytest.raises(duckdb.BinderException, match='"by"'):
        warehouse.rows('select "by" from core.measures')
