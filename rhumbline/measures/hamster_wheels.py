"""Hamster wheels: where effort rises and what it is for does not, by slopes with a stated confidence."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from math import erf, sqrt
from typing import Final

import polars as pl

from rhumbline.warehouse.connection import Warehouse

FEWEST_WEEKS: Final = 5
_TRENDS: Final = {
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


def theil_sen(figures: Sequence[float]) -> float:
    """The median of the slopes between all pairs of weeks: one wild week does not turn it."""
    from scipy.stats import theilslopes

    return float(theilslopes(figures).slope)


def rising(figures: Sequence[float]) -> float:
    """How sure it is that figures rise, 0 to 1: Mann-Kendall, one-sided, corrected for ties.

    With the correction for continuity, which SciPy's kendalltau lacks: a rise and a fall are then
    two sides of one figure.
    """
    score = sum((b > a) - (b < a) for a, b in combinations(figures, 2))
    n = len(figures)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in (figures.count(f) for f in set(figures)))
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance <= 0:
        return 0.5
    z = (score - (score > 0) + (score < 0)) / sqrt(variance)
    return (1 + erf(z / sqrt(2))) / 2


def trends(warehouse: Warehouse, until: date) -> None:
    """Fill core.trends: per measure and platform the slopes of weekly effort and weekly value.

    Whole weeks before `until` count, from the first with an activity on; at least five of them. The
    value of a week is that of the platform's own activities. Effort is in hours, or in activities
    where the hours of some are not known.
    """
    rows = list(_trends(warehouse, until))
    warehouse.replace("core.trends", pl.DataFrame(rows, schema=_TRENDS, orient="row"))


def _trends(warehouse: Warehouse, until: date) -> Iterator[tuple[object, ...]]:
    weeks: dict[tuple[str, str], list[tuple[float | None, int, int, float | None]]] = defaultdict(
        list
    )
    for measure, platform, *week in warehouse.rows(_WEEKS, until):
        weeks[measure, platform].append((week[0], week[1], week[2], week[3]))
    for (measure, platform), found in weeks.items():
        told = [week for week in found if week[3] is not None]
        if len(told) < FEWEST_WEEKS:
            continue
        is_timed = all(activities == timed for _, activities, timed, _ in told)
        effort = [float((hours or 0.0) if is_timed else acts) for hours, acts, _, _ in told]
        outcome = [float(value or 0.0) for *_, value in told]
        sure = rising(effort), 1 - rising(outcome)
        unit = "hours" if is_timed else "activities"
        slopes = theil_sen(effort), theil_sen(outcome)
        yield measure, platform, len(told), unit, *slopes, *sure, min(sure)


_WEEKS: Final = """
    with effort as (
        select
            measure_id,
            platform,
            week,
            round(sum(hours), 6) as hours,
            sum(activities) as activities,
            sum(timed_activities) as timed_activities
        from core.effort_weeks
        group by all
    )

    select
        platform_weeks.measure_id,
        platform_weeks.platform,
        effort.hours,
        coalesce(effort.activities, 0),
        coalesce(effort.timed_activities, 0),
        platform_weeks.value
    from core.platform_weeks
    left join effort using (measure_id, platform, week)
    where platform_weeks.week + 6 < ?
    qualify
        platform_weeks.week >= min(platform_weeks.week) filter (effort.activities > 0) over (
            partition by platform_weeks.measure_id, platform_weeks.platform
        )
    order by platform_weeks.measure_id, platform_weeks.platform, platform_weeks.week
"""
