"""Month-first dates that a spreadsheet of another country re-saved, read as they were or refused."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.reading.date_order import detect_american_order, settle_date_order
from rhumbline.reading.dates import Order, parse_days

FEBRUARY = (date(2025, 2, 1), date(2025, 2, 28))


def read(cells: list[str], *window: date, follow: bool = False) -> list[str]:
    said, order = settle_date_order(
        pl.Series(cells), (window[0], window[1]) if window else None, follow=follow
    )
    return [str(day) for day in parse_days(said, fallback=order)["date"]]


@pytest.mark.parametrize(
    "cells",
    [["02/03/2025 04:26", "02/11/2025 04:26"], ["03/02/2025 04:26", "11/02/2025 04:26"],
     ["03.02.2025 04:26", "11.02.2025 04:26"], ["02.03.2025 04:26", "02.11.2025 04:26"],
     ["2025-02-03 04:26:00", "2025-02-11 04:26:00"], ["2025-03-02 04:26:00", "2025-11-02 04:26:00"]],
)  # fmt: skip
def test_the_period_in_the_name_tells_the_order(cells: list[str]) -> None:
    assert read(cells, *FEBRUARY) == ["2025-02-03", "2025-02-11"]


def test_without_a_period_dates_stand_as_the_platform_writes_them() -> None:
    assert read(["02/03/2025", "02/11/2025"]) == ["2025-02-03", "2025-02-11"]


def test_no_date_is_after_the_export() -> None:
    said, order = settle_date_order(
        pl.Series(["03/02/2025", "11/02/2025"]), (None, date(2025, 3, 1))
    )
    assert parse_days(said, fallback=order)["date"].to_list() == [
        date(2025, 2, 3),
        date(2025, 2, 11),
    ]


def test_an_order_that_leaves_some_dates_outside_is_no_better_than_the_usual_one() -> None:
    assert read(["02/03/2025", "01/01/2024"], *FEBRUARY) == ["2025-02-03", "2024-01-01"]


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(3, 60),
    st.sampled_from(["%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "turned"]),
)
def test_days_that_follow_each_other_are_read_in_one_order_only(
    first: date, many: int, form: str
) -> None:
    """Whatever country's spreadsheet wrote them, and where it turned the first days of months."""
    want = [first + timedelta(days=n) for n in range(many)]
    written = [
        day.strftime("%m.%d.%Y" if day.day <= 12 else "%m/%d/%Y")
        if form == "turned"
        else day.strftime(form)
        for day in want
    ]
    said, order = settle_date_order(pl.Series(written), follow=True)
    got = parse_days(said, fallback=order)["date"].to_list()
    apart = max(got) - min(got) if all(got) else timedelta.max  # another order may fit as well
    assert got == want or apart <= want[-1] - want[0]


def test_only_american_spreadsheets_leave_out_the_zeros() -> None:
    assert (
        detect_american_order(pl.Series(["9/5/2026 2:02", "9/12/2026 11:04"])) is Order.MONTH_FIRST
    )
    assert detect_american_order(pl.Series(["05/09/2026 14:02", "12/09/2026 11:04"])) is None
    assert detect_american_order(pl.Series(["10/11/2026", "12/11/2026"])) is None
    assert detect_american_order(pl.Series(["2026-09-05", None])) is None


def test_dates_with_points_that_may_have_been_turned_are_refused_unless_something_tells() -> None:
    said, order = settle_date_order(
        pl.Series(["03.04.2025 07:30", "05.06.2025 09:00"]), (None, date(2026, 1, 1))
    )
    assert parse_days(said, fallback=order)["why"].str.contains("day/month or month/day").all()
    assert read(["03.04.2025", "13.04.2025"], date(2025, 4, 1), date(2025, 4, 30)) == [
        "2025-04-03",
        "2025-04-13",
    ]
    assert read(["03.04.2025"], date(2025, 3, 1), date(2025, 3, 31)) == ["2025-03-04"]
    assert read(["04.04.2025"], date(2025, 1, 1), date(2025, 12, 31)) == ["2025-04-04"]
