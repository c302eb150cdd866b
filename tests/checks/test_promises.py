"""Every promise is kept by a sound warehouse, and broken by the one thing it forbids."""

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from sqlfluff.core import FluffConfig, Linter

from models.strategy import Policy
from rhumbline.checks import SUITES, CheckResult, run_checks
from rhumbline.events import derive_events
from rhumbline.warehouse.connection import Warehouse
from tests.checks.conftest import AS_OF

REPOSITORY = Path(__file__).resolve().parents[2]

# promise, the statement that breaks it, how many rows break it then
BREAKS: Sequence[tuple[str, str, int]] = (
    # exports
    (
        "expect_every_row_of_an_export_to_be_accounted_for",
        "update core.exports set rows_seen = 6 where export_id = 'e1'",
        1,
    ),
    (
        "expect_every_rejected_row_to_be_listed",
        "delete from core.rejections; insert into core.rejections values ('e9', '', '', 1, 'why')",
        2,
    ),
    (
        "expect_every_account_day_to_be_told_once",
        "insert into core.account_days from core.account_days",
        1,
    ),
    (
        "expect_every_account_day_to_have_its_export",
        "update core.account_days set export_id = 'e9'",
        1,
    ),
    (
        "expect_no_export_to_end_at_its_row_cap",
        "update core.exports set is_at_row_cap = true",  # e1 has a later export of its account
        2,
    ),
    (
        "expect_every_column_to_be_mapped_or_ignored",
        "insert into raw.columns values ('e1', 'x.csv', '', 'Mood', 'unmapped', null), "
        "('e2', 'x.csv', '', 'Mood', 'unmapped', null)",
        1,
    ),
    (
        "expect_every_export_to_have_a_plausible_moment",
        "update core.exports set observed_at = timestamptz '2026-10-07 00:00:00+00' "
        "where export_id = 'e2'",
        1,
    ),
    (
        "expect_every_account_day_to_be_plausible",
        "update core.account_days set date = date '2003-12-31'",
        1,
    ),
    (
        "expect_account_day_events_to_add_up",
        "update core.account_day_events set delta = 6; "
        "insert into core.account_days by name "
        "select 'e1' as export_id, date + 1 as date, * exclude (export_id, date) "
        "from core.account_days",
        2,
    ),
    ("expect_audience_events_to_add_up", "delete from core.audience_events", 1),
    # activities
    (
        "expect_every_activity_to_be_stored_once",
        "update core.activities set activity_id = 'x:1' where activity_key = 2",
        1,
    ),
    (
        "expect_every_activity_key_to_be_unique",
        "update core.activities set activity_key = 1 where activity_key = 2",
        1,
    ),
    (
        "expect_every_activity_to_be_observed",
        "delete from core.observations where activity_key = 4",
        1,
    ),
    (
        "expect_every_observation_to_have_its_activity",
        "update core.observations set activity_key = 9 where activity_key = 1; "
        "update core.observations set activity_id = 'x:9' where activity_key = 2",
        3,
    ),
    (
        "expect_every_observation_to_have_its_export",
        "update core.observations set export_id = 'e9' where export_key = 2",
        1,
    ),
    (
        "expect_every_observation_to_be_told_once",
        "insert into core.observations from core.observations where export_key = 1",
        4,
    ),
    (
        "expect_every_activity_to_have_one_verdict",
        "delete from core.verdicts where activity_key = 1; "
        "insert into core.verdicts from core.verdicts where activity_key = 2; "
        "update core.verdicts set activity_key = 9 where activity_key = 3",
        4,
    ),
    (
        "expect_every_trace_to_be_declared",
        "update core.traces set segment_id = 'nobody' where activity_key = 1; "
        "update core.traces set strategy_version = '2026-08-01' where activity_key = 2",
        2,
    ),
    (
        "expect_every_activity_to_have_one_primary_measure_at_most",
        "insert into core.traces from core.traces where activity_key = 1",
        1,
    ),
    (
        "expect_every_aligned_activity_to_count_for_its_measure",
        "update core.traces set is_primary = false where activity_key = 1; "
        "update core.traces set measure_id = 'other' where activity_key = 2",
        2,
    ),
    (
        "expect_metric_changes_to_add_up",
        "insert into core.metric_changes by name select 2 as activity_key, 'x:2' as activity_id, "
        "* exclude (activity_key, activity_id) from core.metric_changes where delta = -2; "
        "update core.metric_changes set delta = 2 where delta = -2 and activity_key = 1; "
        "delete from core.metric_changes where metric = 'impressions'",
        3,
    ),
    (
        "expect_every_activity_to_have_a_plausible_date",
        "update core.activities set published_at = timestamptz '2026-10-07 00:00:00+00' "
        "where activity_key = 1",
        1,
    ),
    # alignment
    (
        "expect_no_activity_to_be_ambiguous",
        "update core.verdicts set alignment = 'ambiguous' where activity_key = 1",
        1,
    ),
    (
        "expect_no_trace_to_be_suspect",
        "update core.verdicts set alignment = 'suspect' where activity_key = 1",
        1,
    ),
    (
        "expect_no_waiver_to_have_expired",
        "insert into core.decisions values "
        "('d1', 1, now(), 'Ana', 'waive', 'x:1', null, 'a joke', 'Ana', '2026-10-04', null, null), "
        "('d2', 2, now(), 'Ana', 'waive', 'x:2', null, 'a joke', 'Ana', '2026-10-05', null, null), "
        "('d3', 3, now(), 'Ana', 'waive', 'x:3', null, 'a joke', 'Ana', '2026-10-04', null, null), "
        "('d4', 4, now(), 'Ana', 'withdraw', 'x:3', null, null, null, null, null, null), "
        "('d5', 5, now(), 'Ana', 'waive', 'x:4', null, 'a joke', 'Ana', '2026-10-04', null, null), "
        "('d6', 6, now(), 'Ana', 'waive', 'x:4', null, 'for good', 'Ana', null, null, null)",
        1,
    ),
    (
        "expect_every_tie_to_trace_an_activity",
        "insert into core.ties by name select 'hashtag:beans' as tie_id, null as from_date, "
        "* exclude (tie_id, from_date) from core.ties; "
        "insert into core.ties by name select 'hashtag:later' as tie_id, "
        "date '2026-12-01' as from_date, * exclude (tie_id, from_date) from core.ties limit 1; "
        "insert into core.ties by name select 'phrase:weaker' as tie_id, null as from_date, "
        "* exclude (tie_id, from_date) from core.ties limit 1; "
        "update core.traces set also_tied_by = ['phrase:weaker'] where activity_key = 1",
        1,
    ),
    (
        "expect_every_measure_to_have_an_activity",
        "insert into core.measures by name "
        "select 'donations' as measure_id, * exclude (measure_id) from core.measures",
        1,
    ),
    (
        "expect_no_measure_to_go_silent",
        "insert into core.measure_values by name "
        "select 'a' as measure_id, '2026-09-01' as strategy_version, date '2026-10-05' as as_of, "
        "date '2026-09-01' as starts_on, 'flow' as kind, 'not measured' as status, 0 as data_rows; "
        "insert into core.measure_values by name "
        "select 'b' as measure_id, date '2026-09-05' as starts_on, "
        "* exclude (measure_id, starts_on) from core.measure_values; "
        "insert into core.measure_values by name "
        "select 'c' as measure_id, date '2026-09-04' as observed_on, "
        "* exclude (measure_id, observed_on) from core.measure_values where measure_id = 'b'",
        2,
    ),
    # marts
    (
        "expect_activity_alignment_to_hold_every_activity_once",
        "update marts.activity_alignment set activity_id = 'x:1' where activity_id = 'x:2'",
        1,
    ),
    (
        "expect_activity_performance_to_hold_every_activity_once",
        "insert into marts.activity_performance values ('x:1')",
        1,
    ),
    (
        "expect_activity_alignment_to_repeat_the_verdicts",
        "update marts.activity_alignment set alignment = 'aligned' where activity_id = 'x:3'",
        2,
    ),
    (
        "expect_totals_over_goals_to_equal_totals_over_activities",
        "update marts.activity_alignment set goal_id = 'other' where activity_id = 'x:1'",
        2,
    ),
    ("expect_coverage_to_add_up", "update marts.coverage_by_week set judged = 4", 1),
    (
        "expect_every_share_to_lie_within_its_bounds",
        "update marts.coverage_by_week set share = 1.5",
        1,
    ),
    (
        "expect_measure_progress_to_hold_every_measure_once",
        "insert into marts.measure_progress values ('signups'), ('other')",
        2,
    ),
)
TRACE = "expect_every_activity_to_trace_to_a_measure"


