"""What a run of the suites says: the headline, what fails the night, and what is stored of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from models.strategy import Policy
from rhumbline.checks import CheckReport, CheckResult, run_checks
from rhumbline.checks.run import import_great_expectations
from rhumbline.marts import Node, Shaped
from rhumbline.warehouse.connection import Warehouse
from tests.checks.conftest import AS_OF

TRACE = "expect_every_activity_to_trace_to_a_measure"


def report(**alignments: int) -> CheckReport:
    """A report of a warehouse with these alignments and no broken promise."""
    return CheckReport(AS_OF, (), alignments)


@pytest.mark.parametrize(
    ("alignments", "headline"),
    [
        (
            {"aligned": 305, "untraceable": 5, "orphaned": 2, "predates_strategy": 90},
            "7 of 312 activities cannot be traced to a strategy measure",
        ),
        (
            {"aligned": 311, "orphaned": 1},
            "1 of 312 activities cannot be traced to a strategy measure",
        ),
        ({"untraceable": 1}, "1 of 1 activity cannot be traced to a strategy measure"),
        ({"aligned": 312}, "All 312 activities trace to a strategy measure"),
        ({"aligned": 1}, "The only activity traces to a strategy measure"),
        (
            {"aligned": 300, "waived": 4, "ambiguous": 8},
            "All 312 activities are accounted for: 300 aligned, 8 ambiguous, 4 waived",
        ),
        ({"waived": 1}, "The only activity is accounted for: 1 waived"),
        (
            {"predates_strategy": 90},
            "All 90 activities predate the strategy, so there is nothing to judge",
        ),
        (
            {"predates_strategy": 1},
            "The only activity predates the strategy, so there is nothing to judge",
        ),
        ({}, "No activity is stored yet, so there is nothing to judge"),
    ],
)
def test_the_headline_counts(alignments: dict[str, int], headline: str) -> None:
    assert report(**alignments).headline == headline


def test_a_failing_activity_fails_the_night_and_is_listed(warehouse: Warehouse) -> None:
    told = run_checks(warehouse, as_of=AS_OF, policy=Policy())
    assert told.headline == "1 of 3 activities cannot be traced to a strategy measure"
    assert (told.judged, told.failing) == (3, 1)
    assert [failure.expectation for failure in told.alignment_failures] == [TRACE]
    assert told.integrity_failures == told.warnings == ()
    assert "(1 of 3 activities)" in str(told.alignment_failures[0])
    listed = warehouse.frame("from core.failed_activities").to_dicts()
    assert [(row["activity_id"], row["alignment"], row["cause"]) for row in listed] == [
        ("x:3", "untraceable", "no tie matches")
    ]
    assert listed[0]["text"] == "Happy Wednesday"
    assert listed[0]["suggested_measure_id"] == "signups"


def test_every_failing_activity_is_listed_however_many(warehouse: Warehouse) -> None:
    """Great Expectations lists 200 rows at most; the list comes from the promise's own SQL."""
    warehouse.run(
        """
        insert into core.activities by name
        select range as activity_key, 'x:' || range as activity_id, 'x' as platform,
            cast(range as varchar) as native_id, 'post' as type
        from range(100, 1100);
        insert into core.verdicts by name
        select activity_key, activity_id, 'orphaned' as alignment, 'r' as reason, 'c' as cause,
            '2026-09-01' as strategy_version, 'f' as judged_with
        from core.activities
        where activity_key >= 100;
        """
    )
    told = run_checks(warehouse, ["alignment"], as_of=AS_OF, policy=Policy())
    assert told.headline == "1001 of 1003 activities cannot be traced to a strategy measure"
    assert warehouse.one("select count(*) from core.failed_activities") == 1001
    assert len(told.alignment_failures[0].sample) == 20


def test_a_policy_that_warns_fails_nothing(warehouse: Warehouse) -> None:
    run_checks(warehouse, as_of=AS_OF, policy=Policy())
    told = run_checks(warehouse, as_of=AS_OF, policy=Policy(untraceable="warn"))
    assert told.alignment_failures == ()
    assert [warning.expectation for warning in told.warnings] == [TRACE]
    assert told.headline == (
        "1 of 3 activities cannot be traced to a strategy measure, of which the policy only warns"
    )
    assert told.failing == 1
    assert warehouse.rows("from core.failed_activities") == []


