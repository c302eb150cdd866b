"""Where a measure will stand at its deadline: straight on, with an interval from the weekly spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, linear_regression, stdev
from typing import Final

from rhumbline.measures.expressions.meaning import FLOW, RATIO

FEWEST: Final = 3  # whole weeks below which a spread says nothing


@dataclass(frozen=True)
class Forecast:
    """A value expected at the deadline, and the interval that holds it four times in five."""

    value: float | None
    low: float | None = None
    high: float | None = None


def forecast(
    kind: str, value: float | None, weeks: Sequence[float | None], elapsed: float, left: float
) -> Forecast:
    """The value at the deadline.

    `weeks` are the figures of whole weeks, `elapsed` and `left` weeks since the first day in force
    and to the deadline. A flow goes on at its mean pace; a level goes on along the line through its
    weeks; a ratio stays. The interval is 80 % by Student's t; None where fewer than three whole
    weeks are known.
    """
    if value is None or left <= 0:
        return Forecast(value, value, value)
    known = [figure for figure in weeks if figure is not None]
    if kind == FLOW:
        return _flow(value, known, elapsed, left)
    if kind == RATIO:
        return _ratio(value, known)
    return _level(value, [(at, y) for at, y in enumerate(weeks) if y is not None], left)


def _flow(value: float, weeks: Sequence[float], elapsed: float, left: float) -> Forecast:
    if elapsed <= 0:
        return Forecast(None)
    point = value + value / elapsed * left
    if len(weeks) < FEWEST:
        return Forecast(point)
    # The spread of a sum of weeks to come, and of the pace that was estimated from those gone by.
    width = t80(len(weeks) - 1) * stdev(weeks) * sqrt(left + left**2 / len(weeks))
    low = point - width
    only_grows = min(weeks) >= 0
    return Forecast(point, max(low, value) if only_grows else low, point + width)


def _ratio(value: float, weeks: Sequence[float]) -> Forecast:
    if len(weeks) < FEWEST:
        return Forecast(value)
    width = t80(len(weeks) - 1) * stdev(weeks) / sqrt(len(weeks))
    return Forecast(value, value - width, value + width)


def _level(value: float, points: Sequence[tuple[int, float]], left: float) -> Forecast:
    if len(points) < 2:
        return Forecast(value)
    weeks, figures = [float(x) for x, _ in points], [y for _, y in points]
    line = linear_regression(weeks, figures)
    point = value + line.slope * left
    if len(points) < FEWEST:
        return Forecast(point)
    middle = fmean(weeks)
    spread = sum((week - middle) ** 2 for week in weeks)
    rest = sum((y - line.intercept - line.slope * x) ** 2 for x, y in points)
    ahead = weeks[-1] + left - middle
    error = sqrt(rest / (len(points) - 2) * (1 + 1 / len(points) + ahead**2 / spread))
    width = t80(len(points) - 2) * error
    return Forecast(point, point - width, point + width)


def t80(freedom: int) -> float:
    """Student's t that leaves a tenth on either side: an interval that holds 80 %."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.9))
