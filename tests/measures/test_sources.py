"""A measure's value leads to the lines it comes from, of every source and under conditions."""

from datetime import UTC, date, datetime
from typing import Any

from rhumbline.reports.questions import read_question
from tests.measures.conftest import Organisation


def lines(organisation: Organisation, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of where the number of the measure `it` comes from."""
    sql = read_question("where-a-number-comes-from")
    assert sql is not None
    organisation.warehouse.run("set variable measure = 'it'")
    return organisation.warehouse.frame(sql).select(columns).rows()


def test_a_sum_over_activities_comes_from_the_line_that_told_each_last(
    organisation: Organisation,
) -> None:
    post = organisation.did("2026-09-02T12:00", link_clicks=24)
    organisation.told(1, post, "before", datetime(2026, 9, 20, tzinfo=UTC), link_clicks=20)
    organisation.did("2026-09-09T12:00", link_clicks=30, measure_id="other")
    organisation.did("2026-08-09T12:00", link_clicks=9)  # before the measure began
    organisation.measured("sum(link_clicks)")
    assert lines(organisation, "figure", "told", "activity_id", "file", "line") == [
        ("link_clicks", 24.0, "x:1", "e", 2)
    ]


def test_a_condition_and_a_currency_leave_activities_out(organisation: Organisation) -> None:
    organisation.did("2026-09-02T12:00", platform="x", comments=1)
    organisation.did("2026-09-02T12:00", platform="facebook", comments=2)
    organisation.measured("sum(comments where platform = 'facebook') / sum(comments)")
    assert lines(organisation, "told", "activity_id") == [
        (2.0, "facebook:2"), (2.0, "facebook:2"), (1.0, "x:1"),
    ]  # fmt: skip
    organisation.did("2026-09-02T12:00", spend=20.0, currency="CAD")
    organisation.did("2026-09-02T12:00", spend=30.0, currency="USD")
    organisation.measured("sum(spend)")
    assert lines(organisation, "figure", "told", "activity_id") == [("spend", 20.0, "x:3")]


def test_a_sum_over_days_comes_from_the_export_that_told_each_last(
    organisation: Organisation,
) -> None:
    day = date(2026, 9, 3)
    organisation.add("account_days", platform="x", account="a", date=day, profile_visits=5)
    organisation.add(
        "account_days", platform="x", account="a", date=day, profile_visits=7, export_id="later",
        observed_at=datetime(2026, 10, 13, tzinfo=UTC), line=4,
    )  # fmt: skip
    organisation.add("account_days", platform="x", account="b", date=day, profile_visits=1)
    organisation.measured("sum(account.profile_visits where account = 'a')")
    assert lines(organisation, "figure", "told", "day", "export_id", "line") == [
        ("account.profile_visits", 7.0, day, "later", 4)
    ]


def test_a_level_comes_from_days_before_the_measure_too(organisation: Organisation) -> None:
    for day in (date(2026, 8, 1), date(2026, 9, 3)):
        organisation.add("account_days", platform="x", account="a", date=day, followers=100)
    organisation.measured("latest(followers)")
    assert lines(organisation, "figure", "day") == [
        ("account.followers", date(2026, 8, 1)), ("account.followers", date(2026, 9, 3)),
    ]  # fmt: skip


def test_followers_of_a_segment_come_from_its_facets_and_from_the_total(
    organisation: Organisation,
) -> None:
    for facet, value in (("location", "Riverside"), ("industry", "Sales"), ("seniority", "Owner")):
        organisation.add(
            "audiences", platform="linkedin", account="r", audience="followers", facet=facet,
            value=value, count=70.0, line=len(value),
        )  # fmt: skip
    organisation.add(
        "account_days",
        platform="linkedin",
        account="r",
        date=date(2026, 9, 3),
        followers=90,
        line=3,
    )
    organisation.measured("latest(followers) where segment")
    assert lines(organisation, "figure", "told", "line") == [
        ("audience.followers", 90.0, 3), ("audience.followers", 70.0, 5),
        ("audience.followers", 70.0, 9),
    ]  # fmt: skip
    organisation.measured("latest(audience.followers where platform = 'x')")
    assert lines(organisation, "figure") == []


def test_outcomes_come_from_the_rows_that_a_condition_leaves(organisation: Organisation) -> None:
    organisation.got("2026-09-05", "signups", 6, campaign="volunteer-2026", source="x")
    organisation.got("2026-09-06", "signups", 5, campaign="volunteer-2026", source="facebook")
    organisation.got("2026-09-06", "signups", 4, campaign="gala", source="x")
    organisation.measured("sum(outcomes.signups where source = 'x')")
    assert lines(organisation, "figure", "told", "file", "line") == [
        ("outcomes.signups", 6.0, "outcomes", 2)
    ]
