"""What the sheets of a creator's analytics are, by their shape, and which way round their dates stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

import polars as pl

from rhumbline.opening import Document, Sheet
from rhumbline.readers.linkedin.words import filled
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.numbers import parse_numbers

DATE: Final = re.compile(r"(?<!\d)\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?!\d)")
_SHORT: Final = re.compile(r"(?<!\d)(\d{1,2})([/.])(\d{1,2})\2\d{2,4}(?!\d)")
_GROUPED: Final = r"^-?\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+$"  # counts have no fractions


Place = tuple[Sheet, int]  # a sheet, and the row of its header


@dataclass(frozen=True)
class CreatorSheets:
    """The sheets of one export by what they hold, each with the row of its header."""

    totals: Place | None = None
    by_day: Place | None = None
    posts: Place | None = None
    followers: Place | None = None
    facets: tuple[Place, ...] = ()


def find_sheets(document: Document) -> CreatorSheets:
    """What each sheet holds, by the shape of its first rows, whatever it is called."""
    places: dict[str, Place] = {}
    facets = []
    for sheet in document.sheets:
        role, at = _find_role(sheet)
        if role == "facets":
            facets.append((sheet, at))
        elif role:
            places.setdefault(role, (sheet, at))
    return CreatorSheets(**places, facets=tuple(facets))


def _find_role(sheet: Sheet) -> tuple[str, int]:
    """What a sheet holds, and the row of its header; an empty role where it is none of ours."""
    filled_rows = [
        (at, row) for at, row in enumerate(sheet.head[:8]) if any(c.strip() for c in row)
    ]
    if filled_rows and _is_range(filled_rows[0][1]):
        return "totals", filled_rows[0][0]
    for (at, header), (_, below) in pairwise([*filled_rows, (0, [])]):
        role = _role_of_table(header, below)
        if role:
            return role, at
    return "", 0


def _is_range(row: list[str]) -> bool:
    """Whether a row is a label and a range of days, which stands above the totals."""
    return len(row) == 2 and len(DATE.findall(row[1])) == 2


def _role_of_table(header: list[str], below: list[str]) -> str:
    """What a table holds, by its header and its first row."""
    if (
        len(header) == 7
        and not header[3]
        and normalise_header(header[0]) == normalise_header(header[4])
    ):
        return "posts"  # two rankings of three columns side by side
    if len(header) != len(below) or len(header) not in (2, 3):
        return ""
    if _is_date(below[0]):
        return "followers" if len(header) == 2 else "by_day"
    return "facets" if len(header) == 3 and re.search(r"\d", below[2]) else ""


def _is_date(cell: str) -> bool:
    return parse_days(pl.Series([cell]), fallback=Order.DAY_FIRST)["date"].null_count() == 0


def order_of(sheets: CreatorSheets) -> Order:
    """Whether 3/4/2026 is in March or in April.

    A number above 12 proves it; else the days, which follow each other under the right order alone;
    else the language, for only English puts the month first.
    """
    numbers = [match for text in _dates(sheets) for match in _SHORT.findall(text)]
    if any(mark == "." or int(first) > 12 for first, mark, _ in numbers):
        return Order.DAY_FIRST
    if any(int(second) > 12 for _, _, second in numbers):
        return Order.MONTH_FIRST
    if sheets.by_day is None:
        return Order.DAY_FIRST
    consecutive = [order for order in Order if _follow_each_other(sheets.by_day, order)]
    if len(consecutive) == 1:
        return consecutive[0]
    sheet, at = sheets.by_day
    is_english = normalise_header(sheet.head[at][0]) == "date"
    return Order.MONTH_FIRST if is_english else Order.DAY_FIRST


def _follow_each_other(days: Place, order: Order) -> bool:
    """Whether each day, read in this order, is the day after the one above it."""
    steps = parse_days(rows_of(*days)["c0"], order)["date"].diff().drop_nulls()
    return steps.len() > 0 and bool((steps == timedelta(days=1)).all())


def _dates(sheets: CreatorSheets) -> Iterator[str]:
    """Every cell of the export that holds dates."""
    columns = ((sheets.by_day, ("c0",)), (sheets.followers, ("c0",)), (sheets.posts, ("c1", "c5")))
    for place, names in columns:
        if place:
            rows = rows_of(*place)
            for name in names:
                yield from rows[name].drop_nulls()
    if sheets.totals:
        yield filled(sheets.totals[0])[0][1]


def rows_of(sheet: Sheet, at: int) -> pl.DataFrame:
    """The rows under a header, cells without outer spaces and null where empty, `line` as first."""
    width = len(sheet.head[at])
    frame = pl.concat(list(sheet.batches(at)), how="vertical_relaxed")
    cells = [pl.col(f"c{i}").str.strip_chars().replace("", None) for i in range(width)]
    return frame.select(pl.col("_line").alias("line"), *cells)


def parse_counts(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Counts, and which cells are none; 32.506 and 32,506 are both thirty-two thousand."""
    grouped = cells.str.contains(_GROUPED).fill_null(value=False)
    plain = cells.str.replace_all(r"[.,' \u00a0\u202f]", "")
    values, bad = parse_numbers(plain.zip_with(grouped, cells))
    return values.round().cast(pl.Int64, strict=False), bad