def declared() -> dict[str, str]:
    """Promise → suite, of every suite."""
    texts = {s: (files("expectations") / f"{s}.json").read_text(encoding="utf-8") for s in SUITES}
    return {e["type"]: s for s, text in texts.items() for e in json.loads(text)["expectations"]}


def result_of(promise: str, warehouse: Warehouse) -> CheckResult:
    """What a run of its suite says of a promise."""
    report = run_checks(warehouse, [declared()[promise]], as_of=AS_OF, policy=Policy())
    return next(result for result in report.results if result.expectation == promise)


def test_a_sound_warehouse_keeps_every_promise_but_the_one_its_posts_break(
    warehouse: Warehouse,
) -> None:
    report = run_checks(warehouse, as_of=AS_OF, policy=Policy())
    assert [result.expectation for result in report.results] == list(declared())
    assert [str(result) for result in report.broken if result.expectation != TRACE] == []


@pytest.mark.parametrize(("promise", "sql", "failing"), BREAKS, ids=[b[0] for b in BREAKS])
def test_a_promise_is_broken_by_what_it_forbids(
    promise: str, sql: str, failing: int, warehouse: Warehouse
) -> None:
    assert result_of(promise, warehouse).is_kept
    warehouse.run(sql)
    broken = result_of(promise, warehouse)
    assert (broken.is_kept, broken.failing, broken.error) == (False, failing, None)
    assert len(broken.sample) == failing
    assert broken.count in str(broken)
    assert broken.todo


