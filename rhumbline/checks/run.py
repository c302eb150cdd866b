"""Running suites: Great Expectations counts what breaks each promise, our own SQL fetches a sample."""

import importlib
import json
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import duckdb

from models.strategy import Policy
from rhumbline.checks.results import CheckResult
from rhumbline.lazy_imports import without_garbage_collection
from rhumbline.warehouse.connection import Warehouse, in_utc

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult

SAMPLE_ROWS: Final = 20
_PROMISE: Final = "expect_every_activity_to_trace_to_a_measure"


def run_suites(
    warehouse: Warehouse, suites: Sequence[str], as_of: date, policy: Policy
) -> list[CheckResult]:
    """A result per expectation of the suites, in their order."""
    cursor = in_utc(warehouse.connection.cursor())
    cursor.execute("set variable as_of = ?", [as_of])
    cursor.execute("set variable silent_days = ?", [policy.not_measured_after_days])
    looking = Warehouse(cursor, warehouse.path)
    with _quietly():
        _hush("great_expectations")
        with without_garbage_collection():
            from rhumbline.checks.bridge import batch_over
        _hush("great_expectations.data_context.types.base")  # importing it gave it a level
        with batch_over(cursor) as batch:
            return [
                result for name in suites for result in _run(looking, batch, declared(name, policy))
            ]


def declared(name: str, policy: Policy) -> dict[str, Any]:
    """A suite as its JSON declares it, with the strategy's policy put in."""
    path = files("expectations") / f"{name}.json"
    suite: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for expectation in suite["expectations"]:
        if expectation["type"] == _PROMISE:
            expectation["kwargs"]["tolerance"] = policy.tolerance
            expectation["severity"] = "critical" if policy.untraceable == "fail" else "warning"
    return suite


def _run(warehouse: Warehouse, batch: Any, declared: dict[str, Any]) -> Iterator[CheckResult]:
    import great_expectations as gx

    name = declared["name"]
    importlib.import_module(f"expectations.{name}")  # registers what the JSON names
    suite = gx.ExpectationSuite(**declared)
    validated = batch.validate(suite, result_format="BASIC").results
    found = {result.expectation_config.type: result for result in validated}
    known = {expectation.expectation_type: expectation for expectation in suite.expectations}
    for told in declared["expectations"]:
        if told["type"] in known:
            yield _result(warehouse, name, known[told["type"]], found[told["type"]])
        else:  # Great Expectations logs it and goes on without; a promise must not vanish so
            yield _not_checked(name, told, "there is no such expectation, or its JSON is wrong")


def _not_checked(suite: str, told: dict[str, Any], why: str) -> CheckResult:
    return CheckResult(
        suite=suite,
        expectation=told["type"],
        severity="critical" if told["severity"] == "critical" else "warning",
        is_kept=False,
        message=told["meta"]["message"],
        todo=told["meta"]["todo"],
        error=why,
    )


def _result(
    warehouse: Warehouse, suite: str, expectation: Any, validated: "ExpectationValidationResult"
) -> CheckResult:
    failing = validated.result.get("observed_value")
    error = _error(validated.exception_info) or (None if failing is not None else "no result")
    meta = expectation.meta
    sql = str(expectation.unexpected_rows_query)
    return CheckResult(
        suite=suite,
        expectation=expectation.expectation_type,
        severity="critical" if expectation.severity == "critical" else "warning",
        is_kept=bool(validated.success) and error is None,
        failing=None if error else failing,
        examined=None if error else _examined(warehouse, meta["of"]),
        promise=(type(expectation).__doc__ or "").splitlines()[0],
        message=meta["message"],
        todo=meta["todo"],
        error=error,
        one=meta["of"]["one"],
        many=meta["of"]["many"],
        sql=sql,
        sample=_sample(warehouse, sql) if failing and not error else (),
    )


def _error(info: dict[str, Any]) -> str | None:
    """Why it could not be checked: the first of the exceptions, without the SQL that follows it."""
    found = [info] if "raised_exception" in info else list(info.values())
    raised = [str(one["exception_message"]) for one in found if one.get("raised_exception")]
    return raised[0].split("\n[SQL:")[0] if raised else None


def _examined(warehouse: Warehouse, of: dict[str, str]) -> int | None:
    if "table" not in of:
        return None
    where = f" where {of['where']}" if "where" in of else ""
    return int(warehouse.one(f"select count(*) from {of['table']}{where}"))  # noqa: S608 - our JSON


def _sample(warehouse: Warehouse, sql: str) -> tuple[dict[str, Any], ...]:
    try:
        rows = warehouse.frame(f"select * from ({sql}) limit {SAMPLE_ROWS}")  # noqa: S608 - our SQL
    except duckdb.Error:  # counting it worked; a page without examples is better than no night
        return ()
    return tuple(rows.to_dicts())


@contextmanager
def _quietly() -> Iterator[None]:
    """Great Expectations and what it imports warn of their own future on stderr; nobody asked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _hush(name: str) -> None:
    """Its log is of temporary folders, and of expectations it leaves out, which we say better."""
    logging.getLogger(name).setLevel(logging.CRITICAL)
