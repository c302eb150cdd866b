"""The gate: suites of expectations over the warehouse, and what their results mean for the night."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from models.strategy import Policy
from rhumbline.checks.results import CheckReport, CheckResult
from rhumbline.checks.run import SUITES, SWEPT_SUITE, run_suites
from rhumbline.checks.sweeps import demand_sweep, is_sweep_due, note_checked
from rhumbline.warehouse.connection import Warehouse

if TYPE_CHECKING:
    from rhumbline.marts import Shaped

__all__ = ["SUITES", "CheckReport", "CheckResult", "demand_sweep", "run_checks"]

_PROMISE: Final = "expect_every_activity_to_trace_to_a_measure"


def run_checks(
    warehouse: Warehouse,
    suites: Sequence[str] = SUITES,
    *,
    as_of: date,
    policy: Policy,
    shaped: "Shaped | None" = None,
) -> CheckReport:
    """Run the suites over the warehouse and say what holds, as of a date.

    Replaces the rows of these suites in core.check_results, and core.failed_activities where
    `alignment` is among them. `shaped` adds to the suite `marts` the models and tests of dbt_like/
    that failed or warned. An expectation that errors counts as broken. Promises about activities may
    look at what changed alone, but where one of them is broken all rows are counted. Nothing is
    raised for a broken promise: the report says it. Call it outside a transaction, whose changes it
    would not see.
    """
    is_sweep = is_sweep_due(warehouse, as_of)
    results = run_suites(warehouse, suites, as_of, policy, is_sweep=is_sweep)
    swept = [result for result in results if result.suite == SWEPT_SUITE]
    if shaped is not None:
        results += _of_marts(shaped)
    with warehouse.transaction():
        _store(warehouse, suites, as_of, results)
        if "alignment" in suites:
            _store_failed(warehouse, results)
        if swept:
            is_sound = all(each.is_kept for each in swept if each.severity == "critical")
            note_checked(warehouse, as_of, is_sweep=is_sweep, is_sound=is_sound)
    counts = warehouse.rows("select alignment, count(*) from core.verdicts group by all")
    return CheckReport(as_of, tuple(results), dict(counts), policy.untraceable, policy.tolerance)


def _of_marts(shaped: "Shaped") -> list[CheckResult]:
    """The models and tests of dbt_like/ that failed or warned, as broken promises of the marts."""
    return [
        CheckResult(
            suite="marts",
            expectation=node.name,
            severity="critical" if node in shaped.failures else "warning",
            is_kept=False,
            failing=node.failing,
            message=f"The {node.kind} {node.name} of dbt_like/ says {node.status}.",
            todo=f"dbt_like/compiled.json has its query, under the name {node.name}.",
            error=node.message if node.status == "error" else None,
        )
        for node in (*shaped.failures, *shaped.warnings)
    ]


def _store(
    warehouse: Warehouse, suites: Sequence[str], as_of: date, results: Sequence[CheckResult]
) -> None:
    for suite in suites:
        warehouse.run("delete from core.check_results where suite = ?", suite)
    rows = [
        {
            "as_of": as_of,
            "suite": result.suite,
            "expectation": result.expectation,
            "severity": result.severity,
            "is_kept": result.is_kept,
            "failing": result.failing,
            "examined": result.examined,
            "message": result.promise if result.is_kept and not result.failing else str(result),
            "error": result.error,
        }
        for result in results
    ]
    if rows:
        columns = {"failing": pl.Int64(), "examined": pl.Int64(), "error": pl.String()}
        frame = pl.DataFrame(rows, schema_overrides=columns, infer_schema_length=None)
        warehouse.append("core.check_results", frame)


def _store_failed(warehouse: Warehouse, results: Sequence[CheckResult]) -> None:
    """The activities that fail the night, all of them, by the expectation's own SQL."""
    warehouse.run("delete from core.failed_activities")
    for result in results:
        fails = result.severity == "critical" and not result.is_kept and result.error is None
        if result.expectation == _PROMISE and fails:
            warehouse.run(f"insert into core.failed_activities by name {result.sql}")