def test_every_promise_has_a_test() -> None:
    assert {promise for promise, _, _ in BREAKS} | {TRACE} == set(declared())


def test_changes_of_lifetimes_and_windows_keep_their_promise(warehouse: Warehouse) -> None:
    """Another format tells of one post on a window, and later: lifetime figures form its changes."""
    warehouse.run(
        """
        insert into core.observations by name
        select
            'facebook_posts' as format,
            'window' as basis,
            date '2026-09-01' as period_from,
            3 as reactions,
            4 as saves,
            'e3' as export_id,
            3 as export_key,
            * exclude (format, basis, period_from, reactions, saves, export_id, export_key)
        from core.observations
        where export_key = 2;
        delete from core.formed_exports
        """
    )
    derive_events(warehouse)
    assert result_of("expect_metric_changes_to_add_up", warehouse).is_kept


def test_a_value_that_is_told_no_more_breaks_no_promise(warehouse: Warehouse) -> None:
    """The later export tells of another country alone, and fewer people."""
    warehouse.run(
        """
        insert into core.audiences by name
        select
            'e2' as export_id,
            'US' as value,
            observed_at - interval 1 hour as observed_at,
            3 as count,
            * exclude (export_id, value, observed_at, count)
        from core.audiences;
        delete from core.formed_exports
        """
    )
    derive_events(warehouse)
    assert result_of("expect_audience_events_to_add_up", warehouse).is_kept


def test_an_empty_warehouse_keeps_every_promise(warehouse: Warehouse) -> None:
    for schema, table in warehouse.rows(
        "select schema_name, table_name from duckdb_tables() where schema_name <> 'main'"
    ):
        warehouse.run(f"delete from {schema}.{table}")
    report = run_checks(warehouse, as_of=AS_OF, policy=Policy())
    assert report.broken == ()


def test_the_sql_of_every_promise_passes_sqlfluff(warehouse: Warehouse) -> None:
    from textwrap import dedent

    linter = Linter(config=FluffConfig.from_path(str(REPOSITORY / "expectations")))
    report = run_checks(warehouse, as_of=AS_OF, policy=Policy())
    found = {
        result.expectation: [f"{v.line_no}: {v.desc()}" for v in linted.get_violations()]
        for result in report.results
        if (linted := linter.lint_string(dedent(result.sql).strip() + "\n")).get_violations()
    }
    assert found == {}
