"""Hamster wheels: where effort rises and what it is for does not, by slopes with a stated confidence."""

from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files
from itertools import groupby
from math import erf, sqrt
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from rhumbline.warehouse.connection import Warehouse

FEWEST_WEEKS: Final = 5
_TREND: Final = pl.Schema(
    {
        "measure_id": pl.String(),
        "platform": pl.String(),
        "weeks": pl.Int64(),
        "effort_unit": pl.String(),
        "effort_slope": pl.Float64(),
        "outcome_slope": pl.Float64(),
        "effort_confidence": pl.Float64(),
        "outcome_confidence": pl.Float64(),
        "confidence": pl.Float64(),
    }
)


def theil_sen(numbers: Sequence[float]) -> float:
    """The median of the slopes between all pairs of weeks: one wild week does not turn it."""
    earlier, later = np.triu_indices(len(numbers), 1)
    values = np.asarray(numbers, dtype=float)
    return float(np.median((values[later] - values[earlier]) / (later - earlier)))


def confidence_of_rise(numbers: Sequence[float]) -> float:
    """How sure it is that numbers rise, 0 to 1: Mann-Kendall, one-sided, corrected for ties.

    With the correction for continuity, which SciPy's kendalltau lacks: a rise and a fall are then
    two sides of one probability.
    """
    n = len(numbers)
    earlier, later = np.triu_indices(n, 1)
    values = np.asarray(numbers, dtype=float)
    score = int(np.sign(values[later] - values[earlier]).sum())
    counts = np.unique(values, return_counts=True)[1]
    ties = sum(t * (t - 1) * (2 * t + 5) for t in map(int, counts))
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance <= 0:
        return 0.5
    z = (score - (score > 0) + (score < 0)) / sqrt(variance)
    return (1 + erf(z / sqrt(2))) / 2


class _Week(NamedTuple):
    """What was put in and what came of it, of one measure on one platform."""

    measure_id: str
    platform: str
    hours: float | None
    activities: int
    timed_activities: int  # those whose hours are known
    value: float


def store_trends(warehouse: Warehouse, until: date) -> None:
    """Replace core.trends: per measure and platform the slopes of weekly effort and weekly value.

    Whole weeks before `until` count, from the first with an activity on; at least five of them. The
    value of a week is that of the platform's own activities. Effort is in hours, or in activities
    where the hours of some are not known. The caller holds the transaction.
    """
    query = files("sql") / "measures" / "effort_and_value.sql"
    rows = warehouse.rows(query.read_text(encoding="utf-8"), until)
    by_platform = groupby((_Week(*row) for row in rows), lambda week: week[:2])
    trends = [trend for _, weeks in by_platform for trend in _trends(list(weeks))]
    warehouse.replace("core.trends", pl.DataFrame(trends, schema=_TREND, orient="row"))


def _trends(weeks: Sequence[_Week]) -> Iterator[tuple[object, ...]]:
    """The row of one measure and platform; none where its weeks are too few."""
    if len(weeks) < FEWEST_WEEKS:
        return
    is_timed = all(week.activities == week.timed_activities for week in weeks)
    effort = [float((week.hours or 0.0) if is_timed else week.activities) for week in weeks]
    outcome = [week.value for week in weeks]
    confidences = confidence_of_rise(effort), 1 - confidence_of_rise(outcome)
    unit = "hours" if is_timed else "activities"
    slopes = theil_sen(effort), theil_sen(outcome)
    yield *weeks[0][:2], len(weeks), unit, *slopes, *confidences, min(confidences)
