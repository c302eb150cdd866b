"""Sums of fractions are the same to the last digit, in whatever order DuckDB hands out the rows."""

from collections.abc import Sequence
from typing import Any

from rhumbline.marts import build_marts, read_compiled
from rhumbline.warehouse.connection import Warehouse
from tests.checks.conftest import AS_OF

MARTS = ("effort", "path", "measure_weeks")
_FRACTIONS = """
    insert into core.effort_weeks by name
    select
        date '2026-08-31' as week,
        'x' as platform,
        'account ' || n as account,
        'aligned' as alignment,
        measures.measure_id,
        measures.goal_id,
        measures.segment_id,
        measures.stage,
        measures.tier,
        1 as activities,
        1 as timed_activities,
        n / 7 as hours,
        n * 28.3 / 7 as cost,
        0 as replies,
        0 as answered_replies,
        0 as earning,
        0 as telling
    from core.measures
    cross join generate_series(1, 59) as numbers (n)
    order by n * ?
"""


def _sums(warehouse: Warehouse, order: int) -> Sequence[Any]:
    warehouse.run("delete from core.effort_weeks")
    warehouse.run(_FRACTIONS, order)
    assert not build_marts(warehouse, read_compiled(), AS_OF).failures
    return [
        sorted(warehouse.rows(f"select columns('hours|cost') from marts.{mart}"), key=repr)
        for mart in MARTS
    ]


def test_sums_are_the_same_in_any_order(warehouse: Warehouse) -> None:
    plain = "select sum(hours) from core.effort_weeks"
    upwards = _sums(warehouse, 1)
    naive = warehouse.one(plain)
    downwards = _sums(warehouse, -1)
    assert naive != warehouse.one(plain), "these fractions would not show a difference"
    assert upwards == downwards
    assert any(figure for row in upwards[0] for figure in row)
