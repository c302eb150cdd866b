"""A value week by week: each figure of an expression from its rows, then the expression over weeks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from rhumbline.measures.expressions.parsing import Aggregate, Function, Node, Number
from rhumbline.measures.expressions.quantities import ROWS, FigureSource
from rhumbline.warehouse.connection import Warehouse, quoted

Figures = tuple[float | None, ...]


@dataclass(frozen=True)
class Span:
    """The weeks of a measure: from its first day in force to the night."""

    begins: date
    ends: date

    @property
    def weeks(self) -> tuple[date, ...]:
        """Mondays, the first on or before the first day; empty before that day."""
        if self.ends < self.begins:
            return ()
        first = self.begins - timedelta(days=self.begins.weekday())
        count = (self.ends - first).days // 7 + 1
        return tuple(first + timedelta(weeks=n) for n in range(count))


@dataclass(frozen=True)
class Curve:
    """A value over weeks; a figure is None where nothing tells it."""

    week: Figures  # what was added in the week, or a level at its end
    to_date: Figures  # what it was at the end of the week
    rows: tuple[int, ...]  # rows of data in each week
    observed_on: date | None  # day of the latest data
    high: float | None = None  # upper bound of the last figure, where bounds are known

    @property
    def value(self) -> float | None:
        """What it is at the end."""
        return self.to_date[-1] if self.to_date else None


@dataclass(frozen=True)
class Ground:
    """Where a measure's figures come from."""

    warehouse: Warehouse
    measure_id: str
    span: Span
    audiences: Callable[[Aggregate], "Sequence[Level]"]
    platform: str | None = None  # of this platform alone


@dataclass(frozen=True)
class Level:
    """How many there were on a day, of one account: between `low` and `high`."""

    account: tuple[str, str | None]
    day: date
    low: float
    high: float


def curve(node: Node, ground: Ground) -> Curve:
    """The value of an expression over the weeks of a measure."""
    if isinstance(node, Number):
        figures = (node.value,) * len(ground.span.weeks)
        return Curve(figures, figures, (0,) * len(figures), None)
    if isinstance(node, Aggregate):
        return (
            _of_levels(node, ground) if node.function is Function.LATEST else _of_rows(node, ground)
        )
    left, right = curve(node.left, ground), curve(node.right, ground)
    compute = _COMPUTE[node.sign]
    told = [each.observed_on for each in (left, right) if each.rows and any(each.rows)]
    stale = any(
        each.observed_on is None
        for side, each in ((node.left, left), (node.right, right))
        if not isinstance(side, Number)
    )
    return Curve(
        _zipped(compute, left.week, right.week),
        _zipped(compute, left.to_date, right.to_date),
        tuple(map(max, left.rows, right.rows)),
        None if stale else min((day for day in told if day), default=None),
    )


def _zipped(
    compute: Callable[[float, float], float | None], one: Figures, other: Figures
) -> Figures:
    return tuple(
        None if a is None or b is None else compute(a, b) for a, b in zip(one, other, strict=True)
    )


