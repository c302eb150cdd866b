"""The planted truth comes out of the marts to the figure: two nights, every number written by hand."""

import polars as pl
import pytest

from rhumbline.reports.questions import read_question
from rhumbline.warehouse.connection import Warehouse


def progress(published: Warehouse, measure: str) -> tuple[float, float, float, str]:
    """Return value, progress, expected_today and status of a measure."""
    (row,) = published.rows(
        "select value, progress, expected_today, status from marts.measure_progress where measure_id = ?",
        measure,
    )
    return row


def test_the_likes_that_fell_are_a_restatement(published: Warehouse) -> None:
    fallen = published.rows(
        """
        select activities.text, changes.metric, changes.delta
        from core.metric_changes as changes
        inner join core.activities using (activity_id)
        where changes.is_restatement
        """
    )
    assert fallen == [("First tomatoes from plot seven. #riversidegrows", "reactions", -7.0)]


def test_the_clicks_of_a_growers_post_came_in_two_parts(published: Warehouse) -> None:
    """30 in all, two thirds of them by the first download."""
    changes = published.rows(
        """
        select
            changes.delta, changes.figure,
            changes.from_observed_at::date::varchar, changes.to_observed_at::date::varchar
        from core.metric_changes as changes
        inner join core.activities using (activity_id)
        where changes.metric = 'link_clicks' and activities.text like 'Allotment holders:%'
        """
    )
    assert changes == [(10.0, 30.0, "2026-09-22", "2026-10-13")]


def test_a_post_of_the_second_download_alone_is_first_seen_there(published: Warehouse) -> None:
    first_figures = published.rows(
        f"""
        select first_figures.figure, first_figures.observed_at::date::varchar
        from ({read_question("first-figures")}) as first_figures
        inner join core.activities using (activity_id)
        where first_figures.metric = 'link_clicks' and activities.text like 'Apples, please.%'
        """
    )
    assert first_figures == [(14.0, "2026-10-13")]


def test_what_did_not_change_has_no_row(published: Warehouse) -> None:
    assert published.one("select count(*) from core.metric_changes where delta = 0") == 0


def test_a_day_of_the_account_grew_between_the_downloads(published: Warehouse) -> None:
    """The post of 3 September: 510 impressions and 12 likes in all, two thirds by the first."""
    events = published.rows(
        """
        select metric, delta, is_first_sight, is_restatement
        from core.account_day_events
        where
            platform = 'linkedin' and date = date '2026-09-03'
            and metric in ('impressions', 'reactions')
        order by metric, to_observed_at
        """
    )
    assert events == [
        ("impressions", 340.0, True, False),
        ("impressions", 170.0, False, False),
        ("reactions", 8.0, True, False),
        ("reactions", 4.0, False, False),
    ]


def test_people_of_education_left_while_others_came(published: Warehouse) -> None:
    events = published.rows(
        """
        select value, delta, is_decline, to_observed_at::date::varchar
        from core.audience_events
        where not is_first_sight and value in ('Education', 'Sales')
        order by value
        """
    )
    assert events == [
        ("Education", -18.0, True, "2026-10-13"),
        ("Sales", 102.0, False, "2026-10-13"),
    ]


def test_growers_clicks_reached_their_target(published: Warehouse) -> None:
    value, done, expected, status = progress(published, "grower-clicks")
    assert (value, status) == (124.0, "reached")
    assert done == pytest.approx(124 / 120)
    assert expected == pytest.approx(120 * 42 / 60)  # 1 September to 31 October, on 13 October


def test_monthly_gifts_are_behind_and_six_weeks_are_too_few_to_say_more(
    published: Warehouse,
) -> None:
    """120 + 85 + 60 dollars of 5,500 in 42 of 105 days; 40 US dollars and the collection are not in it."""
    value, done, expected, status = progress(published, "monthly-gifts")
    assert (value, status) == (265.0, "behind")
    assert done == pytest.approx(265 / 5500)
    assert expected == pytest.approx(5500 * 42 / 105)
    (ahead,) = published.rows(
        "select forecast, forecast_high from marts.measure_progress where measure_id = 'monthly-gifts'"
    )
    assert ahead == (None, None)