@pytest.mark.parametrize(
    ("tolerance", "is_kept"), [(0.0, False), (0.33, False), (1 / 3, True), (0.4, True), (1.0, True)]
)
def test_the_tolerance_is_a_share_of_the_judged(
    tolerance: float, is_kept: bool, warehouse: Warehouse
) -> None:
    told = run_checks(warehouse, ["alignment"], as_of=AS_OF, policy=Policy(tolerance=tolerance))
    result = next(r for r in told.results if r.expectation == TRACE)
    assert (result.is_kept, result.failing, result.examined) == (is_kept, 1, 3)
    assert ("within the tolerance" in told.headline) == is_kept
    listed = warehouse.one("select count(*) from core.failed_activities")
    assert listed == (0 if is_kept else 1)


def test_a_promise_that_errors_is_broken_and_says_why(warehouse: Warehouse) -> None:
    warehouse.run("drop table core.rejections; drop table core.traces")
    told = run_checks(warehouse, as_of=AS_OF, policy=Policy())
    errors = {r.expectation: r for r in told.broken if r.error}
    rejected = errors["expect_every_rejected_row_to_be_listed"]
    assert rejected in told.integrity_failures
    assert (rejected.is_kept, rejected.failing, rejected.examined) == (False, None, None)
    assert "rejections does not exist" in str(rejected)
    assert "\n" not in str(rejected)
    assert errors["expect_every_tie_to_trace_an_activity"] in told.warnings
    stored = warehouse.rows(
        "select is_kept, failing, error from core.check_results where expectation = ?",
        rejected.expectation,
    )
    assert stored == [(False, None, rejected.error)]
    assert told.headline.endswith(
        "integrity checks failed, nothing is published. "
        "1 of 3 activities cannot be traced to a strategy measure"
    )


def test_a_promise_that_errors_says_its_own_reason_and_leaves_the_others_alone(
    warehouse: Warehouse,
) -> None:
    warehouse.run(
        """
        update core.exports set rows_seen = 6 where export_id = 'e1';
        drop table core.rejections;
        drop table core.account_day_events;
        """
    )
    results = run_checks(warehouse, ["exports"], as_of=AS_OF, policy=Policy()).results
    found = {result.expectation: (result.failing, result.error) for result in results}
    for promise, table in (
        ("expect_every_rejected_row_to_be_listed", "rejections"),
        ("expect_account_day_events_to_add_up", "account_day_events"),
    ):
        failing, error = found.pop(promise)
        assert failing is None
        assert f"{table} does not exist" in (error or "")
    assert found.pop("expect_every_row_of_an_export_to_be_accounted_for") == (1, None)
    assert set(found.values()) == {(0, None)}


