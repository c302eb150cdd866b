"""Whether dates that a spreadsheet of another country re-saved are month first or day first."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from rhumbline.reading.dates import Order, parse_days

Window = tuple[date | None, date | None]  # the first and the last day that a date can be of
Reading = tuple[pl.Series, Order]  # cells to parse, and the order of those that may be either

_TURNED: Final = (r"^(\d{1,2})\.(\d{1,2})\.\d{4}\b", r"^\d{4}-(\d{1,2})-(\d{1,2})\b")
_SAMPLE: Final = 2000  # cells of a column that are enough to settle it
_SLACK: Final = timedelta(days=1)  # the window may be of one zone, the dates of another


def settle_date_order(
    cells: pl.Series, window: Window | None = None, *, follow: bool = False
) -> tuple[pl.Series, Order | None]:
    """Dates that a platform writes month first, as cells to parse and the order of ambiguous ones.

    They are read month first where that puts them all into `window`; else day first, or with day
    and month turned back, where that does. Days that `follow` each other are read in the order that
    keeps them closest together. Where all dates have points and nothing shows whether they were
    turned, the order is None, and each that may be either is refused.
    """
    readings = _readings(cells)
    if window is None and not follow:
        return readings[0]
    distinct = cells.drop_nulls().unique(maintain_order=True)
    sample = distinct.gather_every(max(1, distinct.len() // _SAMPLE))
    as_written, *others = _readings(sample)
    may_be_turned = _may_be_turned(sample)
    scores = [_misfits(*as_written, window, follow)]
    if not follow and not scores[0][0] and not may_be_turned:
        return readings[0]
    scores += [_misfits(*reading, window, follow) for reading in others]
    if may_be_turned and scores[0] == scores[2]:
        return readings[2][0], None
    best = scores.index(min(scores))
    return readings[best] if follow or not scores[best][0] else readings[0]


def _readings(cells: pl.Series) -> tuple[Reading, Reading, Reading]:
    """Month first as the platform writes, day first, and month first with day and month turned back."""
    return (
        (restore_month_first(cells), Order.MONTH_FIRST),
        (cells, Order.DAY_FIRST),
        (_turn_back(cells), Order.MONTH_FIRST),
    )


def detect_american_order(cells: pl.Series) -> Order | None:
    """Month first, where no number of a date has a leading zero, as American spreadsheets write it.

    For exports that spell their months or begin with the year: only a spreadsheet writes 9/5/2026,
    and most others that use slashes write 05/09/2026.
    """
    bare = cells.str.contains(r"^\s*(?:\d/\d{1,2}|\d\d/\d)/\d").any()
    padded = cells.str.contains(r"^\s*(?:0\d/|\d{1,2}/0\d/)").any()
    return Order.MONTH_FIRST if bare and not padded else None


def _may_be_turned(cells: pl.Series) -> bool:
    """Whether all dates are written 03.04.2025, with two numbers that may both be months."""
    numbers = cells.str.strip_chars().str.extract_groups(_TURNED[0]).struct.unnest().cast(pl.Int32)
    may_be_months = numbers.select((pl.all() <= 12).fill_null(value=False).all())
    return cells.len() > 0 and may_be_months.row(0) == (True, True)


def _misfits(
    cells: pl.Series, order: Order, window: Window | None, follow: bool
) -> tuple[int, int]:
    """How many dates cannot be, and for days that follow each other their span in days."""
    days = parse_days(cells, fallback=order)["date"]
    first, last = window or (None, None)
    early = int((days < first - _SLACK).sum()) if first else 0
    late = int((days > last + _SLACK).sum()) if last else 0
    start, end = days.min(), days.max()
    span = (end - start).days if isinstance(start, date) and isinstance(end, date) else 0
    return early + late + days.null_count(), span if follow else 0


def restore_month_first(cells: pl.Series) -> pl.Series:
    """Month-first dates as they were before a day-first spreadsheet read those that it could.

    It turns 03/04/2025 into 03.04.2025 or 2025-04-03, and leaves 03/15/2025 as text. Only a column
    that is split so, without an exception, is put right; any other comes back as it is.
    """
    dates = pl.DataFrame({"text": cells.cast(pl.String).str.strip_chars()}).drop_nulls()
    text = pl.col("text")
    left_as_text = dates.select(
        day=text.str.extract(r"^\d{1,2}/(\d{1,2})/\d{4}\b", 1).cast(pl.Int32)
    ).drop_nulls()
    turned = dates.select(
        day=pl.coalesce(text.str.extract(pattern, 1) for pattern in _TURNED).cast(pl.Int32),
        month=pl.coalesce(text.str.extract(pattern, 2) for pattern in _TURNED).cast(pl.Int32),
    ).drop_nulls()
    is_split = (
        left_as_text.height > 0
        and turned.height > 0
        and left_as_text.height + turned.height == dates.height
        and bool((left_as_text["day"] > 12).all())
        and turned.select((pl.all() <= 12).all()).row(0) == (True, True)
    )
    return _turn_back(cells) if is_split else cells


def _turn_back(cells: pl.Series) -> pl.Series:
    """03.04.2025 and 2025-04-03 as the 03/04/2025 that they were."""
    return (
        cells.str.strip_chars()
        .str.replace(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})\b", "$1/$2/$3")
        .str.replace(r"^(\d{4})-(\d{1,2})-(\d{1,2})\b", "$3/$2/$1")
    )
