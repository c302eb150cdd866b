"""Tables of one row per day of an account, however a spreadsheet re-spelled the dates."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.reading.batch import METRIC_TYPES, Batch, Kind
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Header, Shape, Table

_LONGEST: Final = timedelta(days=10**6)  # longer than any series


def parse_series_days(cells: pl.Series) -> pl.DataFrame:
    """Days that follow each other as `date`, and `why` a cell is none.

    A column of 2/1/2022, 2/2/2022, … is read day first or month first, whichever brings its first
    and last day closer together; where neither does, every such date is refused.
    """
    distinct = cells.unique(maintain_order=True)
    days = parse_days(distinct)
    if (days["date"].is_null() & distinct.is_not_null()).any():
        days = parse_days(distinct, fallback=_closer_order(distinct))
    by_cell = pl.DataFrame({"cell": distinct}).hstack(days)
    return (
        pl.DataFrame({"cell": cells})
        .join(by_cell, on="cell", how="left", nulls_equal=True, maintain_order="left")
        .drop("cell")
    )


def _closer_order(cells: pl.Series) -> Order | None:
    """The order under which more dates read, else under which first and last are closer."""
    day_first, month_first = (
        _span(parse_days(cells, order)["date"]) for order in (Order.DAY_FIRST, Order.MONTH_FIRST)
    )
    if day_first == month_first:
        return None
    return Order.DAY_FIRST if day_first < month_first else Order.MONTH_FIRST


def _span(days: pl.Series) -> tuple[int, timedelta]:
    """How many days could not be read, and how far apart the first and the last are."""
    first, last = days.min(), days.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return days.len(), _LONGEST
    return days.null_count(), last - first


def shape_days(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The metrics of each row and its `day` as a date."""
    return rows.select("line", *(c for c in rows.columns if c in BY_NAME)).hstack(
        parse_series_days(rows["day"])
    )


@dataclass(frozen=True, kw_only=True)
class DailySeries(Table):
    """A reader of one row per day; days without any figure count as covered and yield no row."""

    kind: Kind = Kind.DAILY
    basis: Basis = Basis.DAY
    shape: Shape = shape_days

    def read_batch(self, cells: pl.DataFrame, header: Header, provenance: Provenance) -> Batch:
        """One batch of the sheet's cells as days."""
        return drop_empty_days(super().read_batch(cells, header, provenance))


def drop_empty_days(batch: Batch) -> Batch:
    """A daily batch without rows whose metrics are all null; `days` still lists theirs."""
    has_figures = pl.any_horizontal(pl.col(name).is_not_null() for name in METRIC_TYPES)
    days = frozenset(batch.rows["date"].drop_nulls())
    return replace(batch, rows=batch.rows.filter(has_figures), days=days)
