"""What the rows of each figure come to, week by week: DuckDB is asked once for all measures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

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
    """The tallies of figures that are no levels. Call it after `lay_out_rows`."""
    tallies = {figure: FigureTallies() for figure in figures}
    if not figures:
        return tallies
    told, parameters = _union(figures)
    for number, is_of_all, platform, week, *tally in warehouse.rows(
        f"""
        with told as ({told})

        select
            number,
            grouping(platform) = 1 as is_of_all,
            platform,
            cast(date_trunc('week', day) as date) as week,
            count(figure),
            round(sum(figure), 6),
            max(figure),
            min(figure),
            max(observed_on) filter (figure is not null)
        from told
        group by grouping sets ((number, week), (number, week, platform))
        """,  # noqa: S608 - names of ours, conditions from the whitelist
        *parameters,
    ):
        of_figure = tallies[figures[number]]
        if is_of_all:
            of_figure.of_all[week] = Tally(*tally)
        elif platform is not None:
            of_figure.by_platform[platform][week] = Tally(*tally)
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
