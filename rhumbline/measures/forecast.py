"""Where a measure will be at its deadline, with bounds that hold four times in five."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from rhumbline.measures.expressions.meaning import FLOW, RATIO
from rhumbline.measures.predictive import Weeks, are_counts, central_interval, draw_sums

FEWEST: Final = 8  # whole weeks below which nothing can be said: simulated bounds do not hold
_SHARE: Final = 0.8
_FARTHEST: Final = 260  # weeks; a deadline beyond is drawn to there and stretched


@dataclass(frozen=True)
class Forecast:
    """A value expected at the deadline, and the interval that holds it four times in five."""

    value: float | None
    low: float | None = None
    high: float | None = None


def forecast(
    kind: str, value: float | None, weeks: Sequence[float | None], elapsed: float, left: float
) -> Forecast:
    """The value at the deadline: the middle of what may come, and 80 % of it.

    `weeks` are the figures of whole weeks, `elapsed` and `left` weeks since the first day in force
    and to the deadline. A flow adds up the weeks to come, a level the changes to come, and a ratio
    is drawn towards the weeks to come as far as they will weigh. Nothing is expected where fewer
    than FEWEST whole weeks are known.
    """
    if value is None or left <= 0:
        return Forecast(value, value, value)
    known = np.array([figure for figure in weeks if figure is not None], dtype=float)
    if len(known) < FEWEST:
        return Forecast(None)
    ahead = min(ceil(left), _FARTHEST)
    if kind == FLOW:
        is_whole = left == ahead and are_counts(known)
        return _of(value + draw_sums(known, ahead) * (left / ahead), whole=is_whole)
    if kind == RATIO:
        mean = draw_sums(known, ahead, only_levels=True) / ahead
        ends = (value * elapsed + mean * left) / (elapsed + left)
        return _of(np.maximum(ends, 0) if known.min() >= 0 else ends, whole=False)
    ends = value + draw_sums(np.diff(known), ahead) * (left / ahead)
    return _of(np.maximum(ends, 0) if known.min() >= 0 else ends, whole=False)


def _of(ends: Weeks, *, whole: bool) -> Forecast:
    low, high = central_interval(ends, _SHARE, whole=whole)
    middle = float(np.median(ends))
    return Forecast(*(float(f"{each:.10g}") for each in (middle, low, high)))
