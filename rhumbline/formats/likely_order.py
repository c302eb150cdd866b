"""Which of day and month comes first in dates of a file nobody knows, by what else the file says."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import polars as pl

from rhumbline.opening import Document
from rhumbline.reading.dates import Order, parse_days

_ABOVE: Final = 12  # rows above a table in which its period may stand
_PARTS: Final = re.compile(r"[:;|]\s+|\s+[-–—]\s+|,\s+(?=\d{1,2}:\d\d)|\bto\b")
_MONTH: Final = timedelta(days=31)  # how far days may lie from the period that a file names


def likely_order(cells: pl.Series, document: Document) -> tuple[Order, str]:
    """The likelier order of dates such as 03/04/2026, and why."""
    by_order = {order: parse_days(cells, order)["date"].drop_nulls() for order in Order}
    named = sorted(_days_named_above(document))
    if named:
        first, last = named[0] - _MONTH, named[-1]
        within = {o: int(days.is_between(first, last).sum()) for o, days in by_order.items()}
        if len(set(within.values())) > 1:
            return max(within, key=lambda o: within[o]), "so the days lie in the period above"
    spans = {order: _span(days) for order, days in by_order.items()}
    if cells.len() > 1 and len(set(spans.values())) > 1:
        return min(spans, key=lambda o: spans[o]), "so the days follow each other"
    return Order.DAY_FIRST, "03/04 may be either"


def _span(days: pl.Series) -> tuple[int, timedelta]:
    first, last = days.min(), days.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return 0, timedelta.max
    return -days.len(), last - first


def _days_named_above(document: Document) -> Iterator[date]:
    """The days that the first rows spell out, read one way only: those of a period or a report."""
    for sheet in document.sheets[:1]:
        for row in sheet.head[:_ABOVE]:
            if sum(bool(cell.strip()) for cell in row) > 3:
                return
            text = ", ".join(cell.strip() for cell in row if cell.strip())
            parts = [part.strip(" ,") for part in _PARTS.split(text)]
            yield from parse_days(pl.Series(parts, dtype=pl.String))["date"].drop_nulls()
