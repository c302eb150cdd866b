"""A warehouse that holds core.engagement_events keeps its changes when it is migrated."""

from pathlib import Path

import duckdb
import pytest

from rhumbline.events import derive_events
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate, migrations
from tests.events.conftest import day, tell

BEFORE_CHANGES = 6  # the last migration of a schema with core.engagement_events
OF_THE_OLD_SCHEMA = """
insert into core.activities by name
select
    activity_key, any_value(activity_id) as activity_id, 'x' as platform,
    cast(activity_key as varchar) as native_id, 'post' as type
from core.observations
group by activity_key;

insert into core.engagement_events values
('x:1', 'reactions', null, $first, 10, true, false, 'a'),
('x:1', 'reactions', $first, $second, 5, false, false, 'b'),
('x:1', 'watch_seconds', null, $first, 0.1, true, false, 'a'),
('x:1', 'watch_seconds', $first, $third, 0.2, false, false, 'c'),
('x:1', 'reactions', $second, $third, -3, false, true, 'c'),
('x:1', 'saves', $first, $second, 2, false, false, 'b'),
('x:2', 'reactions', null, $first, 7, true, false, 'a');

insert into core.formed_exports values ('a'), ('b'), ('c');
"""


@pytest.fixture
def old_warehouse() -> Warehouse:
    """Return a warehouse as the last version left it: two posts, one of them told three times."""
    warehouse = Warehouse(in_utc(duckdb.connect()), Path(":memory:"))
    warehouse.run("create table main.migrations (number integer, name varchar)")
    for number, (name, sql) in sorted(migrations().items()):
        if number <= BEFORE_CHANGES:
            warehouse.run(sql)
            warehouse.run("insert into main.migrations values (?, ?)", number, name)
    figures: dict[str, float | None] = {"reactions": 10, "saves": 0, "watch_seconds": 0.1}
    tell(warehouse, "a", day(0), {"x:1": figures, "x:2": {"reactions": 7}})
    tell(warehouse, "b", day(7), {"x:1": {"reactions": 15, "saves": 2}})
    tell(warehouse, "c", day(9), {"x:1": {"reactions": 12, "saves": 2, "watch_seconds": 0.3}})
    moments = {"first": day(0), "second": day(7), "third": day(9)}
    for statement in OF_THE_OLD_SCHEMA.split(";\n"):
        warehouse.run(statement, **{k: v for k, v in moments.items() if f"${k}" in statement})
    return warehouse


def test_changes_are_carried_over_as_they_would_be_derived(old_warehouse: Warehouse) -> None:
    migrate(old_warehouse)
    carried = old_warehouse.rows("from core.metric_changes order by all")
    assert len(carried) == 4
    assert derive_events(old_warehouse) == 0, "what was processed stays processed"
    old_warehouse.run("delete from core.formed_exports")
    assert derive_events(old_warehouse) == 1
    assert [row[:6] + row[7:] for row in carried] == [
        row[:6] + row[7:] for row in old_warehouse.rows("from core.metric_changes order by all")
    ]
    assert [row[6] for row in carried] == pytest.approx([5, -3, 2, 0.2])


def test_old_sql_fails_by_the_name_of_its_table(old_warehouse: Warehouse) -> None:
    migrate(old_warehouse)
    with pytest.raises(duckdb.CatalogException, match="engagement_events does not exist"):
        old_warehouse.rows("select sum(delta) from core.engagement_events")
