"""Which of the periods that exports tell of a campaign count, so that no money is lost or counted twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

import polars as pl

from rhumbline.reading.ads import sum_figures

TOLD_AGAIN: Final = "A later export tells the same days again."
_OVERLAPS: Final = "Its days overlap a longer period that counts: {} to {}."


class Period(NamedTuple):
    """What one export tells of a campaign over some days."""

    number: int  # of its row, for the caller
    first: date
    last: date
    observed_at: datetime
    export_id: str
    line: int

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1


def remark_on_periods(periods: Iterable[Period]) -> dict[int, str | None]:
    """By the number of each period of one campaign why it does not count, or None where it does.

    Of exports of the same days the latest counts. Of periods that overlap, those count that
    together cover the most days; among equals the fewest, then those observed last. When a file
    arrived decides nothing.
    """
    remarks: dict[int, str | None] = {}
    latest: dict[tuple[date, date], Period] = {}
    for period in sorted(periods, key=lambda p: (p.observed_at, p.export_id, -p.line)):
        earlier = latest.get((period.first, period.last))
        if earlier is not None:
            remarks[earlier.number] = TOLD_AGAIN
        latest[period.first, period.last] = period
    counted = _longest_without_overlap(list(latest.values()))
    for period in latest.values():
        over = next((c for c in counted if c.first <= period.last and period.first <= c.last), None)
        counts = over is None or over.number == period.number
        remarks[period.number] = None if counts or over is None else _overlaps(over)
    return remarks


def _overlaps(counted: Period) -> str:
    return _OVERLAPS.format(counted.first, counted.last)


@dataclass(frozen=True, order=True)
class _Worth:
    """What a set of periods is worth, compared from its first field on."""

    days: int = 0
    fewest: int = 0  # the number of periods, below zero
    observed: float = 0.0


def _longest_without_overlap(periods: Sequence[Period]) -> list[Period]:
    """The periods without overlap that cover the most days: weighted interval scheduling."""
    from bisect import bisect_left

    ordered = sorted(periods, key=lambda p: (p.last, p.first))
    lasts = [period.last for period in ordered]
    best: list[tuple[_Worth, tuple[int, int] | None]] = [(_Worth(), None)]  # how far, and taken
    for at, period in enumerate(ordered):
        before = bisect_left(lasts, period.first, hi=at)
        base = best[before][0]
        taken = _Worth(
            base.days + period.days,
            base.fewest - 1,
            base.observed + period.observed_at.timestamp(),
        )
        best.append((taken, (before, at)) if taken > best[at][0] else (best[at][0], None))
    counted, at = [], len(ordered)
    while at:
        step = best[at][1]
        if step is None:
            at -= 1
        else:
            counted.append(ordered[step[1]])
            at = step[0]
    return counted


def remark_on_rows(rows: pl.DataFrame, key: str) -> pl.Series:
    """Why each row does not count, null where it does; `key` names the column of the campaign.

    The rows have `period_from`, `period_until`, `observed_at`, `export_id` and `line`.
    """
    remarks: list[str | None] = [None] * rows.height
    numbered = rows.select(
        key,
        *("period_from", "period_until", "observed_at", "export_id"),
        pl.col("line").fill_null(0),
    ).with_row_index("number")
    for (_,), of_campaign in numbered.group_by(key):
        periods = (Period(*row) for row in of_campaign.drop(key).iter_rows())
        for number, remark in remark_on_periods(periods).items():
            remarks[number] = remark
    return pl.Series("remark", remarks, pl.String)


def add_up_campaigns(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """One row for each campaign with the figures of the rows that count, by `remark` and `key`.

    A figure whose sum has no meaning is kept only where one period counts.
    """
    return (
        rows.filter(pl.col("remark").is_null())
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("line").first(),
            pl.col("period_from").min(),
            *sum_figures(),
        )
    )
