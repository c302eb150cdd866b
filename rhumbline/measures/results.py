"""What a night found of its measures, kept in core for the marts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from rhumbline.measures.progress import Course, MeasureStanding
from rhumbline.measures.weekly_values import Curve, Span
from rhumbline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class Found:
    """One measure: its course, its value over weeks, and where it stands."""

    measure_id: str
    kind: str
    span: Span
    course: Course | None
    curve: Curve
    standing: MeasureStanding


_VALUES: Final = {
    "measure_id": pl.String(),
    "strategy_version": pl.String(),
    "as_of": pl.Date(),
    "starts_on": pl.Date(),
    "kind": pl.String(),
    "value": pl.Float64(),
    "value_high": pl.Float64(),
    "progress": pl.Float64(),
    "expected_today": pl.Float64(),
    "forecast": pl.Float64(),
    "forecast_low": pl.Float64(),
    "forecast_high": pl.Float64(),
    "status": pl.String(),
    "observed_on": pl.Date(),
    "data_rows": pl.Int64(),
    "note": pl.String(),
}
_WEEKS: Final = {
    "measure_id": pl.String(),
    "week": pl.Date(),
    "value": pl.Float64(),
    "value_to_date": pl.Float64(),
    "expected_to_date": pl.Float64(),
    "data_rows": pl.Int64(),
}


_PLATFORM_WEEKS: Final = {
    "measure_id": pl.String(),
    "platform": pl.String(),
    "week": pl.Date(),
    "value": pl.Float64(),
    "data_rows": pl.Int64(),
}
PlatformWeek = tuple[str, str, date, float | None, int]


def keep_platforms(warehouse: Warehouse, rows: Sequence[PlatformWeek]) -> None:
    """Replace core.platform_weeks; the caller holds the transaction."""
    weeks = pl.DataFrame(rows, schema=_PLATFORM_WEEKS, orient="row")
    warehouse.replace("core.platform_weeks", weeks)


def keep(warehouse: Warehouse, found: Sequence[Found], version: str, as_of: date) -> None:
    """Replace core.measure_values and core.measure_weeks; the caller holds the transaction."""
    values = [_value(each, version, as_of) for each in found]
    weeks = [row for each in found for row in _weeks(each)]
    warehouse.replace("core.measure_values", pl.DataFrame(values, schema=_VALUES, orient="row"))
    warehouse.replace("core.measure_weeks", pl.DataFrame(weeks, schema=_WEEKS, orient="row"))


def _value(each: Found, version: str, as_of: date) -> tuple[object, ...]:
    stands, ahead = each.standing, each.standing.forecast
    return (
        each.measure_id, version, as_of, each.span.begins, each.kind, stands.value, each.curve.high,
        stands.progress, stands.expected_today, ahead.value, ahead.low, ahead.high, stands.status,
        each.curve.observed_on, sum(each.curve.rows), stands.note,
    )  # fmt: skip


def _weeks(each: Found) -> list[tuple[object, ...]]:
    course, ends = each.course, each.span.ends
    weeks = each.span.weeks
    expected = [
        course.expected(min(monday + timedelta(days=6), ends)) if course else None
        for monday in weeks
    ]
    names = (each.measure_id,) * len(weeks)
    curve = each.curve
    return list(zip(names, weeks, curve.week, curve.to_date, expected, curve.rows, strict=True))