_COMPUTE: Final[dict[str, Callable[[float, float], float | None]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
}
TABLES: Final = {
    FigureSource.ACTIVITIES: "measured_activities",
    FigureSource.ACCOUNT: "measured_account",
    FigureSource.TRAFFIC: "measured_traffic",
    FigureSource.OUTCOMES: "measured_outcomes",
}


_PLATFORMS: Final = {FigureSource.TRAFFIC: "network", FigureSource.OUTCOMES: "network"}


def _of_rows(each: Aggregate, ground: Ground) -> Curve:
    column = column_of(each)
    where, parameters = condition_of(each, ground)
    rows = ground.warehouse.rows(
        f"""
        select
            cast(date_trunc('week', day) as date) as week,
            count({column}) as told,
            round(cast(sum({column}) as double), 6) as total,
            max({column}) as largest,
            min({column}) as smallest,
            max({_observed(each)}) filter ({column} is not null) as observed_on
        from {TABLES[each.quantity.source]}
        where day between ? and ? and {where}
        group by week
        """,  # noqa: S608 - names of ours, conditions from the whitelist
        ground.span.begins,
        ground.span.ends,
        *parameters,
    )
    found = {week: figures for week, *figures in rows}
    weeks = ground.span.weeks
    observed = max((f[4] for f in found.values() if f[4]), default=None)
    per_week = [found.get(week, (0, None, None, None, None)) for week in weeks]
    until = observed - timedelta(days=observed.weekday()) if observed else None
    silent = [bool(until and week <= until and week not in found) for week in weeks]
    return _FROM[each.function](
        per_week, silent, min(observed, ground.span.ends) if observed else None
    )


Row = Sequence[float | None]


def _added(rows: Sequence[Row], silent: Sequence[bool], observed: date | None, at: int) -> Curve:
    """A sum or a count; a week in which nothing was done or recorded adds nothing."""
    week = tuple(
        0.0 if quiet else (None if row[at] is None or not row[0] else float(row[at] or 0))
        for row, quiet in zip(rows, silent, strict=True)
    )
    told = accumulate(int(figure is not None) for figure in week)
    total = accumulate(figure or 0.0 for figure in week)
    to_date = tuple(sum_ if begun else None for sum_, begun in zip(total, told, strict=True))
    return Curve(week, to_date, tuple(int(row[0] or 0) for row in rows), observed)


def _averaged(rows: Sequence[Row], silent: Sequence[bool], observed: date | None) -> Curve:
    total, told = _added(rows, silent, observed, 1), _added(rows, silent, observed, 0)
    share = _COMPUTE["/"]
    return Curve(
        _zipped(share, total.week, told.week),
        _zipped(share, total.to_date, told.to_date),
        total.rows,
        observed,
    )


def _extreme(
    rows: Sequence[Row], observed: date | None, at: int, better: Callable[[list[float]], float]
) -> Curve:
    week = tuple(row[at] if row[0] else None for row in rows)
    known = [[figure for figure in week[: n + 1] if figure is not None] for n in range(len(week))]
    to_date = tuple(better(figures) if figures else None for figures in known)
    return Curve(week, to_date, tuple(int(row[0] or 0) for row in rows), observed)


_FROM: Final[dict[Function, Callable[[Sequence[Row], Sequence[bool], date | None], Curve]]] = {
    Function.SUM: lambda rows, silent, observed: _added(rows, silent, observed, 1),
    Function.COUNT: lambda rows, silent, observed: _added(rows, silent, observed, 0),
    Function.AVG: _averaged,
    Function.MAX: lambda rows, silent, observed: _extreme(rows, observed, 2, max),
    Function.MIN: lambda rows, silent, observed: _extreme(rows, observed, 3, min),
}


def column_of(each: Aggregate) -> str:
    """The figure as the rows of its source have it."""
    if each.quantity.name == ROWS:
        return "1"
    return "value" if each.quantity.source is FigureSource.OUTCOMES else quoted(each.quantity.name)


def _observed(each: Aggregate) -> str:
    """The day data of a row tells of: for what platforms count, the day of the export."""
    is_exported = each.quantity.source is FigureSource.ACTIVITIES and each.quantity.name not in (
        ROWS, "hours", "cost", "people",
    )  # fmt: skip
    return "observed_on" if is_exported else "day"


def condition_of(each: Aggregate, ground: Ground) -> tuple[str, list[object]]:
    """Which rows of its source a figure is of: SQL, and its parameters."""
    source = each.quantity.source
    asked, parameters = ["true"], list[object]()
    if source is not FigureSource.ACCOUNT:
        asked.append("measure_id = ?")
        parameters.append(ground.measure_id)
    if source in (FigureSource.OUTCOMES, FigureSource.TRAFFIC):
        asked.append("is_counted")
    if source is FigureSource.OUTCOMES:
        asked.append("asked = ?")
        parameters.append(each.quantity.name)
    if ground.platform:
        asked.append(f"{_PLATFORMS.get(source, 'platform')} = ?")
        parameters.append(ground.platform)
    if each.where:
        asked.append(each.where.sql)
        parameters.extend(each.where.parameters)
    return " and ".join(asked), parameters


def _of_levels(each: Aggregate, ground: Ground) -> Curve:
    """A level at the end of each week: of each account the latest that is known, added up."""
    levels = (
        ground.audiences(each)
        if each.quantity.source is FigureSource.AUDIENCE
        else _account_levels(each, ground)
    )
    weeks, ends = ground.span.weeks, ground.span.ends
    its = (level for level in levels if ground.platform in (None, level.account[0]))
    known = sorted((level for level in its if level.day <= ends), key=lambda level: level.day)
    low, high = list[float | None](), list[float | None]()
    for monday in weeks:
        sunday = monday + timedelta(days=6)
        last = {level.account: level for level in known if level.day <= sunday}
        low.append(sum(level.low for level in last.values()) if last else None)
        high.append(sum(level.high for level in last.values()) if last else None)
    rows = tuple(
        sum(monday <= level.day <= monday + timedelta(days=6) for level in known)
        for monday in weeks
    )
    bound = high[-1] if high and high[-1] != low[-1] else None
    return Curve(tuple(low), tuple(low), rows, known[-1].day if known else None, bound)


def _account_levels(each: Aggregate, ground: Ground) -> list[Level]:
    where, parameters = condition_of(each, ground)
    column = quoted(each.quantity.name)
    rows = ground.warehouse.rows(
        f"""
        select platform, account, max(day), arg_max({column}, day)
        from measured_account
        where {column} is not null and day <= ? and {where}
        group by platform, account, date_trunc('week', day)
        """,  # noqa: S608
        ground.span.ends,
        *parameters,
    )
    return [Level((platform, account), day, value, value) for platform, account, day, value in rows]