def test_signups_are_on_course(published: Warehouse) -> None:
    """6 + 9 + 8 + 14 + 7 + 6 of the 180 that lead from 20 to 200, in 42 of 302 days."""
    value, done, expected, status = progress(published, "volunteer-signups")
    assert (value, status) == (50.0, "on course")
    assert done == pytest.approx(50 / 180)
    assert expected == pytest.approx(180 * 42 / 302)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("volunteer-listening", 1.5 + 1 + 1.5 + 2 + 1),
        ("grower-listening", 1 + 2.5),
        # The five posts with #riversidegrows and the one that the plan gives it.
        ("garden-saves", 9 + 64 + 7 + 48 + 5 + 2),
    ],
)
def test_what_was_listened_and_saved(published: Warehouse, measure: str, value: float) -> None:
    assert progress(published, measure)[0] == value


def test_the_weeks_of_the_growers(published: Warehouse) -> None:
    weeks = published.rows(
        "select week::varchar, value from marts.measure_weeks where measure_id = 'grower-clicks' order by 1"
    )
    assert weeks == [
        ("2026-08-31", 24.0), ("2026-09-07", 30.0), ("2026-09-14", 18.0), ("2026-09-21", 22.0),
        ("2026-09-28", 16.0), ("2026-10-05", 14.0), ("2026-10-12", 0.0),
    ]  # fmt: skip


def test_six_weeks_are_too_few_to_call_anything_a_wheel(published: Warehouse) -> None:
    """Not even 2, 3, 3, 5, 7, 9 posts that drew 20, 16, 11, 10, 8, 6 comments and shares."""
    weeks, answer, advice = published.rows(
        """
        select weeks, recommendation, advice
        from marts.hamster_wheels
        where platform = 'facebook' and measure_id = 'volunteer-talk'
        """
    )[0]
    assert (weeks, answer) == (6, "too early")
    assert advice == "Too early to say: it may be known after 8 weeks."


def test_more_posts_for_the_volunteers_drew_fewer_answers(published: Warehouse) -> None:
    weeks = published.rows(
        """
        select count(*), sum(performance.comments + performance.shares)
        from marts.activity_alignment as alignment
        inner join marts.activity_performance as performance using (activity_id)
        where
            alignment.platform = 'facebook'
            and alignment.segment_id = 'weekend-volunteers'
            and performance.type = 'post'
        group by date_trunc('week', timezone('America/Toronto', alignment.published_at))
        order by min(alignment.published_at)
        """
    )
    assert weeks == [(2, 20), (3, 16), (4, 14), (6, 12), (8, 9), (10, 7)]


def test_the_right_followers_fall_while_the_total_rises(published: Warehouse) -> None:
    """Education and Community and Social Services: 96 + 64 of 800, then 78 + 60 of 980."""
    fit = published.rows(
        """
        select
            as_of::varchar, audience, matched_low, matched_high, share_low, audience_change,
            matched_low_change
        from marts.segment_fit
        where segment_id = 'weekend-volunteers' and platform = 'linkedin'
        order by as_of
        """
    )
    assert fit == [
        ("2026-09-22", 800.0, 160.0, 160.0, 0.2, None, None),
        ("2026-10-13", 980.0, 138.0, 138.0, 138 / 980, 180.0, -22.0),
    ]
    education = published.rows(
        """
        select count from core.audiences
        where facet = 'industry' and value = 'Education'
        order by observed_at
        """
    )
    assert education == [(96.0,), (78.0,)]


def test_givers_are_led_before_anybody_listened_to_them(published: Warehouse) -> None:
    flagged = published.rows("select segment_id, stage from marts.path where is_out_of_order")
    assert flagged == [("regular-givers", "lead")]


def test_the_path_of_the_volunteers(published: Warehouse) -> None:
    steps = published.rows(
        """
        select stage, activities, hours from marts.path
        where segment_id = 'weekend-volunteers'
        order by list_position(['listen', 'participate', 'lead'], stage)
        """
    )
    # Four posts link to the rota, each of twenty minutes; the open kitchen took four hours.
    assert steps[0] == ("listen", 5, 7.0)
    assert steps[1][:2] == ("participate", 38)
    assert steps[2] == ("lead", 5, pytest.approx(4 + 4 / 3))


def test_what_was_listened_to_is_what_the_strategy_names(published: Warehouse) -> None:
    """Of two places each, the volunteers' and the growers' were both visited; the givers' one never."""
    heard = published.rows(
        """
        select segment_id, conversations
        from marts.path
        where stage = 'listen'
        order by segment_id
        """
    )
    assert heard == [("local-growers", 2), ("regular-givers", 0), ("weekend-volunteers", 2)]
    assert published.one("select count(returning_share) from marts.path") == 0  # no web traffic


