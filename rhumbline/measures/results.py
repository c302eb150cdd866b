"""What a night makes of its measures, stored in core for the marts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from rhumbline.measures.expressions.meaning import FLOW
from rhumbline.measures.forecast import Forecast
from rhumbline.measures.progress import NOT_MEASURED, Course, MeasureProgress
from rhumbline.measures.weekly_values import WeeklyValues
from rhumbline.measures.weeks import Span, sunday_of
from rhumbline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class MeasureResult:
    """One measure: its course, its value over weeks, and where it stands."""

    measure_id: str
    kind: str
    span: Span
    course: Course | None
    values: WeeklyValues
    standing: MeasureProgress

    @classmethod
    def refused(cls, measure_id: str, span: Span, why: str) -> "MeasureResult":
        """A measure that has no value, or none that can be computed."""
        standing = MeasureProgress(None, None, None, Forecast(None), NOT_MEASURED, why)
        return cls(measure_id, FLOW, span, None, WeeklyValues.unknown(span), standing)


_MEASURE_VALUE: Final = pl.Schema(
    {
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
)
_MEASURE_WEEK: Final = pl.Schema(
    {
        "measure_id": pl.String(),
        "week": pl.Date(),
        "value": pl.Float64(),
        "value_to_date": pl.Float64(),
        "expected_to_date": pl.Float64(),
        "data_rows": pl.Int64(),
    }
)
_PLATFORM_WEEK: Final = pl.Schema(
    {
        "measure_id": pl.String(),
        "platform": pl.String(),
        "week": pl.Date(),
        "value": pl.Float64(),
        "data_rows": pl.Int64(),
    }
)


def store_results(
    warehouse: Warehouse, results: Sequence[MeasureResult], version: str, as_of: date
) -> None:
    """Replace core.measure_values and core.measure_weeks; the caller holds the transaction."""
    values = [_value_row(result, version, as_of) for result in results]
    weeks = [row for result in results for row in _week_rows(result)]
    warehouse.replace(
        "core.measure_values", pl.DataFrame(values, schema=_MEASURE_VALUE, orient="row")
    )
    warehouse.replace("core.measure_weeks", pl.DataFrame(weeks, schema=_MEASURE_WEEK, orient="row"))


def _value_row(result: MeasureResult, version: str, as_of: date) -> tuple[object, ...]:
    standing, forecast = result.standing, result.standing.forecast
    return (
        result.measure_id, version, as_of, result.span.begins, result.kind, standing.value,
        result.values.high, standing.progress, standing.expected_today, forecast.value,
        forecast.low, forecast.high, standing.status, result.values.observed_on,
        sum(result.values.rows), standing.note,
    )  # fmt: skip


def _week_rows(result: MeasureResult) -> list[tuple[object, ...]]:
    course, weeks, values = result.course, result.span.weeks, result.values
    expected = [
        course.expected(min(sunday_of(monday), result.span.ends)) if course else None
        for monday in weeks
    ]
    names = (result.measure_id,) * len(weeks)
    return list(
        zip(names, weeks, values.in_week, values.to_date, expected, values.rows, strict=True)
    )


def store_platform_weeks(
    warehouse: Warehouse, values: Iterable[tuple[str, str, Span, WeeklyValues]]
) -> None:
    """Replace core.platform_weeks by the values of measures, each with its measure and platform.

    The caller holds the transaction.
    """
    frames = [pl.DataFrame(schema=_PLATFORM_WEEK)]
    for measure_id, platform, span, weekly in values:
        frames.append(
            pl.DataFrame(
                {
                    "measure_id": measure_id,
                    "platform": platform,
                    "week": span.weeks,
                    "value": weekly.in_week,
                    "data_rows": weekly.rows,
                },
                schema=_PLATFORM_WEEK,
            )
        )
    warehouse.replace("core.platform_weeks", pl.concat(frames))
