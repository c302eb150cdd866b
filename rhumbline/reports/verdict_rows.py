"""The rows behind a verdict: failing activities, results of checks, and measures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from rhumbline.errors import UserError
from rhumbline.reports.verdict import Verdict
from rhumbline.warehouse.access import open_for_writing, open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace

T = TypeVar("T")

WORDS_SHOWN: Final = 60
"""Characters of a post that an artifact shows."""
ALL_FAILING_QUERY: Final = "from core.failed_activities order by published_at desc nulls last"
"""For `rhumbline sql`: every failing activity, the newest first."""


@dataclass(frozen=True)
class FailingActivity:
    """An activity that fails the night, and the measure suggested for it."""

    activity_id: str
    platform: str
    account: str | None
    type: str
    published_at: datetime | None
    permalink: str | None
    text: str | None
    alignment: str
    cause: str  # the reason in a few words, the same for activities that fail alike
    reason: str
    suggested_measure_id: str | None
    suggestion: str | None


@dataclass(frozen=True)
class PromiseResult:
    """An expectation of the last night and whether it was kept."""

    suite: str
    expectation: str
    severity: str
    is_kept: bool
    failing: int | None
    examined: int | None
    message: str
    error: str | None


@dataclass(frozen=True)
class MeasureStanding:
    """The value, target and status of a measure as of a night."""

    measure_id: str
    goal_id: str
    segment_id: str
    value: float | None
    target: float | None
    due_on: date | None
    progress: float | None
    status: str


@dataclass(frozen=True)
class VerdictRows:
    """All three kinds of rows; `failing` is cut to a maximum, the verdict has the whole count."""

    failing: tuple[FailingActivity, ...]
    promises: tuple[PromiseResult, ...]
    measures: tuple[MeasureStanding, ...]


def load_verdict_rows(workspace: Workspace, verdict: Verdict, shown: int) -> VerdictRows:
    """Read the rows behind a verdict, with at most `shown` failing activities, the newest."""
    with _judged_database(workspace, verdict) as warehouse:
        return VerdictRows(
            failing=tuple(_read_as(warehouse, FailingActivity, _FAILING, shown)),
            promises=tuple(_read_as(warehouse, PromiseResult, _PROMISES)),
            measures=tuple(_read_measures(warehouse)),
        )


def read_published_statuses(workspace: Workspace) -> dict[str, str]:
    """Read each measure's status as last published; empty where nothing is published."""
    try:
        with open_published(workspace) as published:
            return {each.measure_id: each.status for each in _read_measures(published)}
    except UserError:
        return {}


def count_published_failures(workspace: Workspace) -> int | None:
    """Count the failing activities as last published; None where nothing is published."""
    try:
        with open_published(workspace) as published:
            return int(published.one("select count(*) from core.failed_activities"))
    except UserError:
        return None


def read_failing_of_cause(workspace: Workspace, cause: str) -> list[str]:
    """The ids of the activities that fail for a cause, as last published, the newest first.

    Raises UserError where there is none, as after somebody decided them all.
    """
    with open_published(workspace) as published:
        rows = published.rows(
            "select activity_id from core.failed_activities where cause = ? "
            "order by published_at desc nulls last, activity_id",
            cause,
        )
    if not rows:
        raise UserError(
            f"No post fails for this cause any more: {cause}.",
            None,
            "Somebody decided them meanwhile, or the strategy changed. Nothing was recorded.",
        )
    return [activity_id for (activity_id,) in rows]


@contextmanager
def _judged_database(workspace: Workspace, verdict: Verdict) -> Iterator[Warehouse]:
    """The published database, or the writer's own where a failed check kept it from publication."""
    with (
        open_published(workspace) if verdict.published else open_for_writing(workspace) as warehouse
    ):
        yield warehouse


def _read_as(warehouse: Warehouse, kind: type[T], sql: str, *parameters: object) -> Iterator[T]:
    return (kind(*row) for row in warehouse.rows(sql, *parameters))


def _read_measures(warehouse: Warehouse) -> Iterator[MeasureStanding]:
    """The measures; none before the marts are first made."""
    if warehouse.one(_HAS_PROGRESS):
        yield from _read_as(warehouse, MeasureStanding, _MEASURES)


_FAILING = """
select
    activity_id, platform, account, type, published_at, permalink, text, alignment, cause,
    reason, suggested_measure_id, suggestion
from core.failed_activities
order by published_at desc nulls last, activity_id
limit ?
"""

_PROMISES = """
select suite, expectation, severity, is_kept, failing, examined, message, error
from core.check_results
order by is_kept, severity, suite, expectation
"""

_HAS_PROGRESS = """
select count(*) from duckdb_tables() where schema_name = 'marts' and table_name = 'measure_progress'
"""

_MEASURES = """
select measure_id, goal_id, segment_id, value, target, due_on, progress, status
from marts.measure_progress
order by goal_id, measure_id
"""
