"""What the rows of each figure come to, week by week: DuckDB is asked once for all measures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

import polars as pl

from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.figures import MeasureFigure, rows_of
from rhumbline.warehouse.connection import Warehouse


class Tally(NamedTuple):
    """What the rows of one week come to."""

    rows: int  # those that tell the figure; 0 where there are rows and none tells it
    total: float | None
    largest: float | None
    smallest: float | None
    observed_on: date | None  # the latest day that the data tells of


Tallies = Mapping[date, Tally]  # Monday → tally; weeks without a row are left out


@dataclass(frozen=True)
class FigureTallies:
    """The tallies of one figure, over all platforms and of each."""

    of_all: dict[date, Tally] = field(default_factory=dict)
    by_platform: dict[str, dict[date, Tally]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, platform: str | None) -> Tallies:
        """The tallies of a platform, or of all for None."""
        return self.of_all if platform is None else self.by_platform.get(platform, {})

    def platforms(self) -> list[str]:
        """The platforms that tell the figure in any week, by name."""
        return sorted(
            name
            for name, tallies in self.by_platform.items()
            if any(tally.rows for tally in tallies.values())
        )


def tally_weeks(
    warehouse: Warehouse, figures: Sequence[MeasureFigure]
) -> dict[MeasureFigure, FigureTallies]:
    """The tallies of figures that are no levels.

    Call it after `count_activities` and `lay_out_rows`.
    """
    stored = [each for each in figures if each.source is FigureSource.ACTIVITIES]
    others = [each for each in figures if each.source is not FigureSource.ACTIVITIES]
    numbers = {(each.measure_id, each.position): number for number, each in enumerate(stored)}
    rows = warehouse.rows("select * from main.figure_weeks") if stored else []
    by_number = [(numbers[measure_id, position], *row) for measure_id, position, *row in rows]
    tallies = _tallies(stored, by_number)
    if others:
        told, parameters = _union(others)
        tallies |= _tallies(others, warehouse.rows(_TALLIES.format(told=told), *parameters))
    return tallies


def store_activity_tallies(warehouse: Warehouse, figures: Sequence[MeasureFigure]) -> None:
    """Add the tallies of figures of activities to main.figure_weeks, from `measured_activities`."""
    if not figures:
        return
    asked = pl.DataFrame(
        [(number, each.measure_id, each.position) for number, each in enumerate(figures)],
        schema={"number": pl.Int32, "measure_id": pl.String, "position": pl.Int32},
        orient="row",
    )
    warehouse.create_temporary("asked_figures", asked)
    told, parameters = _union(figures)
    warehouse.run(
        f"""
        insert into main.figure_weeks
        select asked_figures.measure_id, asked_figures.position, tallies.* exclude (number)
        from ({_TALLIES.format(told=told)}) as tallies
        inner join asked_figures using (number)
        """,  # noqa: S608 - names of ours, conditions from the whitelist
        *parameters,
    )


# Without a platform is the tally of all; what tells no platform has no tally of its own.
_TALLIES: Final = """
    with told as ({told})

    select
        number,
        platform,
        cast(date_trunc('week', day) as date) as week,
        count(figure) as data_rows,
        round(sum(figure), 6) as total,
        max(figure) as largest,
        min(figure) as smallest,
        max(observed_on) filter (figure is not null) as observed_on
    from told
    group by grouping sets ((number, week), (number, week, platform))
    having grouping(platform) = 1 or platform is not null
"""


def _tallies(
    figures: Sequence[MeasureFigure], rows: Iterable[tuple[Any, ...]]
) -> dict[MeasureFigure, FigureTallies]:
    """The tallies of figures from rows of `_TALLIES`, each with the number of its figure."""
    tallies = {figure: FigureTallies() for figure in figures}
    for number, platform, week, *tally in rows:
        of_figure = tallies[figures[number]]
        weeks = of_figure.of_all if platform is None else of_figure.by_platform[platform]
        weeks[week] = Tally(*tally)
    return tallies


class Level(NamedTuple):
    """How many there were on a day, of one account: between `low` and `high`."""

    account: tuple[str, str | None]  # the platform, and the account there
    day: date
    low: float
    high: float


def account_levels(
    warehouse: Warehouse, figures: Sequence[MeasureFigure]
) -> dict[MeasureFigure, list[Level]]:
    """Levels of accounts, of each account and week the latest. Call it after `lay_out_rows`."""
    levels: dict[MeasureFigure, list[Level]] = {figure: [] for figure in figures}
    if not figures:
        return levels
    told, parameters = _union(figures, "account")
    for number, platform, account, day, level in warehouse.rows(
        f"""
        with told as ({told})

        select number, platform, account, max(day), arg_max(figure, day)
        from told
        where figure is not null
        group by number, platform, account, date_trunc('week', day)
        """,  # noqa: S608 - names of ours, conditions from the whitelist
        *parameters,
    ):
        levels[figures[number]].append(Level((platform, account), day, level, level))
    return levels


def _union(figures: Sequence[MeasureFigure], *columns: str) -> tuple[str, list[object]]:
    """The rows of all figures in one query, each with the number of its figure, and its parameters."""
    selects, parameters = [], list[object]()
    for number, figure in enumerate(figures):
        rows = rows_of(figure)
        names = "".join(f", {name}" for name in columns)
        selects.append(
            f"""
            select
                {number} as number,
                {rows.platform} as platform,
                day,
                {rows.observed_on} as observed_on,
                cast({rows.figure} as double) as figure
                {names}
            from {rows.table}
            where {rows.where}
            """  # noqa: S608
        )
        parameters += rows.parameters
    return " union all ".join(selects), parameters
