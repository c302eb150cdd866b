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
    r"^(?<left>\d{1,2})(?<mark>[-/.])(?<right>\d{1,2})[-/.](?<year>\d{4}|\d{2})" + _TIME
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
    matches = (
        text.to_frame("text")
        .with_columns(low=pl.col("text").str.to_lowercase())
        .with_columns(
            year_first=_match(_YEAR_FIRST),
            compact=_match(_COMPACT),
            year_last=_match(_YEAR_LAST),
            day_named=_match(_DAY_NAMED),
            month_named=_match(_MONTH_NAMED),
        )
    )
    ordered = _settle_order(matches, order, fallback)
    return _read_parts(ordered.with_columns(map(_number_month, ("day_named", "month_named"))))


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


_FORMS: Final = ("year_first", "compact", "year_last", "day_named", "month_named")


def _match(pattern: str) -> pl.Expr:
    return pl.col("low").str.extract_groups(pattern)


def _part(form: str, name: str) -> pl.Expr:
    return pl.col(form).struct.field(name)


def _settle_order(
    matches: pl.DataFrame, order: Order | None, fallback: Order | None
) -> pl.DataFrame:
    """The matches with `year_last` as day and month, and `ambiguous` where it may be either way round."""
    left, right = (_part("year_last", name).cast(pl.Int32) for name in ("left", "right"))
    is_dotted = _part("year_last", "mark") == "."
    numbers = matches.select(left=left, right=right, is_dotted=is_dotted)
    settled = order or _evident_order(numbers) or fallback
    is_day_first = pl.lit(settled is Order.DAY_FIRST)
    if order is None:  # dates with points are day first, and a number above 12 is no month
        is_day_first = is_dotted | (left > 12) | ((right <= 12) & is_day_first)
    day = pl.when(is_day_first).then(left).otherwise(right).cast(pl.String)
    month = pl.when(is_day_first).then(right).otherwise(left).cast(pl.String)
    others = [
        _part("year_last", name).alias(name)
        for name in ("year", "hour", "minute", "second", "half", "offset")
    ]
    reads_one_way = (left == right) | (left > 12) | (right > 12) | is_dotted
    return matches.with_columns(
        year_last=pl.struct(*others, day.alias("day"), month.alias("month")),
        ambiguous=~reads_one_way.fill_null(value=True) & pl.lit(settled is None),
    )


def _evident_order(numbers: pl.DataFrame) -> Order | None:
    """The order that the column's own dates prove, where they do not contradict each other."""
    slashed = numbers.filter(~pl.col("is_dotted"))
    day_first = ((slashed["left"] > 12) & (slashed["right"] <= 12)).any()
    month_first = ((slashed["right"] > 12) & (slashed["left"] <= 12)).any()
    if day_first == month_first:
        return None
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def _number_month(form: str) -> pl.Expr:
    """A form with a month's name, with the month's number added."""
    number = _part(form, "name").replace_strict(
        month_numbers(), default=None, return_dtype=pl.Int32
    )
    return pl.col(form).struct.with_fields(month=number.cast(pl.String))


def _read_parts(matches: pl.DataFrame) -> pl.DataFrame:
    """The parts of whichever form matched as a local time, its offset and precision, and why not."""
    parts = matches.select(
        "text",
        "low",
        "ambiguous",
        *(
            pl.coalesce(_part(form, name) for form in _FORMS).alias(name)
            for name in (*_NUMBERS, "half", "offset")
        ),
    ).with_columns(pl.col(_NUMBERS).cast(pl.Int64, strict=False))
    hour, half, year = pl.col("hour"), pl.col("half"), pl.col("year")
    on_24_hours = parts.with_columns(
        exists_on_clock=half.is_null() | hour.is_between(1, 12),
        year=pl.when(year < 100).then(year + 2000).otherwise(year),
        hour=pl.when(half == "p")
        .then(hour % 12 + 12)
        .when(half == "a")
        .then(hour % 12)
        .otherwise(hour),
    )
    time_of_day = (pl.col(name).fill_null(0) for name in ("hour", "minute", "second"))
    iso = pl.format("{}-{}-{} {}:{}:{}", "year", "month", "day", *time_of_day)
    local = pl.coalesce(
        pl.when("exists_on_clock").then(iso.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)),
        _from_serial(),
    )
    return on_24_hours.with_columns(
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
    """Day, minute or second; where every time of a column is midnight, a spreadsheet added it to days."""
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
