"""Dates and times as people, spreadsheets and platforms spell them, read without guessing."""

from enum import StrEnum
from functools import lru_cache
from typing import Final

import polars as pl


class Order(StrEnum):
    """Which number comes first in 03/04/2026."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


AMBIGUOUS: Final = "may be day/month or month/day: write the date as year-month-day."
LANGUAGES: Final = ("en", "de", "es", "fr", "it", "nl", "pt")

_TIME: Final = (
    r"(?:(?:t|,? at |,? \| |,?\s+)(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?<half>[ap])\.?m\.?)?\s*(?<offset>z|utc|gmt|[+-]\d{2}:?\d{2})?)?$"
)
_YEAR_FIRST: Final = r"^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})" + _TIME
_COMPACT: Final = r"^(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})" + _TIME
_YEAR_LAST: Final = (
    r"^(?<one>\d{1,2})(?<mark>[-/.])(?<two>\d{1,2})[-/.](?<year>\d{4}|\d{2})" + _TIME
)
_DAY_NAMED: Final = (
    r"^(?:\p{L}+\.?,?\s+)?(?<day>\d{1,2})(?:st|nd|rd|th|\.|º|er)?[\s-]+(?:de )?(?<name>\p{L}+)\.?,?"
    r"[\s-]+(?:del? )?(?<year>\d{4}|\d{2})" + _TIME
)
_MONTH_NAMED: Final = (
    r"^(?:\p{L}+\.?,?\s+)?(?<name>\p{L}+)\.?[\s-]+(?<day>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(?<year>\d{4})"
    + _TIME
)
_SERIAL: Final = r"^(\d{5})(?:[.,](\d+))?$"  # days since 1899-12-30, as spreadsheets count
_NUMBERS: Final = ("year", "month", "day", "hour", "minute", "second")


@lru_cache(maxsize=1)
def month_numbers() -> dict[str, int]:
    """Month names and their abbreviations in seven languages, lower case without a dot."""
    from babel import Locale

    names: dict[str, int] = {}
    for language in LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(name.lower().rstrip("."), number)
                    names.setdefault(name.lower()[:3], number)
    return {name: number for name, number in names.items() if not name.isdigit()} | {"mrz": 3}


def parse_times(
    cells: pl.Series, order: Order | None = None, fallback: Order | None = None
) -> pl.DataFrame:
    """Cells as `local` (naive), `offset` (minutes, where written), `precision` and `why` not.

    `order` settles 03/04/2026. Without it the column does, where another of its dates can be read
    one way only; where none can, `fallback` decides, and without one such a date is refused.
    """
    text = cells.cast(pl.String).str.strip_chars().str.replace_all(r"[\s\u00a0\u202f]+", " ")
    frame = text.to_frame("text").with_columns(low=pl.col("text").str.to_lowercase())
    found = frame.with_columns(
        _parts(_YEAR_FIRST).alias("a"), _parts(_COMPACT).alias("b"), _parts(_YEAR_LAST).alias("c"),
        _parts(_DAY_NAMED).alias("d"), _parts(_MONTH_NAMED).alias("e"),
    )  # fmt: skip
    settled = found.with_columns(_ordered(found, order, fallback)).with_columns(
        _named("d"), _named("e")
    )
    return _read(settled)


def parse_moments(
    cells: pl.Series, zone: str, order: Order | None = None, fallback: Order | None = None
) -> pl.DataFrame:
    """Cells as `published_at` (UTC), `published_zone`, `published_precision` and `why` not.

    A time with an offset of its own is read by it; all others are local to `zone`.
    """
    own = pl.col("offset").is_not_null()
    by_offset = (pl.col("local") - pl.duration(minutes="offset")).dt.replace_time_zone("UTC")
    local = pl.coalesce(  # an hour that the clocks skip was meant as the one after it
        to_utc(pl.col("local"), zone), to_utc(pl.col("local") + pl.duration(hours=1), zone)
    )
    return (
        parse_times(cells, order, fallback)
        .with_columns(
            published_at=pl.when(own).then(by_offset).otherwise(local),
            published_zone=pl.when(own).then(pl.lit("UTC")).otherwise(pl.lit(zone)),
        )
        .select(
            "published_at",
            pl.when(pl.col("local").is_not_null()).then("published_zone").alias("published_zone"),
            pl.col("precision").alias("published_precision"),
            "why",
        )
    )


def parse_days(
    cells: pl.Series, order: Order | None = None, fallback: Order | None = None
) -> pl.DataFrame:
    """Cells as `date`, whatever time they carry, and `why` not."""
    return parse_times(cells, order, fallback).select(
        pl.col("local").dt.date().alias("date"), "why"
    )


def _parts(pattern: str) -> pl.Expr:
    return pl.col("low").str.extract_groups(pattern)


def _field(group: str, name: str) -> pl.Expr:
    return pl.col(group).struct.field(name)


def _ordered(found: pl.DataFrame, order: Order | None, fallback: Order | None) -> list[pl.Expr]:
    """`c` with day and month, and whether they may be either."""
    one, two = (_field("c", name).cast(pl.Int32) for name in ("one", "two"))
    dotted = _field("c", "mark") == "."
    alike = (one == two) | (one > 12) | (two > 12) | dotted
    first = (order or _evident(found.select(one.alias("one"), two.alias("two"), dotted.alias("dotted")))
             or fallback)  # fmt: skip
    day_first = pl.lit(first is Order.DAY_FIRST) if order else (
        dotted | (one > 12) | ((two <= 12) & pl.lit(first is Order.DAY_FIRST))
    )  # fmt: skip
    day = pl.when(day_first).then(one).otherwise(two).cast(pl.String)
    month = pl.when(day_first).then(two).otherwise(one).cast(pl.String)
    kept = [_field("c", n).alias(n) for n in ("year", "hour", "minute", "second", "half", "offset")]
    return [
        pl.struct(*kept, day.alias("day"), month.alias("month")).alias("c"),
        (~alike.fill_null(value=True) & pl.lit(first is None)).alias("ambiguous"),
    ]


def _evident(dates: pl.DataFrame) -> Order | None:
    """The order that the column's own dates prove, where they do not contradict each other."""
    slashed = dates.filter(~pl.col("dotted"))
    day_first = ((slashed["one"] > 12) & (slashed["two"] <= 12)).any()
    month_first = ((slashed["two"] > 12) & (slashed["one"] <= 12)).any()
    if day_first == month_first:
        return None
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def _named(group: str) -> pl.Expr:
    number = _field(group, "name").replace_strict(
        month_numbers(), default=None, return_dtype=pl.Int32
    )
    return pl.col(group).struct.with_fields(month=number.cast(pl.String))


