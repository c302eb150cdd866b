"""What the sheets of a creator's analytics are, by their shape, and which way round their dates stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
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


@dataclass(frozen=True)
class CreatorSheets:
    """The sheets of one export by their role, each with the row of its header."""

    totals: tuple[Sheet, int] | None = None
    by_day: tuple[Sheet, int] | None = None
    posts: tuple[Sheet, int] | None = None
    followers: tuple[Sheet, int] | None = None
    facets: tuple[tuple[Sheet, int], ...] = ()


def find_sheets(document: Document) -> CreatorSheets:
    """What each sheet is, by the shape of its first rows, whatever it is called."""
    found: dict[str, tuple[Sheet, int]] = {}
    facets = []
    for sheet in document.sheets:
        role, at = _role(sheet)
        if role == "facets":
            facets.append((sheet, at))
        elif role:
            found.setdefault(role, (sheet, at))
    return CreatorSheets(**found, facets=tuple(facets))


def _role(sheet: Sheet) -> tuple[str, int]:
    rows = [(at, row) for at, row in enumerate(sheet.head[:8]) if any(c.strip() for c in row)]
    if rows and len(rows[0][1]) == 2 and len(DATE.findall(rows[0][1][1])) == 2:
        return "totals", rows[0][0]
    for place, (at, row) in enumerate(rows):
        after = rows[place + 1][1] if place + 1 < len(rows) else []
        if len(row) == 7 and not row[3] and normalise_header(row[0]) == normalise_header(row[4]):
            return "posts", at
        if len(row) == len(after) in (2, 3) and _is_date(after[0]):
            return ("followers" if len(row) == 2 else "by_day"), at
        if len(row) == len(after) == 3 and not _is_date(after[0]) and re.search(r"\d", after[2]):
            return "facets", at
    return "", 0


def _is_date(cell: str) -> bool:
    return parse_days(pl.Series([cell]), fallback=Order.DAY_FIRST)["date"].null_count() == 0


def order_of(said: CreatorSheets) -> Order:
    """Whether 3/4/2026 is in March or in April.

    A number above 12 tells; else the days, which follow one another under the right order alone;
    else the language, for only English puts the month first.
    """
    dates = [found for text in _dates(said) for found in _SHORT.findall(text)]
    if any(mark == "." or int(one) > 12 for one, mark, _ in dates):
        return Order.DAY_FIRST
    if any(int(two) > 12 for _, _, two in dates):
        return Order.MONTH_FIRST
    if said.by_day:
        column = rows_of(*said.by_day)["c0"]
        steps = {order: parse_days(column, order)["date"].diff().drop_nulls() for order in Order}
        even = [o for o, s in steps.items() if s.len() and (s == timedelta(days=1)).all()]
        if len(even) == 1:
            return even[0]
    header = said.by_day[0].head[said.by_day[1]][0] if said.by_day else ""
    return Order.MONTH_FIRST if normalise_header(header) == "date" else Order.DAY_FIRST


def _dates(said: CreatorSheets) -> Iterator[str]:
    for place, columns in (
        (said.by_day, ("c0",)), (said.followers, ("c0",)), (said.posts, ("c1", "c5"))
    ):  # fmt: skip
        if place:
            for column in columns:
                yield from rows_of(*place)[column].drop_nulls()
    if said.totals:
        yield filled(said.totals[0])[0][1]


def rows_of(sheet: Sheet, at: int) -> pl.DataFrame:
    """The rows under a header, cells without outer spaces and null where empty, `line` as first."""
    width = len(sheet.head[at])
    frame = pl.concat(list(sheet.batches(at)), how="vertical_relaxed")
    cells = [pl.col(f"c{i}").str.strip_chars().replace("", None) for i in range(width)]
    return frame.select(pl.col("_line").alias("line"), *cells)


def whole(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Counts, and which cells are none; 32.506 and 32,506 are thirty-two thousand."""
    grouped = cells.str.contains(_GROUPED).fill_null(value=False)
    plain = cells.str.replace_all(r"[.,' \u00a0\u202f]", "")
    values, bad = parse_numbers(plain.zip_with(grouped, cells))
    return values.round().cast(pl.Int64, strict=False), bad
