"""The demonstration shows a hamster wheel, forecasts and a change of course, as its thirty weeks are made."""

from datetime import date
from importlib.resources import files

from rhumbline.warehouse.connection import Warehouse
from tests.demo.making import SHOWN
from tests.demo.seasons import BEGAN, THIRTY_WEEKS


def test_every_post_of_the_thirty_weeks_is_judged(thirty_weeks: Warehouse) -> None:
    judged = thirty_weeks.one(
        "select count(*) from core.activities where type not in ('listen', 'meet-up')"
    )
    assert judged == len(THIRTY_WEEKS)
    weeks = thirty_weeks.one("select count(distinct week) from marts.coverage_by_week")
    assert weeks == 30


def test_the_only_wheel_is_facebook_for_the_volunteers(thirty_weeks: Warehouse) -> None:
    wheels = thirty_weeks.rows(
        """
        select platform, measure_id, weeks, recommendation
        from marts.hamster_wheels
        where recommendation in ('stop', 'watch')
        """
    )
    assert wheels == [("facebook", "volunteer-talk", 30, "stop")]


def test_the_question_of_more_work_for_less_names_the_wheel(thirty_weeks: Warehouse) -> None:
    question = (files("sql") / "queries" / "more-work-for-less.sql").read_text(encoding="utf-8")
    (wheel,) = thirty_weeks.frame(question).rows(named=True)
    assert (wheel["platform"], wheel["measure_id"]) == ("facebook", "volunteer-talk")
    assert wheel["recommendation"] == "stop"


def test_deadlines_missed_at_this_pace_are_those_whose_forecast_falls_short(
    thirty_weeks: Warehouse,
) -> None:
    file = files("sql") / "queries" / "deadlines-missed-at-this-pace.sql"
    missed = thirty_weeks.frame(file.read_text(encoding="utf-8"))
    short = thirty_weeks.rows(
        """
        select measure_id, target - baseline - forecast
        from marts.measure_progress
        where kind = 'flow' and status <> 'reached' and forecast < target - baseline
        order by due_on, measure_id
        """
    )
    assert missed.select("measure_id", "missing").rows() == short
    assert "volunteer-talk" in missed["measure_id"].to_list()


def test_forecasts_have_bounds_and_the_measures_stand_differently(thirty_weeks: Warehouse) -> None:
    measures = thirty_weeks.frame("from marts.measure_progress")
    assert set(measures["status"]) == {"on course", "behind", "adrift"}
    ahead = measures.filter(measure_id="volunteer-signups").row(0, named=True)
    assert ahead["forecast_low"] < ahead["forecast"] < ahead["forecast_high"]
    assert ahead["forecast_low"] > ahead["target"] - ahead["baseline"]


def test_the_clicks_of_the_growers_add_up_over_both_courses(thirty_weeks: Warehouse) -> None:
    clicks = sum(
        post.figures["URL Clicks"]
        for post in THIRTY_WEEKS
        if post.platform == "x" and "riverside.example/growers" in post.text
    )
    value = thirty_weeks.one(
        "select value from marts.measure_progress where measure_id = 'grower-clicks'"
    )
    assert value == clicks


def test_each_post_is_judged_by_the_course_of_its_day(thirty_weeks: Warehouse) -> None:
    courses = thirty_weeks.rows(
        "select strategy_version, min(measure_id = 'friday-fun') filter (where text like '%#FridayFun') "
        "from marts.activity_alignment group by 1 order by 1"
    )
    assert courses == [(str(BEGAN), True), ("2026-09-01", None)]
    tied = thirty_weeks.one(
        "select count(*) from marts.activity_alignment where measure_id = 'friday-fun'"
    )
    assert tied == sum("#FridayFun" in post.text for post in THIRTY_WEEKS)


def test_a_measure_of_the_second_course_begins_with_it(thirty_weeks: Warehouse) -> None:
    begins = dict(thirty_weeks.rows("select measure_id, starts_on from core.measure_values"))
    assert begins.pop("monthly-gifts") == date(2026, 9, 1)
    assert set(begins.values()) == {BEGAN}


def test_one_figure_fell_between_the_downloads(thirty_weeks: Warehouse) -> None:
    fallen = thirty_weeks.rows("select metric, delta from core.metric_changes where is_restatement")
    assert fallen == [("reactions", -7.0)]


def test_no_row_is_rejected_and_the_exports_stay_small(thirty_weeks: Warehouse) -> None:
    assert thirty_weeks.one("select count(*) from core.rejections") == 0
    size = sum(path.stat().st_size for path in SHOWN.folder.rglob("*.*") if "__" not in str(path))
    assert size < 300_000
