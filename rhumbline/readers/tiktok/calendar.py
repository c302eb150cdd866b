"""Days as TikTok Studio writes them, in the language of its pages and without a year."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

import polars as pl

from rhumbline.reading.daily_series import parse_series_days

MonthDay = tuple[int, int]  # (2, 29) for 29 February

LANGUAGES: Final = (
    "en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "el",
    "ru", "uk", "tr", "ar", "he", "ja", "ko", "zh", "vi", "th", "id", "ms", "fil", "ceb", "jv",
    "hi", "bn", "ur", "km", "my",
)  # fmt: skip
# CLDR writes Vietnamese months with figures; TikTok spells them out.
_VIETNAMESE: Final = "một hai ba tư năm sáu bảy tám chín mười|mười một|mười hai"
_SMALL_WORDS: Final = frozenset({"de", "di", "of", "the", "ng", "ngày", "วันที่"})
_FIGURES: Final = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]?")
_VIETNAMESE_FIGURES: Final = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2})")
_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|º|ª)?(?!\d)")
_YEARS_TO_LEAP_DAY: Final = 9  # of nine years in a row, at least one is a leap year
_HALF_YEAR: Final = timedelta(days=183)


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Every name and abbreviation of a month in TikTok's languages; none means two months."""
    from babel import Locale

    names = {f"tháng {name}": number for number, name in enumerate(_vietnamese_numbers(), 1)}
    for language in LANGUAGES:
        prefixes = ("", "ב") if language == "he" else ("",)  # Hebrew joins its "in" to the month
        for widths in Locale.parse(language).months.values():
            for number, name in (*widths["wide"].items(), *widths["abbreviated"].items()):
                names |= {_normalise_name(prefix + name): number for prefix in prefixes}
    return names


def _vietnamese_numbers() -> list[str]:
    one_to_ten, *others = _VIETNAMESE.split("|")
    return [*one_to_ten.split(), *others]


def _normalise_name(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.sub(r"[.,’'\-/]", " ", plain).split()
    return " ".join(word for word in words if word not in _SMALL_WORDS)


@lru_cache(maxsize=4096)
def parse_month_day(text: str) -> MonthDay | None:
    """April 12, 12-Apr, 8 de marzo, 28 апреля, 8月21日, 18 tháng Tám as month and day."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if month_first := _FIGURES.fullmatch(plain):
        return _checked(int(month_first[1]), int(month_first[2]))
    if day_first := _VIETNAMESE_FIGURES.fullmatch(plain):
        return _checked(int(day_first[2]), int(day_first[1]))
    numbers = _NUMBER.findall(plain)
    month = month_names().get(_normalise_name(_NUMBER.sub(" ", plain)))
    return _checked(month, int(numbers[0])) if month and len(numbers) == 1 else None


def _checked(month: int, day: int) -> MonthDay | None:
    """The day, where a leap year has it."""
    return (month, day) if _in_year(2024, (month, day)) else None


def _in_year(year: int, day: MonthDay) -> date | None:
    try:
        return date(year, *day)
    except ValueError:
        return None


def latest_date(day: MonthDay, until: date) -> date | None:
    """The last such day up to `until`."""
    years = range(until.year, until.year - _YEARS_TO_LEAP_DAY, -1)
    dates = (_in_year(year, day) for year in years)
    return next((each for each in dates if each is not None and each <= until), None)


def date_series(
    days: Sequence[MonthDay], *, since: date | None, until: date | None
) -> list[date | None]:
    """The dates of days that follow each other, upward or downward, less than a year apart.

    They count forward from `since`, the first day, where that is known; else backward from `until`.
    Where neither is known, every date is None.
    """
    if _goes_down(days):
        return date_series(days[::-1], since=since, until=until)[::-1]
    years = _years_passed(days)
    if since is not None:
        first_year = _first_year_since(days, since)
    else:
        first_year = _last_first_year(days, years, until) if until else None
    if first_year is None:
        return [None] * len(days)
    return [_in_year(first_year + passed, day) for passed, day in zip(years, days, strict=True)]


def _goes_down(days: Sequence[MonthDay]) -> bool:
    """Whether more steps lead to the day before than to the day after, a year's end aside."""
    dates = [_in_year(2024, day) or date.max for day in days]
    steps = [after - before for before, after in pairwise(dates)]
    up = sum(timedelta() < step < _HALF_YEAR or step < -_HALF_YEAR for step in steps)
    down = sum(-_HALF_YEAR < step < timedelta() or step > _HALF_YEAR for step in steps)
    return down > up


def _years_passed(days: Sequence[MonthDay]) -> list[int]:
    """How many years after the first day's each day is: one more wherever the calendar starts anew."""
    years = [0]
    for before, after in pairwise(days):
        years.append(years[-1] + (after < before))
    return years[: len(days)]


def _first_year_since(days: Sequence[MonthDay], since: date) -> int | None:
    if not days:
        return None
    return since.year if days[0] >= (since.month, since.day) else since.year + 1


def _last_first_year(days: Sequence[MonthDay], years: Sequence[int], until: date) -> int | None:
    """The last year in which the series can begin and have all its days, a 29 February among them."""
    last = latest_date(days[-1], until) if days else None
    if last is None:
        return None
    candidates = range(last.year - years[-1], last.year - years[-1] - _YEARS_TO_LEAP_DAY, -1)
    complete = (
        first_year
        for first_year in candidates
        if all(_in_year(first_year + passed, day) for passed, day in zip(years, days, strict=True))
    )
    return next(complete, None)


def parse_yearless_days(
    cells: pl.Series, *, since: date | None, until: date | None
) -> pl.DataFrame:
    """Days that follow each other as `date`, with the year they must have had, and `why` not.

    Where a cell has a year, that is the year; but if one is after `until`, a spreadsheet made up all
    years when it took the days for dates.
    """
    whole_dates = parse_series_days(cells)
    dates = whole_dates["date"].to_list()
    if until and any(day > until for day in dates if day):
        days = [(day.month, day.day) if day else None for day in dates]
    else:
        days = [parse_month_day(cell) if cell else None for cell in cells]
    if not any(days):
        return whole_dates
    in_turn = iter(date_series([day for day in days if day], since=since, until=until))
    dated = pl.Series("date", [next(in_turn) if day else None for day in days], pl.Date)
    return whole_dates.select(pl.coalesce(dated, "date"), "why").with_columns(
        pl.when(pl.col("date").is_null()).then("why").alias("why")
    )
