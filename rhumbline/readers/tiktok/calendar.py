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

MonthDay = tuple[int, int]

LANGUAGES: Final = (
    "en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "el",
    "ru", "uk", "tr", "ar", "he", "ja", "ko", "zh", "vi", "th", "id", "ms", "fil", "ceb", "jv",
    "hi", "bn", "ur", "km", "my",
)  # fmt: skip
# What CLDR spells with figures, TikTok spells out.
_VIETNAMESE: Final = "một hai ba tư năm sáu bảy tám chín mười|mười một|mười hai"
_SMALL_WORDS: Final = frozenset({"de", "di", "of", "the", "ng", "ngày", "วันที่"})
_FIGURES: Final = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]?")
_VIETNAMESE_FIGURES: Final = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2})")
_ONE_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|º|ª)?(?!\d)")
_LEAP_YEARS: Final = 9  # among so many years in a row at least one is a leap year


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Every name and abbreviation of a month in TikTok's languages; no two languages contradict."""
    from babel import Locale

    names = {f"tháng {name}": n for n, name in enumerate(_spelled_out(), 1)}
    for language in LANGUAGES:
        joined = ("", "ב") if language == "he" else ("",)  # Hebrew joins its "in" to the month
        for widths in Locale.parse(language).months.values():
            for number, name in (*widths["wide"].items(), *widths["abbreviated"].items()):
                names |= {_word(before + name): number for before in joined}
    return names


def _spelled_out() -> list[str]:
    ones, *others = _VIETNAMESE.split("|")
    return [*ones.split(), *others]


def _word(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.sub(r"[.,’'\-/]", " ", plain).split()
    return " ".join(word for word in words if word not in _SMALL_WORDS)


@lru_cache(maxsize=4096)
def month_day(text: str) -> MonthDay | None:
    """April 12, 12-Apr, 8 de marzo, 28 апреля, 8月21日, 18 tháng Tám as month and day."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if found := _FIGURES.fullmatch(plain):
        return _real(int(found[1]), int(found[2]))
    if found := _VIETNAMESE_FIGURES.fullmatch(plain):
        return _real(int(found[2]), int(found[1]))
    numbers = _ONE_NUMBER.findall(plain)
    month = month_names().get(_word(_ONE_NUMBER.sub(" ", plain)))
    return _real(month, int(numbers[0])) if month and len(numbers) == 1 else None


def _real(month: int, day: int) -> MonthDay | None:
    return (month, day) if 1 <= month <= 12 and 1 <= day <= 31 and _on(2024, (month, day)) else None


def _on(year: int, day: MonthDay) -> date | None:
    try:
        return date(year, *day)
    except ValueError:
        return None


def latest(day: MonthDay, until: date) -> date | None:
    """The last such day up to `until`."""
    years = range(until.year, until.year - _LEAP_YEARS, -1)
    found = (told for year in years if (told := _on(year, day)))
    return next((told for told in found if told <= until), None)


def dated(days: Sequence[MonthDay], *, since: date | None, until: date | None) -> list[date | None]:
    """A series of days with their years: forward from `since` where the first day is known to be
    it, else backward from `until`; none where neither is known.

    Days follow each other, upward or downward, and none is a year after the one before it. A
    29 February moves the whole series back to where there is one.
    """
    if not days:
        return []
    if _goes_down(days):
        return dated(days[::-1], since=since, until=until)[::-1]
    years = _years(days)
    if since is not None:
        return [
            _on(_first_year(days[0], since) + year, day)
            for year, day in zip(years, days, strict=True)
        ]
    last = latest(days[-1], until) if until else None
    if last is None:
        return [None] * len(days)
    for first_year in range(last.year - years[-1], last.year - years[-1] - _LEAP_YEARS, -1):
        placed = [_on(first_year + year, day) for year, day in zip(years, days, strict=True)]
        if None not in placed:
            return placed
    return [None] * len(days)


def _goes_down(days: Sequence[MonthDay]) -> bool:
    """Whether more steps lead to the day before than to the day after, a year's end aside."""
    steps = [(_on(2024, b) or date.max) - (_on(2024, a) or date.max) for a, b in pairwise(days)]
    half = timedelta(days=183)
    up = sum(timedelta() < step < half or step < -half for step in steps)
    down = sum(-half < step < timedelta() or step > half for step in steps)
    return down > up


def _years(days: Sequence[MonthDay]) -> list[int]:
    """How many years after the first day's each day is: one more wherever the calendar starts anew."""
    years = [0]
    for before, after in pairwise(days):
        years.append(years[-1] + (after < before))
    return years


def _first_year(day: MonthDay, since: date) -> int:
    return since.year if day >= (since.month, since.day) else since.year + 1


def days_of(cells: pl.Series, *, since: date | None, until: date | None) -> pl.DataFrame:
    """Cells of a series as `date` and `why` not, with the year they have or must have had.

    A year after `until` is one that a spreadsheet made up, when it took days for dates.
    """
    whole = parse_series_days(cells)
    written = whole["date"].to_list()
    if until and any(day > until for day in written if day):
        told = [(day.month, day.day) if day else None for day in written]
    else:
        told = [month_day(cell) if cell else None for cell in cells]
    if not any(told):
        return whole
    placed = iter(dated([day for day in told if day], since=since, until=until))
    dates = pl.Series("date", [next(placed) if day else None for day in told], pl.Date)
    return whole.select(pl.coalesce(dates, "date"), "why").with_columns(
        pl.when(pl.col("date").is_null()).then("why").alias("why")
    )
