"""What a value is: of which rows, from which day, in which week, and where it then stands."""

from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from tests.measures.conftest import Organisation


def test_a_sum_is_of_the_activities_that_count_for_the_measure(organisation: Organisation) -> None:
    organisation.did("2026-09-02T12:00", link_clicks=24)
    organisation.did("2026-09-09T12:00", link_clicks=30)
    organisation.did("2026-09-09T12:00", link_clicks=99, measure_id="other")
    organisation.did("2026-09-09T12:00", link_clicks=99, measure_id=None)
    it = organisation.measured("sum(link_clicks)")
    assert (it["value"], it["kind"], it["data_rows"]) == (54.0, "flow", 2)
    assert organisation.weeks() == [24.0, 30.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def test_what_no_platform_tells_is_not_measured_and_not_zero(organisation: Organisation) -> None:
    organisation.did("2026-09-02T12:00", reactions=24)
    it = organisation.measured("sum(saves)")
    assert (it["value"], it["status"]) == (None, "not measured")


def test_a_zero_is_measured(organisation: Organisation) -> None:
    organisation.did("2026-09-02T12:00", saves=0)
    it = organisation.measured("sum(saves)")
    assert (it["value"], it["status"]) == (0.0, "behind")


def test_the_latest_snapshot_counts_and_lifetime_before_window(organisation: Organisation) -> None:
    post = organisation.did("2026-09-02T12:00", link_clicks=24)
    organisation.told(1, post, "before", datetime(2026, 9, 20, tzinfo=UTC), link_clicks=20)
    window = datetime(2026, 10, 13, tzinfo=UTC)
    organisation.told(1, post, "window", window, link_clicks=3, basis="window")
    assert organisation.measured("sum(link_clicks)")["value"] == 24.0


def test_a_week_begins_on_monday_in_the_time_zone_of_the_organisation(
    organisation: Organisation,
) -> None:
    organisation.did("2026-09-14T03:30", saves=1)  # Sunday evening in Toronto
    organisation.did("2026-09-14T04:30", saves=2)
    organisation.measured("sum(saves)")
    assert organisation.weeks()[:3] == [0.0, 1.0, 2.0]


def test_conditions_narrow_what_is_counted(organisation: Organisation) -> None:
    organisation.did("2026-09-02T12:00", platform="x", comments=1)
    organisation.did("2026-09-02T12:00", platform="facebook", comments=2)
    organisation.did("2026-09-02T12:00", platform="facebook", type="reply", comments=4)
    assert organisation.measured("sum(comments where platform = 'Facebook')")["value"] == 6.0
    assert organisation.measured("sum(comments) where not type = 'reply'")["value"] == 3.0
    assert organisation.measured("count(activities where stage = 'lead')")["value"] == 3.0
    assert organisation.measured("count(activities where stage = 'listen')")["value"] is None


def test_plays_of_platforms_with_unlike_rules_are_not_added_up(
    organisation: Organisation,
) -> None:
    organisation.did("2026-09-02T12:00", platform="tiktok", video_views=100)
    organisation.did("2026-09-02T12:00", platform="youtube", video_views=7)
    organisation.did("2026-09-02T12:00", platform="x", video_views=None)
    it = organisation.measured("sum(video_views)")
    assert (it["value"], it["status"]) == (None, "not measured")
    assert "tiktok, youtube count `video_views` by unlike rules" in it["note"]
    assert organisation.measured("sum(video_views where platform = 'youtube')")["value"] == 7.0


def test_the_log_tells_hours_and_people(organisation: Organisation) -> None:
    organisation.did("2026-09-02T12:00", platform="log", type="meet-up", hours=4.0, people=23)
    organisation.did("2026-09-03T12:00", platform="log", type="meet-up", hours=1.5)
    assert organisation.measured("sum(hours)")["value"] == 5.5
    assert organisation.measured("sum(people)")["value"] == 23.0
    assert organisation.measured("sum(people) / count(activities)")["value"] == 11.5


def test_averages_and_extremes(organisation: Organisation) -> None:
    for reach in (100, 300):
        organisation.did("2026-09-02T12:00", reach=reach)
    organisation.did("2026-09-02T12:00", reactions=1)
    assert organisation.measured("avg(reach)")["value"] == 200.0
    assert organisation.measured("max(reach)")["value"] == 300.0
    assert organisation.measured("min(reach)")["value"] == 100.0


def test_a_rate_is_of_the_figures_to_date_and_has_the_progress_of_a_level(
    organisation: Organisation,
) -> None:
    organisation.did("2026-09-02T12:00", engagements=10, impressions=100)
    organisation.did("2026-09-09T12:00", engagements=30, impressions=900)
    it = organisation.measured(
        "sum(engagements) / sum(impressions)",
        {"baseline: 0, target: 100": "baseline: 0.02, target: 0.06"},
    )
    assert it["value"] == pytest.approx(0.04)
    assert it["progress"] == pytest.approx(0.5)
    assert organisation.weeks()[:2] == pytest.approx([0.1, 30 / 900])


def test_nothing_is_divided_by_nothing(organisation: Organisation) -> None:
    organisation.did("2026-09-02T12:00", engagements=10, impressions=0)
    assert organisation.measured("sum(engagements) / sum(impressions)")["value"] is None


def test_a_sum_runs_from_the_first_day_and_to_the_night(organisation: Organisation) -> None:
    for day, value in (("2026-08-31", 1), ("2026-09-01", 2), ("2026-10-13", 4), ("2026-10-14", 8)):
        organisation.got(day, "signups", value, measure_hint="it")
    assert organisation.measured("sum(signups)")["value"] == 6.0


def test_progress_of_a_sum_leaves_the_baseline_out(organisation: Organisation) -> None:
    organisation.got("2026-09-05", "signups", 45, measure_hint="it")
    it = organisation.measured(
        "sum(signups)", {"baseline: 0, target: 100": "baseline: 20, target: 200"}
    )
    assert (it["value"], it["progress"]) == (45.0, 0.25)
    assert it["expected_today"] == pytest.approx(180 * 42 / 121)


@pytest.mark.parametrize(("allowed", "status"), [(29, "not measured"), (30, "behind")])
def test_a_measure_without_data_for_a_while_is_not_measured(
    allowed: int, status: str, organisation: Organisation
) -> None:
    """The last sign-ups are of 13 September, thirty days before the night."""
    organisation.got("2026-09-13", "signups", 1, measure_hint="it")
    policy = {"sites:": f"policy: {{not_measured_after_days: {allowed}}}\nsites:"}
    it = organisation.measured("sum(signups)", policy)
    assert (it["value"], it["status"]) == (1.0, status)


def test_a_measure_that_goes_down(organisation: Organisation) -> None:
    for week, followers in enumerate((95, 90, 85, 80)):
        organisation.add(
            "account_days", platform="x", account="a", date=date(2026, 9, 7 + 7 * week), followers=followers
        )  # fmt: skip
    it = organisation.measured(
        "latest(followers)",
        {"baseline: 0, target: 100": "direction: down, baseline: 100, target: 60"},
    )
    assert (it["value"], it["kind"], it["progress"]) == (80.0, "level", 0.5)
    assert it["status"] == "on course"


def test_levels_of_several_accounts_are_added_and_carried_on(organisation: Organisation) -> None:
    for account, day, followers in (("a", 3, 100), ("b", 3, 10), ("a", 20, 130)):
        organisation.add(
            "account_days", platform="x", account=account, date=date(2026, 9, day), followers=followers
        )  # fmt: skip
    assert organisation.measured("latest(followers)")["value"] == 140.0
    assert organisation.weeks()[:3] == [110.0, 110.0, 140.0]


def test_a_day_that_two_exports_tell_counts_once(organisation: Organisation) -> None:
    day = date(2026, 9, 3)
    organisation.add("account_days", platform="x", account="a", date=day, profile_visits=5)
    organisation.add(
        "account_days", platform="x", account="a", date=day, profile_visits=7, export_id="later",
        observed_at=datetime(2026, 10, 13, tzinfo=UTC),
    )  # fmt: skip
    assert organisation.measured("sum(account.profile_visits)")["value"] == 7.0


def test_followers_of_the_segment_are_bounded_where_facets_cannot_be_crossed(
    organisation: Organisation,
) -> None:
    people = {
        "location": {"Riverside, Ontario": 70, "Elsewhere": 30},
        "industry": {"Education": 60, "Sales": 40},
    }
    for facet, values in people.items():
        for value, count in values.items():
            organisation.add(
                "audiences", platform="linkedin", account="r", audience="followers", facet=facet,
                value=value, count=float(count),
            )  # fmt: skip
    it = organisation.measured("latest(followers) where segment")
    assert (it["value"], it["value_high"]) == (pytest.approx(30.0), pytest.approx(60.0))
    assert "Between 30 and 60" in it["note"]
    there = organisation.measured("latest(audience.followers where location = 'Riverside')")
    assert there["value"] == pytest.approx(70.0)
    assert organisation.measured("latest(audience.followers)")["value"] == 100.0


def test_a_value_that_cannot_be_computed_says_so_and_the_others_are_measured(
    organisation: Organisation,
) -> None:
    organisation.got("2026-09-05", "gifts", 45, link="riverside.example/give", currency="CAD")
    it = organisation.measured("sum(reach)")
    assert (it["value"], it["status"]) == (None, "not measured")
    assert "people twice" in it["note"]
    other = organisation.warehouse.rows(
        "select value from core.measure_values where measure_id = 'other'"
    )
    assert other == [(45.0,)]


def test_before_the_strategy_is_in_force_nothing_is_measured(organisation: Organisation) -> None:
    organisation.got("2026-09-05", "signups", 45, measure_hint="it")
    it = organisation.measured("sum(signups)", as_of=date(2026, 8, 1))
    assert (it["value"], it["status"]) == (None, "not measured")
    assert organisation.weeks() == []


def test_few_data_say_so(organisation: Organisation) -> None:
    organisation.got("2026-10-05", "signups", 45, measure_hint="it")
    note = organisation.measured("sum(signups)")["note"]
    assert note == "Few data: 1 row. Too early to forecast: 6 of 8 whole weeks."


def test_money_of_another_currency_is_in_no_sum(organisation: Organisation) -> None:
    for currency, spend in (("CAD", 20.0), ("USD", 30.0), (None, 5.0)):
        organisation.did("2026-09-02T12:00", spend=spend, currency=currency)
        organisation.add(
            "account_days", platform="meta-ads", account=f"in {currency}", date=date(2026, 9, 3),
            spend=spend * 2, **({"currency": currency} if currency else {}),
        )  # fmt: skip
    assert organisation.measured("sum(spend)")["value"] == 25.0
    assert organisation.measured("sum(account.spend)")["value"] == 50.0


def test_without_a_declared_currency_one_is_added_up_and_two_are_not(
    organisation: Organisation,
) -> None:
    none = {"hourly_cost: 28, currency: CAD, ": ""}
    organisation.did("2026-09-02T12:00", spend=20.0, currency="USD")
    organisation.did("2026-09-02T12:00", spend=1.0, currency="USD")
    assert organisation.measured("sum(spend)", none)["value"] == 21.0
    organisation.did("2026-09-03T12:00", spend=30.0, currency="CAD")
    assert organisation.measured("sum(spend)", none)["value"] is None
    (money,) = organisation.warehouse.rows(
        "select list(other_currencies) from core.effort_weeks where measure_id = 'it'"
    )
    assert money[0] == ["30.00 CAD, 21.00 USD"]


def test_money_without_a_currency_is_not_added_to_money_of_two(organisation: Organisation) -> None:
    for currency in ("USD", "CAD", None):
        organisation.got("2026-09-05", "gifts", 10, measure_hint="it", currency=currency)
    it = organisation.measured("sum(outcomes.gifts)", {"hourly_cost: 28, currency: CAD, ": ""})
    assert it["value"] is None
    assert organisation.warehouse.rows("select reason from core.claims order by line") == [
        ("It names it. It is in USD, and no currencies are counted.",),
        ("It names it. It is in CAD, and no currencies are counted.",),
        ("It names it. It is in no named currency, and no currencies are counted.",),
    ]


def test_followers_are_no_figure_of_posts(organisation: Organisation) -> None:
    organisation.did("2026-09-02T12:00", account="a", followers=90)
    it = organisation.measured("latest(activities.followers)")
    assert it["status"] == "not measured"
    assert "Write latest(followers)" in it["note"]


def test_duckdb_is_asked_no_more_often_for_many_measures_than_for_one(
    organisation: Organisation,
) -> None:
    organisation.did("2026-09-02T12:00", comments=1, hours=2.0)
    organisation.got("2026-09-05", "gifts", 45, measure_hint="other")
    value = (
        "sum(comments where platform = 'x') / sum(hours), baseline: 0, target: 9, by: 2026-12-31"
    )
    measures = [
        f"\n  m{n}: {{goal: funded, segment: volunteers, stage: lead, tier: impact, value: {value}}}"
        for n in range(30)
    ]
    one, many = (
        _statements(organisation, {"\nties:": f"{''.join(some)}\nties:"})
        for some in (measures[:1], measures)
    )
    assert many == one


def _statements(organisation: Organisation, instead: dict[str, str]) -> int:
    """How many statements a night of measuring comes to."""
    counting = _Counting(organisation.warehouse.connection)
    organisation.warehouse.connection = counting  # type: ignore[assignment]
    organisation.measured("sum(comments)", instead)
    organisation.warehouse.connection = counting.connection
    return counting.statements


class _Counting:
    """A connection that counts what it is asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.statements = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def execute(self, *asked: Any) -> duckdb.DuckDBPyConnection:
        self.statements += 1
        return self.connection.execute(*asked)
