"""The value of a measure week by week, computed from the tallies and levels of its figures."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from rhumbline.measures.expressions.parsing import (
    Aggregate,
    Function,
    Node,
    Number,
    Operation,
)
from rhumbline.measures.tallies import Level, Tallies, Tally
from rhumbline.measures.weeks import Span, monday_of, sunday_of

Numbers = tuple[float | None, ...]  # one a week; None where nothing tells it


@dataclass(frozen=True)
class WeeklyValues:
    """A value in each week of a span."""

    in_week: Numbers  # what was added in the week, or a level at its end
    to_date: Numbers  # what it was at the end of the week
    rows: tuple[int, ...]  # rows of data in each week
    observed_on: date | None  # day of the latest data
    high: float | None = None  # upper bound of the last value, where bounds are known

    @property
    def value(self) -> float | None:
        """What it is at the end."""
        return self.to_date[-1] if self.to_date else None

    @classmethod
    def unknown(cls, span: Span) -> "WeeklyValues":
        """Of a measure that has no value."""
        none: Numbers = (None,) * len(span.weeks)
        return cls(none, none, (0,) * len(none), None)


@dataclass(frozen=True)
class KnownFigures:
    """What is known of the figures of one measure, over all platforms or of one."""

    span: Span
    tallies: Mapping[Aggregate, Tallies]
    levels: Mapping[Aggregate, Sequence[Level]]


def evaluate(node: Node, known: KnownFigures) -> WeeklyValues:
    """The value of an expression in each week of the span."""
    if isinstance(node, Number):
        constant = (node.value,) * len(known.span.weeks)
        return WeeklyValues(constant, constant, (0,) * len(constant), None)
    if isinstance(node, Operation):
        return _compute(node, evaluate(node.left, known), evaluate(node.right, known))
    if node.function is Function.LATEST:
        return _carry_levels(known.levels[node], known.span)
    return _count(node.function, known.tallies[node], known.span)


def _compute(node: Operation, left: WeeklyValues, right: WeeklyValues) -> WeeklyValues:
    compute = _COMPUTE[node.sign]
    sides = [
        side
        for part, side in ((node.left, left), (node.right, right))
        if not isinstance(part, Number)
    ]
    is_silent = any(side.observed_on is None for side in sides)
    days = [side.observed_on for side in sides if side.observed_on and any(side.rows)]
    return WeeklyValues(
        _paired(compute, left.in_week, right.in_week),
        _paired(compute, left.to_date, right.to_date),
        tuple(map(max, left.rows, right.rows)),
        None if is_silent else min(days, default=None),
    )


def _paired(
    compute: Callable[[float, float], float | None], left: Numbers, right: Numbers
) -> Numbers:
    """Week by week; None where either is."""
    return tuple(
        None if a is None or b is None else compute(a, b) for a, b in zip(left, right, strict=True)
    )


_COMPUTE: Final[dict[str, Callable[[float, float], float | None]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
}


@dataclass(frozen=True)
class _Weeks:
    """The tallies of a figure, one a week."""

    tallies: tuple[Tally, ...]
    are_empty: tuple[bool, ...]  # no row at all, while later weeks have some: nothing was done
    observed_on: date | None

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(tally.rows for tally in self.tallies)


_NO_ROWS: Final = Tally(0, None, None, None, None)


def _count(function: Function, tallies: Tallies, span: Span) -> WeeklyValues:
    days = (tally.observed_on for tally in tallies.values() if tally.observed_on)
    observed = max(days, default=None)
    last = monday_of(observed) if observed else date.min
    weeks = _Weeks(
        tuple(tallies.get(week, _NO_ROWS) for week in span.weeks),
        tuple(week <= last and week not in tallies for week in span.weeks),
        min(observed, span.ends) if observed else None,
    )
    return _COUNT[function](weeks)


def _added(weeks: _Weeks, numbers: Numbers) -> WeeklyValues:
    """A sum of weeks; a week in which nothing was done or recorded adds nothing."""
    in_week = tuple(
        0.0 if is_empty else number
        for number, is_empty in zip(numbers, weeks.are_empty, strict=True)
    )
    has_begun = accumulate(number is not None for number in in_week)
    totals = accumulate(number or 0.0 for number in in_week)
    to_date = tuple(
        total if begun else None for total, begun in zip(totals, has_begun, strict=True)
    )
    return WeeklyValues(in_week, to_date, weeks.rows, weeks.observed_on)


def _sum(weeks: _Weeks) -> WeeklyValues:
    return _added(weeks, tuple(tally.total for tally in weeks.tallies))


def _number_of_rows(weeks: _Weeks) -> WeeklyValues:
    return _added(weeks, tuple(float(count) if count else None for count in weeks.rows))


def _average(weeks: _Weeks) -> WeeklyValues:
    total, count = _sum(weeks), _number_of_rows(weeks)
    divide = _COMPUTE["/"]
    return WeeklyValues(
        _paired(divide, total.in_week, count.in_week),
        _paired(divide, total.to_date, count.to_date),
        weeks.rows,
        weeks.observed_on,
    )


def _extreme(
    weeks: _Weeks, numbers: Numbers, better: Callable[[float, float], float]
) -> WeeklyValues:
    def better_known(best: float | None, number: float | None) -> float | None:
        return number if best is None else best if number is None else better(best, number)

    return WeeklyValues(
        numbers, tuple(accumulate(numbers, better_known)), weeks.rows, weeks.observed_on
    )


_COUNT: Final[dict[Function, Callable[[_Weeks], WeeklyValues]]] = {
    Function.SUM: _sum,
    Function.COUNT: _number_of_rows,
    Function.AVG: _average,
    Function.MAX: lambda weeks: _extreme(weeks, tuple(t.largest for t in weeks.tallies), max),
    Function.MIN: lambda weeks: _extreme(weeks, tuple(t.smallest for t in weeks.tallies), min),
}


def _carry_levels(levels: Sequence[Level], span: Span) -> WeeklyValues:
    """A level at the end of each week: of each account the latest that is known, added up."""
    known = sorted((level for level in levels if level.day <= span.ends), key=lambda each: each.day)
    to_come = deque(known)
    latest: dict[tuple[str, str | None], Level] = {}
    lows, highs, rows = list[float | None](), list[float | None](), list[int]()
    for monday in span.weeks:
        rows.append(0)
        while to_come and to_come[0].day <= sunday_of(monday):
            level = to_come.popleft()
            latest[level.account] = level
            rows[-1] += level.day >= monday
        lows.append(sum(level.low for level in latest.values()) if latest else None)
        highs.append(sum(level.high for level in latest.values()) if latest else None)
    return WeeklyValues(
        in_week=tuple(lows),
        to_date=tuple(lows),
        rows=tuple(rows),
        observed_on=known[-1].day if known else None,
        high=highs[-1] if highs and highs[-1] != lows[-1] else None,
    )
