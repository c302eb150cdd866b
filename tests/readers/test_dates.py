"""Dates in every spelling that exports and people have, and those that are refused rather than guessed."""

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.reading.dates import LANGUAGES, Order, parse_days, parse_moments, parse_times


def read(
    *cells: str | None, order: Order | None = None, fallback: Order | None = None
) -> list[str]:
    said = parse_times(pl.Series([*cells], dtype=pl.String), order, fallback)
    return [str(local) if local else why for local, why in said.select("local", "why").rows()]


@pytest.mark.parametrize(
    "cell",
    ["2025-02-11 14:05", "2025/02/11 14:05", "2025-2-11T14:05:00", "20250211 14:05",
     "11.02.2025 14:05", "11.2.25, 14:05", "13/11/2025 14:05".replace("13/11", "11.02").replace("/", "."),
     "Feb 11, 2025 2:05 PM", "February 11, 2025 at 2:05 pm", "Tue, Feb 11, 2025 2:05 p.m.",
     "11 Feb 2025 14:05", "11-Feb-2025 14:05", "11th February 2025, 14:05", "Tue Feb 11 2025 14:05",
     "11 de febrero de 2025 14:05", "11 de fevereiro de 2025, 14:05", "11 février 2025 14:05",
     "11. Februar 2025, 14:05", "11 febbraio 2025 14:05", "11 februari 2025 14:05",
     "45699.586805555555", "  2025-02-11\u00a014:05 "],
)  # fmt: skip
def test_one_moment_in_many_spellings(cell: str) -> None:
    assert read(cell) == ["2025-02-11 14:05:00"]


@pytest.mark.parametrize(
    "hour", [("12:05 am", "00:05"), ("12:05 PM", "12:05"), ("1:05 pm", "13:05")]
)
def test_noon_and_midnight(hour: tuple[str, str]) -> None:
    assert read(f"2025-02-11 {hour[0]}") == [f"2025-02-11 {hour[1]}:00"]


@pytest.mark.parametrize(
    "cell",
    ["31/02/2025", "2025-13-01", "soon", "13:00", "2025-02-11 25:00", "2025-02-11 14:05 pm", "12345678",
     "0.5", "2025", "11 Soupember 2025", "2025-02-11 and more", "99999", "e5"],
)  # fmt: skip
def test_what_is_no_date_is_refused(cell: str) -> None:
    assert read(cell) == [f"'{cell}' is not a date."]


def test_an_empty_cell_is_said_to_be_empty() -> None:
    assert read("", None, "  ") == ["The date is empty."] * 3


def test_a_date_that_may_be_either_is_refused_unless_something_tells() -> None:
    assert "day/month or month/day" in read("03/04/2026")[0]
    assert read("03/04/2026", "25/04/2026") == ["2026-04-03 00:00:00", "2026-04-25 00:00:00"]
    assert read("03/04/2026", "04/25/2026") == ["2026-03-04 00:00:00", "2026-04-25 00:00:00"]
    assert read("04/04/2026") == ["2026-04-04 00:00:00"]
    assert read("03/04/2026", fallback=Order.MONTH_FIRST) == ["2026-03-04 00:00:00"]


def test_dates_that_contradict_each_other_tell_nothing() -> None:
    said = read("03/04/2026", "25/04/2026", "04/25/2026")
    assert "day/month or month/day" in said[0]
    assert said[1:] == ["2026-04-25 00:00:00"] * 2


def test_a_declared_order_is_kept_to() -> None:
    assert read("03/04/2026", order=Order.DAY_FIRST) == ["2026-04-03 00:00:00"]
    assert read("04/25/2026", order=Order.DAY_FIRST) == ["'04/25/2026' is not a date."]


def test_times_are_local_to_a_zone_unless_they_say_otherwise() -> None:
    cells = pl.Series(["2026-07-01 10:00", "2026-07-01T10:00:00Z", "2026-07-01T10:00:00-0330"])
    said = parse_moments(cells, "Europe/Berlin")
    assert [str(at) for at in said["published_at"]] == [
        "2026-07-01 08:00:00+00:00",
        "2026-07-01 10:00:00+00:00",
        "2026-07-01 13:30:00+00:00",
    ]
    assert said["published_zone"].to_list() == ["Europe/Berlin", "UTC", "UTC"]


def test_an_hour_that_the_clocks_skip_is_the_one_after_it_and_a_repeated_one_its_first() -> None:
    said = parse_moments(pl.Series(["2026-03-29 02:30", "2026-10-25 02:30"]), "Europe/Berlin")
    assert [str(at) for at in said["published_at"]] == [
        "2026-03-29 01:30:00+00:00",
        "2026-10-25 00:30:00+00:00",
    ]


@pytest.mark.parametrize(
    ("cells", "precision"),
    [
        (["2026-07-01"], ["day"]),
        (["2026-07-01 10:00"], ["minute"]),
        (["2026-07-01 10:00:07"], ["second"]),
        (
            ["2026-07-01 00:00:00", "2026-07-02 00:00:00"],
            ["day", "day"],
        ),  # re-saved by a spreadsheet
        (["2026-07-01 00:00:00", "2026-07-02 09:00:00"], ["second", "second"]),
    ],
)
def test_how_exact_a_date_is(cells: list[str], precision: list[str]) -> None:
    assert parse_times(pl.Series(cells))["precision"].to_list() == precision


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(LANGUAGES))
def test_every_day_is_read_back_in_every_language(day: date, language: str) -> None:
    from babel.dates import format_date

    forms = [format_date(day, form, locale=language) for form in ("long", "d MMM yyyy")]
    assert parse_days(pl.Series(forms))["date"].to_list() == [day, day]


@given(st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)), min_size=1, max_size=5))
def test_iso_is_always_read_to_the_second(when: list[datetime]) -> None:
    whole = [moment.replace(microsecond=0) for moment in when]
    assert parse_times(pl.Series([m.isoformat() for m in whole]))["local"].to_list() == whole


@given(st.lists(st.text(max_size=20), max_size=5))
def test_any_text_is_a_date_or_a_reason(cells: list[str]) -> None:
    said = parse_times(pl.Series(cells, dtype=pl.String))
    assert (said["local"].is_null() == said["why"].is_not_null()).all()