def _read(found: pl.DataFrame) -> pl.DataFrame:
    whole = found.select(
        "text", "low", "ambiguous",
        *(pl.coalesce(_field(group, name) for group in "abcde").alias(name)
          for name in (*_NUMBERS, "half", "offset")),
    )  # fmt: skip
    numbered = whole.with_columns(pl.col(_NUMBERS).cast(pl.Int64, strict=False))
    hour, half = pl.col("hour"), pl.col("half")
    said = numbered.with_columns(
        on_a_clock=half.is_null() | hour.is_between(1, 12),
        year=pl.when(pl.col("year") < 100).then(pl.col("year") + 2000).otherwise("year"),
        hour=pl.when(half == "p")
        .then(hour % 12 + 12)
        .when(half == "a")
        .then(hour % 12)
        .otherwise(hour),
    )
    iso = pl.concat_str(
        pl.col("year"), pl.lit("-"), pl.col("month"), pl.lit("-"), pl.col("day"), pl.lit(" "),
        pl.col("hour").fill_null(0), pl.lit(":"), pl.col("minute").fill_null(0), pl.lit(":"),
        pl.col("second").fill_null(0),
    )  # fmt: skip
    local = pl.coalesce(
        pl.when("on_a_clock").then(iso.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)),
        _from_serial(),
    )
    return said.with_columns(
        local=pl.when(~pl.col("ambiguous")).then(local), offset=_minutes(pl.col("offset"))
    ).select("local", "offset", _precision(), _why())


def _from_serial() -> pl.Expr:
    count = pl.col("low").str.extract(_SERIAL, 1).cast(pl.Int64, strict=False)
    part = pl.concat_str(pl.lit("0."), pl.col("low").str.extract(_SERIAL, 2).fill_null("0"))
    seconds = (part.cast(pl.Float64, strict=False) * 86_400).round().cast(pl.Int64)
    day = pl.lit("1899-12-30").str.to_datetime("%Y-%m-%d")
    plausible = count.is_between(36_526, 73_050)  # 2000 to 2099
    return pl.when(plausible).then(day + pl.duration(days=count, seconds=seconds))


def _minutes(offset: pl.Expr) -> pl.Expr:
    sign = pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    hours = offset.str.extract(r"^[+-](\d{2})").cast(pl.Int64)
    minutes = offset.str.extract(r"(\d{2})$").cast(pl.Int64)
    named = offset.is_in(["z", "utc", "gmt"])
    return pl.when(named).then(0).otherwise(sign * (hours * 60 + minutes))


def _precision() -> pl.Expr:
    """A column whose every time is midnight held days before a spreadsheet re-saved it."""
    local = pl.col("local")
    midnight = (local == local.dt.truncate("1d")).fill_null(value=True).all()
    timed = pl.col("hour").is_not_null() | (local != local.dt.truncate("1d"))
    return (
        pl.when(local.is_null())
        .then(pl.lit(None, pl.String))
        .when(midnight | ~timed)
        .then(pl.lit("day"))
        .when(pl.col("second").is_null())
        .then(pl.lit("minute"))
        .otherwise(pl.lit("second"))
        .alias("precision")
    )


def _why() -> pl.Expr:
    quoted = pl.col("text").str.slice(0, 40)
    return (
        pl.when(pl.col("text").fill_null("") == "")
        .then(pl.lit("The date is empty."))
        .when(pl.col("ambiguous"))
        .then(pl.format(f"'{{}}' {AMBIGUOUS}", quoted))
        .when(pl.col("local").is_null())
        .then(pl.format("'{}' is not a date.", quoted))
        .alias("why")
    )


def to_utc(naive: pl.Expr, zone: str) -> pl.Expr:
    """A local time as UTC; the hour that a clock change repeats is its first, the skipped one null."""
    local = naive.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return local.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
