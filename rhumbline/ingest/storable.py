"""Which rows core can hold: what a row must say, and between what bounds; the others are rejected."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import polars as pl

from rhumbline.reading.batch import REJECTED_ROW, Batch, Kind
from rhumbline.reading.numbers import LARGEST

# What the tables of core never leave empty, as a person would call it.
REQUIRED: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.POSTS: {"native_id": "id"},
    Kind.DAILY: {"date": "day"},
    Kind.AUDIENCE: {"audience": "audience", "facet": "facet of the audience", "value": "value"},
    Kind.CONVERSIONS: {"date": "day", "name": "name of the outcome", "value": "value"},
}
# Moments that everything downstream can tell, in any time zone and week.
FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
BEYOND: Final = datetime(2100, 1, 1, tzinfo=UTC)
_PEOPLE: Final = 10**10  # more than live on Earth


def reject_unstorable(part: Batch) -> Batch:
    """The part, with rows that core cannot hold moved to the rejected ones, each with a reason."""
    kept, unstorable = separate(part.rows, REQUIRED.get(part.kind, {}), part.sheet)
    if unstorable.is_empty():
        return part
    return replace(part, rows=kept, rejected=pl.concat([part.rejected, unstorable]))


def separate(
    rows: pl.DataFrame, required: Mapping[str, str], sheet: str = ""
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that a table can hold, and the `line`, `sheet` and `reason` of each other one.

    `required` names the columns that are never empty, each in a person's words.
    """
    reasons = [*_reasons(rows, required)]
    if not reasons:
        return rows, pl.DataFrame(schema=REJECTED_ROW)
    reasoned = rows.with_columns(pl.coalesce(reasons).alias("reason"), pl.lit(sheet).alias("sheet"))
    is_sound = pl.col("reason").is_null()
    return reasoned.filter(is_sound).select(rows.columns), reasoned.filter(~is_sound).select(
        list(REJECTED_ROW)
    )


def _reasons(rows: pl.DataFrame, required: Mapping[str, str]) -> Iterator[pl.Expr]:
    """Per column that breaks a rule somewhere, why each of its rows is rejected, or null."""
    for name, words in required.items():
        if rows[name].null_count():
            yield pl.when(pl.col(name).is_null()).then(pl.lit(f"The row has no {words}."))
    for column in rows.iter_columns():
        if column.dtype.is_numeric() and column.name != "line":
            largest = _PEOPLE if column.name == "people" else LARGEST
            is_beyond = (column > largest) | (column < -largest)  # NaN is larger than any
            reason = pl.format(f"{column.name} is {{}}, which is more than can be.", column.name)
        elif column.dtype.is_temporal():
            is_beyond = _is_out_of_time(column)
            day = pl.col(column.name).dt.strftime("%Y-%m-%d")
            reason = pl.format(f"{column.name} is {{}}, which is no day from 1900 to 2099.", day)
        else:
            continue
        if is_beyond.any():
            yield pl.when(is_beyond).then(reason)


def _is_out_of_time(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Date:
        return (column < FIRST.date()) | (column >= BEYOND.date())
    return (column < FIRST) | (column >= BEYOND)