def test_what_no_measure_claims_is_waste(published: Warehouse) -> None:
    """Ten posts and two gala posts of twenty minutes, two videos of four hours, four replies of five."""
    (waste,) = published.rows(
        "select sum(activities), sum(hours), sum(cost) from marts.effort where is_waste"
    )
    minutes = 12 * 20 + 2 * 240 + 4 * 5
    assert waste[0] == 18
    assert waste[1] == pytest.approx(minutes / 60)
    assert waste[2] == pytest.approx(minutes / 60 * 28)


def test_what_counts_for_no_measure_is_listed(published: Warehouse) -> None:
    listed = published.rows(
        "select name, value, currency, measure_id, line from marts.unclaimed order by line"
    )
    assert listed == [
        ("donations", 40.0, "USD", "monthly-gifts", 11),
        ("donations", 250.0, "CAD", None, 12),
    ]


def test_totals_over_goals_equal_totals_over_activities(published: Warehouse) -> None:
    (totals,) = published.rows(
        """
        select
            (select sum(activities) from marts.goal_progress),
            (select count(*) from marts.activity_alignment where measure_id is not null),
            (select sum(activities) from marts.effort),
            (select count(*) from marts.activity_alignment),
            (select sum(hours) from marts.goal_progress),
            (select sum(hours) from marts.effort where goal_id is not null)
        """
    )
    assert totals[:4] == (67, 67, 85, 85)
    assert totals[4] == pytest.approx(totals[5])


def test_a_number_leads_to_the_lines_it_came_from(published: Warehouse) -> None:
    """124 clicks are six lines of the second X export."""
    lines = published.rows(
        """
        select exports.name, observations.line, observations.link_clicks
        from core.verdicts
        inner join core.observations using (activity_key)
        inner join core.exports using (export_key)
        where
            verdicts.measure_id = 'grower-clicks'
            and observations.export_id in (
                select export_id from core.exports where observed_at = timestamptz '2026-10-13 10:00:00+00'
            )
        """
    )
    assert {name for name, _, _ in lines} == {"account_analytics_content_2026-09-01_2026-10-12.csv"}
    assert sorted(clicks for _, _, clicks in lines) == [14, 16, 18, 22, 24, 30]
    assert len({line for _, line, _ in lines}) == 6


def test_each_measure_adds_up_from_its_lines(published: Warehouse) -> None:
    """All values of the demonstration are sums, so their lines add up to them."""
    sql = read_question("where-a-number-comes-from")
    assert sql is not None
    lines = published.frame(sql)
    assert lines["file"].null_count() == lines["line"].null_count() == 0
    totals = lines.group_by("measure_id").agg(pl.col("told").sum()).sort("measure_id").rows()
    assert totals == [
        ("garden-saves", 135.0), ("grower-clicks", 124.0), ("grower-listening", 3.5),
        ("monthly-gifts", 265.0), ("volunteer-listening", 7.0), ("volunteer-signups", 50.0),
        ("volunteer-talk", progress(published, "volunteer-talk")[0]),
    ]  # fmt: skip


def test_every_activity_that_is_counted_leads_to_a_line(published: Warehouse) -> None:
    """So do goals, effort, waste, the path, wheels and coverage, which count activities."""
    sql = read_question("where-the-effort-comes-from")
    assert sql is not None
    lines = published.frame(sql)
    assert lines.height == 85
    assert lines["file"].null_count() == lines["line"].null_count() == 0
    assert lines.filter(pl.col("alignment").is_in(["untraceable", "orphaned"])).height == 18
    assert lines.filter(pl.col("goal_id") == "steady-income").height == 5
    listening = lines.filter(segment_id="weekend-volunteers", stage="listen")
    assert (listening.height, listening["hours"].sum()) == (5, 7.0)
    assert listening["line"].sort().to_list() == [2, 3, 4, 5, 6]
    assert set(listening["file"]) == {"activities.csv"}


def test_the_bounds_of_the_fit_lead_to_the_lines_of_the_facet(published: Warehouse) -> None:
    sql = read_question("where-the-fit-comes-from")
    assert sql is not None
    lines = published.frame(sql)
    named = lines.filter(pl.col("value").is_in(["Education", "Community and Social Services"]))
    assert named["people"].to_list() == [96.0, 64.0, 78.0, 60.0]
    assert named["line"].to_list() == [2, 3, 2, 3]
    assert lines["people"].sum() == 800 + 980