def test_a_suite_is_asked_in_one_statement(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_great_expectations()
    from rhumbline.checks.bridge import DuckDBExecutionEngine

    asked: list[str] = []
    execute = DuckDBExecutionEngine.execute_query

    def noted(self: DuckDBExecutionEngine, query: object) -> object:
        asked.append(str(query))
        return execute(self, query)

    monkeypatch.setattr(DuckDBExecutionEngine, "execute_query", noted)
    run_checks(warehouse, as_of=AS_OF, policy=Policy())
    assert [statement.count(" as failing)") for statement in asked] == [10, 12, 7, 7]


def test_alignment_that_cannot_be_checked_is_not_a_good_night(warehouse: Warehouse) -> None:
    warehouse.run("alter table core.verdicts drop column suggestion")
    told = run_checks(warehouse, ["alignment"], as_of=AS_OF, policy=Policy())
    assert told.headline == "Whether activities trace to a strategy measure could not be checked"
    assert [failure.expectation for failure in told.alignment_failures] == [TRACE]


def test_a_promise_that_does_not_exist_is_broken(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:

    from rhumbline.checks import run

    def misspelt(name: str, policy: Policy) -> dict[str, object]:
        promise = {"type": "expect_the_moon", "kwargs": {}, "severity": "critical"}
        meta = {"message": "The moon is missing.", "todo": "Look up."}
        return {"name": name, "expectations": [promise | {"meta": meta}]}

    monkeypatch.setattr(run, "declared", misspelt)
    told = run_checks(warehouse, ["marts"], as_of=AS_OF, policy=Policy())
    assert [r.expectation for r in told.integrity_failures] == ["expect_the_moon"]
    assert "no such expectation" in str(told.integrity_failures[0])


def test_results_are_stored_and_replaced(warehouse: Warehouse) -> None:
    told = run_checks(warehouse, as_of=AS_OF, policy=Policy())
    again = run_checks(warehouse, ["alignment"], as_of=AS_OF, policy=Policy())
    stored = warehouse.rows(
        "select suite, expectation, severity, is_kept, failing, examined from core.check_results"
    )
    expected = [
        (r.suite, r.expectation, r.severity, r.is_kept, r.failing, r.examined) for r in told.results
    ]
    assert sorted(stored) == sorted(expected)
    assert {r.expectation for r in again.results} < {r.expectation for r in told.results}
    kept = warehouse.one(
        "select message from core.check_results where expectation = ?",
        "expect_every_observation_to_be_told_once",
    )
    assert kept == "An export tells of an activity once."


def test_models_and_tests_that_failed_count_with_the_marts(warehouse: Warehouse) -> None:
    bad = Node("activity_alignment", "model", "error", 0.1, None, "Binder Error: no column")
    soso = Node("accepted_values_tier", "test", "warn", 0.1, 3, "Got 3 results")
    shaped = Shaped(nodes=(bad, soso))
    told = run_checks(warehouse, as_of=AS_OF, policy=Policy(), shaped=shaped)
    assert [r.expectation for r in told.integrity_failures] == ["activity_alignment"]
    assert "Binder Error" in str(told.integrity_failures[0])
    assert [r.expectation for r in told.warnings] == ["accepted_values_tier"]
    assert told.headline.startswith("1 integrity check failed, nothing is published. ")
    stored = warehouse.one("select count(*) from core.check_results where suite = 'marts'")
    assert stored == 7 + 2


def test_running_the_suites_writes_nothing_and_says_nothing(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    repository = Path(__file__).resolve().parents[2]
    before = {p: p.stat().st_mtime_ns for p in (repository / "expectations").glob("*.json")}
    monkeypatch.chdir(tmp_path)
    run_checks(warehouse, as_of=AS_OF, policy=Policy())
    assert list(tmp_path.iterdir()) == []
    assert {p: p.stat().st_mtime_ns for p in (repository / "expectations").glob("*.json")} == before
    assert capfd.readouterr() == ("", "")


def test_a_process_that_logs_hears_nothing_of_it() -> None:
    script = """
import logging, pathlib, duckdb
from datetime import date
from models.strategy import Policy
from rhumbline.checks import run_checks
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate
logging.basicConfig(level=logging.INFO)
warehouse = Warehouse(in_utc(duckdb.connect()), pathlib.Path(":memory:"))
migrate(warehouse)
run_checks(warehouse, ["exports"], as_of=date(2026, 10, 5), policy=Policy())
"""
    repository = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=repository, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_the_page_shows_results_and_rows_as_text(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.run(
        "update core.activities set text = '<script>alert(1)</script>' where activity_key = 3"
    )
    path = run_checks(warehouse, as_of=AS_OF, policy=Policy()).data_docs(tmp_path / "docs")
    page = path.read_text(encoding="utf-8")
    assert path == tmp_path / "docs" / "index.html"
    assert "1 of 3 activities cannot be traced to a strategy measure" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "https://" not in page.replace("https://x.example", "")
    assert page.count("<details") == 36


def test_a_result_reads_as_a_sentence() -> None:
    result = CheckResult(
        "exports", "expect_it", "critical", False, 1, 1, message="It is broken.", todo="Mend it.",
        one="export", many="exports",
    )  # fmt: skip
    assert str(result) == "It is broken (1 of 1 export). Mend it."
    unknown = CheckResult("exports", "expect_it", "critical", False, error="no such table.")
    assert str(unknown) == "expect_it could not be checked: no such table."
