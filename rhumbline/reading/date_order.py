"""Which way round month-first dates stand once a spreadsheet of another country has re-saved them."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from rhumbline.reading.dates import Order, parse_days

Window = tuple[date | None, date | None]  # the first and the last day that a date can be of

_TURNED: Final = (r"^(\d{1,2})\.(\d{1,2})\.\d{4}\b", r"^\d{4}-(\d{1,2})-(\d{1,2})\b")
_LOOKED_AT: Final = 2000  # cells of a column that are enough to settle it
_SLACK: Final = timedelta(days=1)  # periods are of one zone, dates of another


def settle_date_order(
    cells: pl.Series, window: Window | None = None, *, follow: bool = False
) -> tuple[pl.Series, Order | None]:
    """Month-first dates to read, and the order for those that may be either.

    As they stand, where they are within `window` so; else day first, or with day and month turned
    back, where that puts every date into it. Days that `follow` each other are read in the order
    that keeps them closest together. Where all dates have points and nothing tells whether they were
    turned, the order is None and each of them that may be either is refused.
    """
    readings = (
        (restore_month_first(cells), Order.MONTH_FIRST),
        (cells, Order.DAY_FIRST),
        (_turned(cells), Order.MONTH_FIRST),
    )
    if window is None and not follow:
        return readings[0]
    distinct = cells.drop_nulls().unique(maintain_order=True)
    some = distinct.gather_every(max(1, distinct.len() // _LOOKED_AT))
    looked = ((restore_month_first(some), Order.MONTH_FIRST), (some, Order.DAY_FIRST),
              (_turned(some), Order.MONTH_FIRST))  # fmt: skip
    usual = _misfits(*looked[0], window, follow)
    pointed = _may_be_turned(some)
    if not follow and not usual[0] and not pointed:
        return readings[0]
    scores = [usual, *(_misfits(*reading, window, follow) for reading in looked[1:])]
    if pointed and scores[0] == scores[2]:
        return _turned(cells), None
    best = scores.index(min(scores))
    return readings[best] if follow or not scores[best][0] else readings[0]


def detect_american_order(cells: pl.Series) -> Order | None:
    """Month first, where no number of a date has a leading zero, as American spreadsheets write it.

    For exports that spell their months or begin with the year: only a spreadsheet writes 9/5/2026,
    and most others that use slashes write 05/09/2026.
    """
    bare = cells.str.contains(r"^\s*(?:\d/\d{1,2}|\d\d/\d)/\d").any()
    padded = cells.str.contains(r"^\s*(?:0\d/|\d{1,2}/0\d/)").any()
    return Order.MONTH_FIRST if bare and not padded else None


def _may_be_turned(cells: pl.Series) -> bool:
    """Whether all dates are 03.04.2025, with two numbers that may both be months."""
    parts = cells.str.strip_chars().str.extract_groups(_TURNED[0])
    numbers = parts.struct.unnest().cast(pl.Int32)
    return bool(cells.len()) and numbers.select((pl.all() <= 12).fill_null(value=False).all()).row(
        0
    ) == (True, True)


def _misfits(
    cells: pl.Series, order: Order, window: Window | None, follow: bool
) -> tuple[int, int]:
    """How many dates cannot be, and how far the first is from the last where that matters."""
    read = parse_days(cells, fallback=order)["date"]
    first, last = window or (None, None)
    early = int((read < first - _SLACK).sum()) if first else 0
    late = int((read > last + _SLACK).sum()) if last else 0
    start, end = read.min(), read.max()
    span = (end - start).days if isinstance(start, date) and isinstance(end, date) else 0
    return early + late + read.null_count(), span if follow else 0


def restore_month_first(cells: pl.Series) -> pl.Series:
    """Month-first dates as they were before a day-first spreadsheet read those it could.

    It turns 03/04/2025 into 03.04.2025 or 2025-04-03 and leaves 03/15/2025 as text. Only a column
    that is split so, without an exception, is put right; any other comes back as it is.
    """
    frame = pl.DataFrame({"text": cells.cast(pl.String).str.strip_chars()}).drop_nulls()
    left = frame.select(pl.col("text").str.extract(r"^\d{1,2}/(\d{1,2})/\d{4}\b", 1)).to_series()
    turned = frame.select(
        one=pl.coalesce(pl.col("text").str.extract(pattern, 1) for pattern in _TURNED),
        two=pl.coalesce(pl.col("text").str.extract(pattern, 2) for pattern in _TURNED),
    ).cast(pl.Int32)
    kept = left.drop_nulls().cast(pl.Int32)
    read = turned.drop_nulls()
    split = kept.len() + read.height == frame.height and kept.len() and read.height
    if (
        not split
        or (kept <= 12).any()
        or read.select((pl.all() > 12).any()).row(0) != (False, False)
    ):
        return cells
    return _turned(cells)


def _turned(cells: pl.Series) -> pl.Series:
    """03.04.2025 and 2025-04-03 as the 03/04/2025 that they were."""
    return (
        cells.str.strip_chars()
        .str.replace(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})\b", "$1/$2/$3")
        .str.replace(r"^(\d{4})-(\d{1,2})-(\d{1,2})\b", "$3/$2/$1")
    )
