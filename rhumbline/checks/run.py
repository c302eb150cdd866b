"""Running suites: Great Expectations counts what breaks each promise, our own SQL fetches a sample."""

import importlib
import json
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import duckdb

from models.strategy import Policy
from rhumbline.checks.results import CheckResult
from rhumbline.checks.sweeps import show_rows_to_check
from rhumbline.lazy_imports import as_if_missing, importing_later, without_garbage_collection
from rhumbline.warehouse.connection import Warehouse, in_utc

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.datasource.fluent.interfaces import Batch

SUITES: Final = ("exports", "activities", "alignment", "marts")
SWEPT_SUITE: Final = "activities"  # whose promises may look at what changed alone
SAMPLE_ROWS: Final = 20
_PROMISE: Final = "expect_every_activity_to_trace_to_a_measure"


def run_suites(
    warehouse: Warehouse, suites: Sequence[str], as_of: date, policy: Policy, *, is_sweep: bool
) -> list[CheckResult]:
    """A result per expectation of the suites, in their order.

    Where it is no sweep, promises about activities look at what changed. Where one of them is
    broken, its suite is run again as a sweep, so that results count all rows in any case.
    """
    cursor = in_utc(warehouse.connection.cursor())
    cursor.execute("set variable as_of = ?", [as_of])
    cursor.execute("set variable silent_days = ?", [policy.not_measured_after_days])
    looking = Warehouse(cursor, warehouse.path)
    import_great_expectations()
    from rhumbline.checks.bridge import batch_over

    with _quietly(), batch_over(cursor) as batch:
        answers: list[_Answer] = []
        show_rows_to_check(looking, is_sweep=is_sweep)
        for name in suites:
            answered = list(_validate_suite(batch, declared(name, policy)))
            if not is_sweep and name == SWEPT_SUITE and any(each.is_critical for each in answered):
                show_rows_to_check(looking, is_sweep=True)
                answered = list(_validate_suite(batch, declared(name, policy)))
            answers += answered
        examined = _count_examined(looking, answers)
        return [_result(looking, answer, examined) for answer in answers]


def import_great_expectations() -> None:
    """Import Great Expectations and the expectations of all suites, as cheaply as may be.

    SciPy's statistics and altair are for expectations and pages of its own that nobody asks here;
    SQLAlchemy's object mapper it asks for only where it is installed.
    """
    _hush("great_expectations")
    with (
        _quietly(),
        without_garbage_collection(),
        importing_later("scipy.stats", "altair"),
        as_if_missing("sqlalchemy.orm"),
    ):
        importlib.import_module("rhumbline.checks.bridge")
        for name in (*SUITES, "sums"):
            importlib.import_module(f"expectations.{name}")
    _hush("great_expectations.data_context.types.base")  # importing it gave it a level


def declared(name: str, policy: Policy) -> dict[str, Any]:
    """A suite as its JSON declares it, with the strategy's policy put in."""
    path = files("expectations") / f"{name}.json"
    suite: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for expectation in suite["expectations"]:
        if expectation["type"] == _PROMISE:
            expectation["kwargs"]["tolerance"] = policy.tolerance
            expectation["severity"] = "critical" if policy.untraceable == "fail" else "warning"
    return suite


@dataclass(frozen=True)
class _Answer:
    """What Great Expectations answers of one expectation that a suite declares."""

    suite: str
    declaration: dict[str, Any]
    promise: str = ""  # what holds where it is kept
    sql: str = ""  # selects the rows that break it
    is_kept: bool = False
    failing: int | None = None
    error: str | None = None

    @property
    def of(self) -> dict[str, str]:
        """What it is about, in the words of the suite: one row, many rows, their table."""
        about: dict[str, str] = self.declaration["meta"].get("of", {})
        return {"one": "row", "many": "rows"} | about

    @property
    def is_critical(self) -> bool:
        """Whether it is broken, and stops the night."""
        return not self.is_kept and self.declaration["severity"] == "critical"

    @property
    def counted_in(self) -> str | None:
        """The table, and the condition, that counts what was examined; None where nothing does."""
        if self.error is not None or "table" not in self.of:
            return None
        where = self.of.get("where")
        return f"{self.of['table']} where {where}" if where else self.of["table"]


def _validate_suite(batch: "Batch", declared: dict[str, Any]) -> Iterator[_Answer]:
    import great_expectations as gx

    name = declared["name"]
    suite = gx.ExpectationSuite(**declared)
    validated = batch.validate(suite, result_format="BASIC").results
    results = {r.expectation_config.type: r for r in validated if r.expectation_config}
    known = {expectation.expectation_type: expectation for expectation in suite.expectations}
    for declaration in declared["expectations"]:
        if declaration["type"] in known:
            expectation = known[declaration["type"]]
            yield _answer(name, declaration, expectation, results[declaration["type"]])
        else:  # Great Expectations logs it and goes on without; a promise must not vanish so
            why = "there is no such expectation, or its JSON is wrong"
            yield _Answer(name, declaration, error=why)


def _answer(
    suite: str,
    declaration: dict[str, Any],
    expectation: Any,
    validated: "ExpectationValidationResult",
) -> _Answer:
    failing = validated.result.get("observed_value")
    error = _error(validated.exception_info) or (None if failing is not None else "no result")
    return _Answer(
        suite=suite,
        declaration=declaration,
        promise=(type(expectation).__doc__ or "").splitlines()[0],
        sql=str(expectation.unexpected_rows_query),
        is_kept=bool(validated.success) and error is None,
        failing=None if error else failing,
        error=error,
    )


def _error(info: dict[str, Any]) -> str | None:
    """Why it could not be checked: the first of the exceptions, without the SQL that follows it."""
    exceptions = [info] if "raised_exception" in info else list(info.values())
    raised = [str(each["exception_message"]) for each in exceptions if each.get("raised_exception")]
    return raised[0].split("\n[SQL:")[0] if raised else None


def _result(warehouse: Warehouse, answer: _Answer, examined: dict[str, int]) -> CheckResult:
    meta = answer.declaration["meta"]
    return CheckResult(
        suite=answer.suite,
        expectation=answer.declaration["type"],
        severity="critical" if answer.declaration["severity"] == "critical" else "warning",
        is_kept=answer.is_kept,
        failing=answer.failing,
        examined=examined.get(answer.counted_in or ""),
        promise=answer.promise,
        message=meta["message"],
        todo=meta["todo"],
        error=_reason(warehouse, answer) if answer.error and answer.sql else answer.error,
        one=answer.of["one"],
        many=answer.of["many"],
        sql=answer.sql,
        sample=_sample(warehouse, answer.sql) if answer.failing else (),
    )


def _reason(warehouse: Warehouse, answer: _Answer) -> str | None:
    """Why a promise could not be checked, in the words of its own statement.

    Great Expectations gives all that failed together the last one's reason.
    """
    try:
        warehouse.one(f"select count(*) from ({answer.sql})")  # noqa: S608 - our SQL
    except duckdb.Error as error:
        return str(error)
    return answer.error


def _count_examined(warehouse: Warehouse, answers: Sequence[_Answer]) -> dict[str, int]:
    """Table and condition → rows, of all that the answers are about, in one statement."""
    counted = sorted({answer.counted_in for answer in answers if answer.counted_in})
    if not counted:
        return {}
    counts = ", ".join(f"(select count(*) from {each})" for each in counted)  # noqa: S608 - our JSON
    return dict(zip(counted, warehouse.rows(f"select {counts}")[0], strict=True))


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
