"""Hamster wheels: does more work bring more?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from itertools import groupby
from math import ceil, log
from typing import Final, NamedTuple

import polars as pl

from rhumbline.measures.growth import Growth, growth_of
from rhumbline.warehouse.connection import Warehouse

FEWEST_WEEKS: Final = 8
SURE: Final = 0.95  # of effort: its rise is what the question rests on
FAIRLY_SURE: Final = 0.80  # of the outcome, in this week and the one before
LEAST_RETURN: Final = (
    0.5  # an outcome that grows less than half as fast as effort does not repay it
)
_SLIGHT: Final = log(1.25)  # effort that has grown by less than a quarter is no wheel
_LONGEST_WAIT: Final = 104  # weeks ahead that are worth naming


class WheelAnswer(StrEnum):
    """Does more work bring more?"""

    STOP = "stop"  # no: effort surely rises, and the outcome surely not even half as fast
    WATCH = "watch"  # perhaps not: effort surely rises, the outcome less than half as fast so far
    FINE = "fine"  # yes, or there is no more work
    TOO_EARLY = "too early"


@dataclass(frozen=True)
class Wheel:
    """The answer for one measure on one platform, and what it rests on."""

    answer: WheelAnswer
    effort: Growth | None = None
    outcome: Growth | None = None
    confidence: float | None = None  # 0 to 1, that effort rises and the outcome does not follow
    known_after: int | None = None  # weeks from the first on, where it is too early

    @classmethod
    def too_early(cls, known_after: int | None) -> "Wheel":
        """Where nothing can be said yet."""
        return cls(WheelAnswer.TOO_EARLY, known_after=known_after)


def judge_wheel(effort: Sequence[float], outcome: Sequence[float]) -> Wheel:
    """Whether more effort brought more outcome, by their figures of the same whole weeks.

    Growth over time is compared with growth over time, not week with week: a week's effort varies by chance,
    and that would flatten the slope of outcome on effort (errors in variables).
    """
    n = len(effort)
    if n < FEWEST_WEEKS:
        return Wheel.too_early(FEWEST_WEEKS)
    now, before = _compare(effort, outcome), _compare(effort[:-1], outcome[:-1])
    if now is None or before is None:
        return Wheel.too_early(None)
    if now.is_wheel and before.is_wheel:
        answer = WheelAnswer.STOP
    elif now.rise_is_sure:
        answer = WheelAnswer.FINE if now.follows else WheelAnswer.WATCH
    elif now.effort.log_ratio <= _SLIGHT:
        answer = WheelAnswer.FINE
    else:
        return Wheel(
            WheelAnswer.TOO_EARLY, now.effort, now.outcome, now.confidence, now.weeks_until_sure(n)
        )
    return Wheel(answer, now.effort, now.outcome, now.confidence)


class _Comparison(NamedTuple):
    effort: Growth
    outcome: Growth
    is_barren: bool  # no outcome at all was reported as coming

    @property
    def rise_is_sure(self) -> bool:
        return self.effort.surely_exceeds(0.0) >= SURE

    @property
    def follows(self) -> bool:
        return self.outcome.log_ratio >= LEAST_RETURN * self.effort.log_ratio

    @property
    def lags(self) -> float:
        """How sure it is, 0 to 1, that the outcome grew less than half as fast as effort."""
        if self.is_barren:
            return 1.0
        return 1 - self.outcome.surely_exceeds(LEAST_RETURN * self.effort.log_ratio)

    @property
    def confidence(self) -> float:
        return min(self.effort.surely_exceeds(0.0), self.lags)

    @property
    def is_wheel(self) -> bool:
        return self.rise_is_sure and self.lags >= FAIRLY_SURE

    def weeks_until_sure(self, weeks: int) -> int | None:
        """Weeks after which this rise of effort would be sure, if it went on; None where it does not rise.

        Growth grows with the weeks, and its error shrinks with their root.
        """
        from scipy.special import stdtrit

        if self.effort.log_ratio <= 0:
            return None
        needed = stdtrit(self.effort.freedom, SURE) * self.effort.error / self.effort.log_ratio
        after = max(weeks + 1, ceil(weeks * needed ** (2 / 3)))
        return after if after <= weeks + _LONGEST_WAIT else None


def _compare(effort: Sequence[float], outcome: Sequence[float]) -> _Comparison | None:
    work = growth_of(effort, are_counts=_are_counts(effort))
    result = growth_of(outcome, are_counts=_are_counts(outcome))
    if work is None or result is None:
        return None
    return _Comparison(work, result, not any(outcome))


def _are_counts(figures: Sequence[float]) -> bool:
    return all(float(figure).is_integer() for figure in figures)


_TREND: Final = pl.Schema(
    {
        "measure_id": pl.String(),
        "platform": pl.String(),
        "weeks": pl.Int64(),
        "effort_unit": pl.String(),
        "effort_slope": pl.Float64(),
        "outcome_slope": pl.Float64(),
        "effort_growth": pl.Float64(),
        "outcome_growth": pl.Float64(),
        "confidence": pl.Float64(),
        "answer": pl.String(),
        "known_after": pl.Int64(),
    }
)


class _Week(NamedTuple):
    """What was put in and what came of it, of one measure on one platform."""

    measure_id: str
    platform: str
    hours: float | None
    activities: int
    timed_activities: int  # those whose hours are known
    value: float


def store_trends(warehouse: Warehouse, until: date) -> None:
    """Replace core.trends: per measure and platform whether more effort brought more.

    Whole weeks before `until` count, from the first with an activity on. The value of a week is that
    of the platform's own activities. Effort is in hours, or in activities where the hours of some are
    not known. The caller holds the transaction.
    """
    query = files("sql") / "measures" / "effort_and_value.sql"
    rows = warehouse.rows(query.read_text(encoding="utf-8"), until)
    by_platform = groupby((_Week(*row) for row in rows), lambda week: week[:2])
    trends = [trend for _, weeks in by_platform for trend in _trends(list(weeks))]
    warehouse.replace("core.trends", pl.DataFrame(trends, schema=_TREND, orient="row"))


def _trends(weeks: Sequence[_Week]) -> Iterator[tuple[object, ...]]:
    """The row of one measure and platform."""
    is_timed = all(week.activities == week.timed_activities for week in weeks)
    wheel = judge_wheel(
        [float((week.hours or 0.0) if is_timed else week.activities) for week in weeks],
        [week.value for week in weeks],
    )
    effort, outcome = wheel.effort, wheel.outcome
    yield (
        *weeks[0][:2],
        len(weeks),
        "hours" if is_timed else "activities",
        effort.per_week if effort else None,
        outcome.per_week if outcome else None,
        effort.ratio if effort else None,
        outcome.ratio if outcome else None,
        wheel.confidence,
        wheel.answer,
        wheel.known_after,
    )
