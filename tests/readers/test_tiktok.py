"""TikTok: days without a year get the one they must have had."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from babel.dates import format_skeleton
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.ingest.provenance import settle
from rhumbline.opening import open_documents
from rhumbline.readers.tiktok.calendar import (
    LANGUAGES,
    latest_date,
    month_names,
    parse_month_day,
    parse_yearless_days,
)
from rhumbline.readers.tiktok.studio import CONTENT
from rhumbline.reading.provenance import Provenance

DATES = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NEWEST = (int(datetime(2026, 2, 1, 21, 16, 43, tzinfo=UTC).timestamp()) << 32) + 7


def run(last: date, length: int) -> list[date]:
    return [last - timedelta(days=n) for n in range(length)][::-1]


@settings(max_examples=60, deadline=None)
@given(DATES, st.integers(1, 366), st.integers(0, 300), st.sampled_from(LANGUAGES), st.booleans())
def test_a_series_in_any_language_is_read_back(
    last: date, length: int, late: int, language: str, up: bool
) -> None:
    days = run(last, length)
    until = last + timedelta(days=late)
    days = days if up else days[::-1]
    cells = pl.Series([format_skeleton("MMMMd", day, locale=language) for day in days])
    read = parse_yearless_days(cells, since=None, until=until)
    assert read["date"].to_list() == days
    assert read["why"].null_count() == length


@given(DATES, st.integers(2, 366))
def test_the_first_day_of_the_window_settles_the_year(first: date, length: int) -> None:
    days = [first + timedelta(days=n) for n in range(length)]
    cells = pl.Series([f"{day:%B} {day.day}" for day in days])
    assert parse_yearless_days(cells, since=first, until=None)["date"].to_list() == days


def test_a_leap_day_moves_the_series_back_to_where_there_was_one() -> None:
    cells = pl.Series(["February 28", "February 29", "March 1"])
    read = parse_yearless_days(cells, since=None, until=date(2026, 11, 1))
    assert read["date"].to_list() == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]


def test_a_year_that_a_spreadsheet_made_up_is_counted_back() -> None:
    cells = pl.Series(["2026-12-30", "2026-12-31", "2026-01-01", "2026-01-02"])
    read = parse_yearless_days(cells, since=None, until=date(2026, 1, 3))
    assert read["date"].to_list() == run(date(2026, 1, 2), 4)


def test_a_day_without_a_year_and_without_an_export_is_not_dated() -> None:
    read = parse_yearless_days(pl.Series(["April 12"]), since=None, until=None)
    assert read["date"].to_list() == [None]
    assert read["why"][0] == "'April 12' is not a date."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("April 12", (4, 12)), ("12 April", (4, 12)), ("12-Apr", (4, 12)), ("8 de marzo", (3, 8)),
        ("28 апреля", (4, 28)), ("8月21日", (8, 21)), ("8월 21일", (8, 21)), ("1er mars", (3, 1)),
        ("18 tháng Tám", (8, 18)), ("31 tháng Mười Hai", (12, 31)), ("12 tháng 4", (4, 12)),
        ("21. August", (8, 21)), ("21 août", (8, 21)), ("February 29", (2, 29)),
        ("٢١ أغسطس", (8, 21)), ("21 ส.ค.", (8, 21)),
        ("February 30", None), ("Total", None), ("April", None), ("12", None), ("13月1日", None),
        ("April 12 13", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_spelled(text: str, day: tuple[int, int] | None) -> None:
    assert parse_month_day(text) == day


def test_no_two_languages_call_different_months_by_one_name() -> None:
    from babel import Locale

    for language in LANGUAGES:
        for number, name in Locale.parse(language).months["format"]["wide"].items():
            if not any(character.isdigit() for character in name):
                plain = name.casefold().replace(".", " ").strip()
                assert month_names().get(plain, number) == number, (language, name)


@given(DATES, DATES)
def test_the_last_such_day_is_not_after_and_within_eight_years(day: date, until: date) -> None:
    told = latest_date((day.month, day.day), until)
    assert told is not None
    assert told <= until
    assert (told.month, told.day) == (day.month, day.day)
    if told.month != 2 or told.day != 29:
        assert until - told < timedelta(days=366)


@pytest.mark.parametrize(
    ("written", "name", "moment", "source"),
    [
        # written on the day itself: its time tells more
        ("2026-02-28T15:00:00", "Content.csv", "2026-02-28T15:00:00", "modification time"),
        # copied later, within a year
        ("2026-11-24T06:02:29", "Content.csv", "2026-02-28T23:59:59", "file"),
        # a clock that stood before the newest video
        ("2025-11-24T06:02:29", "Content.csv", "2026-02-28T23:59:59", "file"),
        ("2026-11-24T06:02:29", "temp_data_1772290000000.csv", "2026-02-28T14:46:40", "name"),
    ],
)
def test_the_day_of_export_is_in_the_list_of_videos(
    tmp_path: Path, written: str, name: str, moment: str, source: str
) -> None:
    path = tmp_path / name
    header = (
        "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views"
    )
    link = f"https://www.tiktok.com/@riverside/video/{NEWEST}"
    path.write_text(f"{header}\nFebruary 28,Soup,{link},February 1,1,2,3,4\n", encoding="utf-8")
    with open_documents(path) as (document,):
        when = datetime.fromisoformat(written).replace(tzinfo=UTC)
        provenance = settle(Provenance(name, modified_at=when), CONTENT, document)
    assert provenance.observed_at == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert provenance.observed_source == source
