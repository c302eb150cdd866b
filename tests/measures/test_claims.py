"""Which measure a row of outcomes or web traffic counts for, and why another counts for none."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.measures.conftest import Organisation


def claim(organisation: Organisation, value: str = "sum(signups)") -> tuple[str | None, bool, str]:
    """Return measure, whether it is counted, and the reason, of the only row."""
    organisation.measured(value)
    (row,) = organisation.warehouse.rows("select measure_id, is_counted, reason from core.claims")
    return row


@pytest.mark.parametrize(
    "about",
    [
        {"measure_hint": "it"},
        {"measure_hint": " IT "},
        {"campaign": "Volunteer-2026"},
        {"link": "https://www.riverside.example/volunteer/rota?fbclid=1"},
        {"link": "https://riverside.example/?utm_campaign=volunteer-2026"},
        {"source": "Newsletter"},
        {"link": "riverside.example/x1", "source": "Twitter"},
        {"link": "riverside.example/give", "measure_hint": "it"},
        {"link": "riverside.example/give", "campaign": "volunteer-2026"},
    ],
)
def test_a_row_counts_for_the_measure_it_names_or_is_tied_to(
    about: dict[str, Any], organisation: Organisation
) -> None:
    organisation.got("2026-09-05", "signups", 6, **about)
    measure_id, is_counted, _ = claim(organisation)
    assert (measure_id, is_counted) == ("it", True)


@pytest.mark.parametrize(
    ("about", "measure_id", "why"),
    [
        ({}, None, "names no measure"),
        ({"measure_hint": "them"}, None, "which is no measure"),
        ({"campaign": "volunteer-2025"}, None, "names no measure"),
        ({"link": "riverside.example/x1", "source": "facebook"}, None, "names no measure"),
        ({"link": "riverside.example/give"}, "other", "other does not count signups"),
    ],
)
def test_a_row_that_counts_for_nothing_says_why(
    about: dict[str, Any], measure_id: str | None, why: str, organisation: Organisation
) -> None:
    organisation.got("2026-09-05", "signups", 6, **about)
    found = claim(organisation)
    assert found[:2] == (measure_id, False)
    assert why in found[2]


def test_a_shortened_link_leads_where_links_csv_says(organisation: Organisation) -> None:
    organisation.warehouse.run(
        """
        insert into core.links
        values ('l', 'https://rvs.example/v', 'https://riverside.example/volunteer', 2)
        """
    )
    organisation.got("2026-09-05", "signups", 6, link="https://rvs.example/v")
    assert claim(organisation)[:2] == ("it", True)


def test_money_in_another_currency_is_listed_and_never_added(organisation: Organisation) -> None:
    for value, currency in ((120, "CAD"), (40, "USD"), (5, None)):
        organisation.got("2026-09-05", "gifts", value, measure_hint="it", currency=currency)
    assert organisation.measured("sum(outcomes.gifts)")["value"] == 125.0
    listed = organisation.warehouse.rows(
        "select value, reason from core.claims where not is_counted"
    )
    assert listed == [(40.0, "It names it. It is in USD, and CAD are counted.")]


def test_without_a_declared_currency_two_of_them_are_not_added(organisation: Organisation) -> None:
    for value, currency in ((120, "CAD"), (40, "USD")):
        organisation.got("2026-09-05", "gifts", value, measure_hint="it", currency=currency)
    bare = {"effort: {hourly_cost: 28, currency: CAD, minutes: {post: 20}}": ""}
    assert organisation.measured("sum(outcomes.gifts)", bare)["value"] is None


def test_names_of_outcomes_compare_as_words(organisation: Organisation) -> None:
    organisation.got("2026-09-05", "Monthly gifts", 6, measure_hint="it")
    assert organisation.measured("sum(monthly_gifts)")["value"] == 6.0


def test_what_two_exports_tell_is_counted_once(organisation: Organisation) -> None:
    organisation.got("2026-09-05", "signups", 6, measure_hint="it")
    organisation.got(
        "2026-09-05", "signups", 7, measure_hint="it", export_id="later",
        observed_at=datetime(2026, 10, 13, tzinfo=UTC),
    )  # fmt: skip
    assert organisation.measured("sum(signups)")["value"] == 7.0


def visits(organisation: Organisation, report: str, sessions: int, **about: Any) -> None:
    """Store a row of web traffic of 5 September, unless told otherwise."""
    row = {
        "report": report,
        "account": "site",
        "date": date(2026, 9, 5),
        "sessions": sessions,
    } | about
    organisation.add("traffic", **row)


def test_traffic_counts_where_its_campaign_or_page_is_tied(organisation: Organisation) -> None:
    visits(organisation, "Campaign", 30, campaign="volunteer-2026")
    visits(organisation, "Campaign", 50, campaign="spring")
    assert organisation.measured("sum(sessions)")["value"] == 30.0
    assert organisation.measured("sum(signups) / sum(sessions)")["value"] is None


def test_a_page_without_a_host_is_one_of_the_organisations(organisation: Organisation) -> None:
    visits(organisation, "Landing page", 12, page="/volunteer/rota")
    visits(organisation, "Landing page", 40, page="/about")
    assert organisation.measured("sum(sessions)")["value"] == 12.0


def test_of_two_reports_of_the_same_visits_one_counts(organisation: Organisation) -> None:
    visits(organisation, "Campaign", 30, campaign="volunteer-2026")
    visits(organisation, "Landing page", 12, page="/volunteer")
    assert organisation.measured("sum(sessions)")["value"] == 30.0
    (listed,) = organisation.warehouse.rows("select reason from core.claims where not is_counted")
    assert "The report Campaign tells these visits too." in listed[0]


def test_days_and_periods_that_overlap_are_told_once(organisation: Organisation) -> None:
    period = {"date": None, "period_from": date(2026, 9, 1), "period_until": date(2026, 9, 30)}
    visits(organisation, "Campaign", 300, campaign="volunteer-2026", **period)
    visits(organisation, "Campaign", 30, campaign="volunteer-2026")
    later = {"export_id": "later", "observed_at": datetime(2026, 10, 13, tzinfo=UTC)}
    visits(organisation, "Campaign", 33, campaign="volunteer-2026", **later)
    assert organisation.measured("sum(sessions)")["value"] == 33.0
