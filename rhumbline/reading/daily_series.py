"""Daily series: one row per day of an account, however a spreadsheet re-spelled the dates."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.reading.batch import METRIC_TYPES, Batch, Kind
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Shape, Table

_FAR: Final = 10**6


def parse_series_days(cells: pl.Series) -> pl.DataFrame:
    """Cells of a series as `date` and `why` not.

    A column of 2/1/2022, 2/2/2022, … that could be either is read in the order that makes its days
    follow each other; where both do, each such date is refused.
    """
    distinct = cells.unique(maintain_order=True)
    read = parse_days(distinct)
    if (read["date"].is_null() & distinct.is_not_null()).any():
        read = parse_days(distinct, fallback=_closer(distinct))
    once = pl.DataFrame({"cell": distinct}).hstack(read)
    return (
        pl.DataFrame({"cell": cells})
        .join(once, on="cell", how="left", nulls_equal=True, maintain_order="left")
        .drop("cell")
    )


def _closer(cells: pl.Series) -> Order | None:
    """The order in which every date reads and the first and last are nearer to each other."""
    first, second = (_span(parse_days(cells, order)["date"]) for order in Order)
    if first == second:
        return None
    return Order.DAY_FIRST if first < second else Order.MONTH_FIRST


def _span(read: pl.Series) -> int:
    first, last = read.min(), read.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return _FAR
    return (last - first).days + _FAR * read.null_count()


def shape_days(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The metrics of each row and its `day` as a date."""
    return rows.select("line", *(c for c in rows.columns if c in BY_NAME)).hstack(
        parse_series_days(rows["day"])
    )


@dataclass(frozen=True, kw_only=True)
class DailySeries(Table):
    """A reader of one row per day; days of which the file gives no figure are told of, not kept."""

    kind: Kind = Kind.DAILY
    basis: Basis = Basis.DAY
    shape: Shape = shape_days

    def part(
        self, batch: pl.DataFrame, headers: list[str], sheet: str, provenance: Provenance
    ) -> Batch:
        """One batch as a part, without the rows that say nothing but their date."""
        return drop_empty_days(super().part(batch, headers, sheet, provenance))


def drop_empty_days(part: Batch) -> Batch:
    """A daily part without rows whose metrics are all unknown; their days stay told of."""
    known = pl.any_horizontal(pl.col(name).is_not_null() for name in METRIC_TYPES)
    return replace(
        part, rows=part.rows.filter(known), days=frozenset(part.rows["date"].drop_nulls())
    )
