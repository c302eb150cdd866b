"""What changed between two exports of what they tell of account days and of audiences."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.events import derive_events
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate
from tests.events.conftest import BEGIN, day, tell
from tests.examples import costly

SUNDAY = date(2026, 8, 30)
Told = dict[str, float | None]


def tell_days(
    warehouse: Warehouse,
    export_id: str,
    at: datetime,
    days: dict[date, Told],
    format_: str = "x_overview",
) -> None:
    """Store an export that tells these figures of these days of an account nobody names."""
    tell(warehouse, export_id, at, {}, format_=format_)
    for on, figures in days.items():
        told = {name: value for name, value in figures.items() if value is not None}
        row = told | {
            "export_id": export_id, "platform": "x", "date": on, "observed_at": at,
            "format": format_, "line": 2,
        }  # fmt: skip
        warehouse.append("core.account_days", pl.DataFrame([row]))


def tell_audience(  # a test names only what it is about
    warehouse: Warehouse,
    export_id: str,
    at: datetime,
    counts: dict[str, float],
    *,
    audience: str = "followers",
    format_: str = "linkedin_page_followers",
    column: str = "count",
    period_from: date | None = None,
) -> None:
    """Store an export that tells how many followers of each industry there are."""
    tell(warehouse, export_id, at, {}, format_=format_)
    warehouse.run(
        "update core.exports set period_from = ? where export_id = ?", period_from, export_id
    )
    for value, figure in counts.items():
        row = {
            "export_id": export_id, "platform": "linkedin", "observed_at": at, "format": format_,
            "audience": audience, "facet": "industry", "value": value, column: figure, "line": 2,
        }  # fmt: skip
        warehouse.append("core.audiences", pl.DataFrame([row]))


def day_events(warehouse: Warehouse, metric: str = "follows") -> list[tuple[object, ...]]:
    """(date, day from, day to, delta, first sight?, restatement?, export) in order."""
    return warehouse.rows(
        """
        select
            date, date_diff('day', ?, from_observed_at), date_diff('day', ?, to_observed_at), delta,
            is_first_sight, is_restatement, export_id
        from core.account_day_events
        where metric = ?
        order by date, to_observed_at
        """,
        BEGIN,
        BEGIN,
        metric,
    )


def audience_events(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """(value, metric, day from, day to, delta, first sight?, decline?, export) in order."""
    return warehouse.rows(
        """
        select
            value, metric, date_diff('day', ?, from_observed_at),
            date_diff('day', ?, to_observed_at), delta, is_first_sight, is_decline, export_id
        from core.audience_events
        order by value, metric, to_observed_at
        """,
        BEGIN,
        BEGIN,
    )


def test_a_day_that_is_told_higher_later_grew_and_one_that_fell_was_restated(
    warehouse: Warehouse,
) -> None:
    tell_days(warehouse, "a", day(0), {SUNDAY: {"follows": 4, "impressions": 90}})
    tell_days(warehouse, "b", day(1), {SUNDAY: {"follows": 6, "impressions": 80}})
    derive_events(warehouse)
    assert day_events(warehouse) == [
        (SUNDAY, None, 0, 4.0, True, False, "a"),
        (SUNDAY, 0, 1, 2.0, False, False, "b"),
    ]
    assert day_events(warehouse, "impressions")[1] == (SUNDAY, 0, 1, -10.0, False, True, "b")


def test_a_late_export_falls_between_and_days_it_does_not_tell_stay(warehouse: Warehouse) -> None:
    monday = date(2026, 8, 31)
    tell_days(warehouse, "a", day(0), {SUNDAY: {"follows": 4}, monday: {"follows": 1}})
    tell_days(warehouse, "c", day(2), {SUNDAY: {"follows": 9}})
    derive_events(warehouse)
    tell_days(warehouse, "b", day(1), {SUNDAY: {"follows": 5, "saves": None}})
    derive_events(warehouse)
    assert [row[1:4] for row in day_events(warehouse)] == [
        (None, 0, 4.0), (0, 1, 1.0), (1, 2, 4.0), (None, 0, 1.0),
    ]  # fmt: skip


def test_the_format_that_told_a_metric_of_a_day_last_forms_its_events(
    warehouse: Warehouse,
) -> None:
    tell_days(warehouse, "a", day(0), {SUNDAY: {"follows": 4, "saves": 2}})
    tell_days(warehouse, "b", day(1), {SUNDAY: {"follows": 6}}, "sprout_profiles")
    derive_events(warehouse)
    assert day_events(warehouse) == [(SUNDAY, None, 1, 6.0, True, False, "b")]
    assert day_events(warehouse, "saves") == [(SUNDAY, None, 0, 2.0, True, False, "a")]


def test_what_a_forgotten_export_said_of_days_and_audiences_is_forgotten(
    warehouse: Warehouse,
) -> None:
    tell_days(warehouse, "a", day(0), {SUNDAY: {"follows": 4}})
    tell_days(warehouse, "b", day(1), {SUNDAY: {"follows": 6}})
    tell_audience(warehouse, "c", day(2), {"Education": 50})
    derive_events(warehouse)
    for table in ("account_days", "audiences", "exports"):
        warehouse.run(f"delete from core.{table} where export_id in ('b', 'c')")
    derive_events(warehouse)
    assert day_events(warehouse) == [(SUNDAY, None, 0, 4.0, True, False, "a")]
    assert audience_events(warehouse) == []


def test_followers_who_leave_are_a_decline_and_a_value_that_is_left_out_is_not(
    warehouse: Warehouse,
) -> None:
    tell_audience(warehouse, "a", day(0), {"Education": 96, "Farming": 10})
    tell_audience(warehouse, "b", day(7), {"Education": 78})
    tell_audience(warehouse, "c", day(14), {"Education": 80, "Farming": 12})
    derive_events(warehouse)
    assert audience_events(warehouse) == [
        ("Education", "count", None, 0, 96.0, True, False, "a"),
        ("Education", "count", 0, 7, -18.0, False, True, "b"),
        ("Education", "count", 7, 14, 2.0, False, False, "c"),
        ("Farming", "count", None, 0, 10.0, True, False, "a"),
        ("Farming", "count", 0, 14, 2.0, False, False, "c"),
    ]


def test_shares_have_events_of_their_own(warehouse: Warehouse) -> None:
    tell_audience(warehouse, "a", day(0), {"Education": 0.5}, column="share")
    tell_audience(warehouse, "b", day(7), {"Education": 0.25}, column="share")
    derive_events(warehouse)
    assert audience_events(warehouse) == [
        ("Education", "share", None, 0, 0.5, True, False, "a"),
        ("Education", "share", 0, 7, -0.25, False, True, "b"),
    ]


def test_visitors_of_periods_that_begin_on_unlike_days_are_not_compared(
    warehouse: Warehouse,
) -> None:
    for export, at, begins, figure in (("a", 0, 1, 50), ("b", 7, 8, 20), ("c", 9, 8, 26)):
        tell_audience(
            warehouse, export, day(at), {"Education": figure},
            audience="visitors", period_from=date(2026, 8, begins),
        )  # fmt: skip
    derive_events(warehouse)
    assert audience_events(warehouse) == [
        ("Education", "count", None, 7, 20.0, True, False, "b"),
        ("Education", "count", 7, 9, 6.0, False, False, "c"),
    ]


# Exports of one account: the day of each, what it tells of two days, and which tool made it.
FIGURES = st.fixed_dictionaries(
    {name: st.none() | st.integers(0, 9) for name in ("follows", "impressions")}
)
EXPORTS = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.dictionaries(st.sampled_from((SUNDAY, date(2026, 8, 31))), FIGURES, min_size=1),
        st.dictionaries(st.sampled_from(("Education", "Farming")), st.integers(0, 9)),
        st.sampled_from(("x_overview", "sprout_profiles")),
    ),
    min_size=1,
    max_size=5,
)
Export = tuple[str, int, dict[date, Told], dict[str, float], str]


def formed(exports: list[Export], nights: set[int]) -> list[list[tuple[object, ...]]]:
    """Both tables of events, formed after each export whose place is in `nights`, and at the end."""
    with duckdb.connect() as connection:
        warehouse = Warehouse(in_utc(connection), Path(":memory:"))
        migrate(warehouse)
        for place, (name, at, days, counts, format_) in enumerate(exports):
            tell_days(warehouse, name, day(at), days, format_)
            tell_audience(warehouse, f"{name}f", day(at), counts, format_=format_)
            if place in nights:
                derive_events(warehouse)
        derive_events(warehouse)
        return [
            warehouse.rows(f"select * from core.{table}_events order by all")
            for table in ("account_day", "audience")
        ]


@settings(max_examples=costly(6))
@given(told=EXPORTS, data=st.data())
def test_any_order_of_arrival_and_any_nights_give_the_same_events(
    told: list[tuple[int, dict[date, Told], dict[str, float], str]], data: st.DataObject
) -> None:
    exports: list[Export] = [(f"e{place}", *each) for place, each in enumerate(told)]
    shuffled = data.draw(st.permutations(exports))
    nights = data.draw(st.sets(st.integers(0, len(exports))))
    assert formed(list(shuffled), nights) == formed(exports, set())


@settings(max_examples=costly(6))
@given(told=EXPORTS)
def test_events_of_a_day_add_up_to_the_figure_told_last(
    told: list[tuple[int, dict[date, Told], dict[str, float], str]],
) -> None:
    exports: list[Export] = [(f"e{place}", *each) for place, each in enumerate(told)]
    sums: dict[tuple[object, object], float] = {}
    for _platform, _account, on, metric, _from, _to, delta, *_ in formed(exports, set())[0]:
        sums[on, metric] = sums.get((on, metric), 0.0) + float(str(delta))
    latest: dict[tuple[object, object], float] = {}
    for _name, _at, days, _counts, _format in sorted(exports, key=lambda each: (each[1], each[0])):
        for on, figures in days.items():
            latest |= {(on, m): float(v) for m, v in figures.items() if v is not None}
    assert {key: total for key, total in sums.items() if total} == {
        key: figure for key, figure in latest.items() if figure
    }
