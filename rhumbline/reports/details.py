"""What a night's pages and events show in detail: failing activities, promises, measures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from rhumbline.errors import UserError
from rhumbline.reports.verdict import Verdict
from rhumbline.warehouse.access import open_for_writing, open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Failing:
    """An activity that fails the night, and the measure nearest to it."""

    activity_id: str
    platform: str
    account: str | None
    type: str
    published_at: datetime | None
    permalink: str | None
    text: str | None
    alignment: str
    cause: str  # the reason in a few words
    reason: str
    suggested_measure_id: str | None
    suggestion: str | None


@dataclass(frozen=True)
class Promise:
    """An expectation of the last night, kept or broken."""

    suite: str
    expectation: str
    severity: str
    is_kept: bool
    failing: int | None
    examined: int | None
    message: str
    error: str | None


@dataclass(frozen=True)
class Standing:
    """Where a measure stands."""

    measure_id: str
    goal_id: str
    segment_id: str
    value: float | None
    target: float | None
    by: date | None
    progress: float | None
    status: str


@dataclass(frozen=True)
class Details:
    """All of them; `failing` is bounded, the verdict has its count."""

    failing: tuple[Failing, ...]
    promises: tuple[Promise, ...]
    standings: tuple[Standing, ...]


def load_details(workspace: Workspace, verdict: Verdict, shown: int) -> Details:
    """The details of a verdict, with the newest `shown` failing activities."""
    with _as_judged(workspace, verdict) as warehouse:
        return Details(
            failing=tuple(_all(warehouse, Failing, _FAILING, shown)),
            promises=tuple(_all(warehouse, Promise, _PROMISES)),
            standings=tuple(_standings(warehouse)),
        )


def standings(workspace: Workspace) -> dict[str, str]:
    """Measure → its status as last published; empty where nothing is."""
    try:
        with open_published(workspace) as published:
            return {each.measure_id: each.status for each in _standings(published)}
    except UserError:
        return {}


def failing_as_published(workspace: Workspace) -> int:
    """How many activities fail, as last published; 0 where nothing is."""
    try:
        with open_published(workspace) as published:
            return int(published.one("select count(*) from core.failed_activities"))
    except UserError:
        return 0


@contextmanager
def _as_judged(workspace: Workspace, verdict: Verdict) -> Iterator[Warehouse]:
    """What was published, or the writer's own database where integrity kept it from that."""
    with (
        open_published(workspace) if verdict.published else open_for_writing(workspace) as warehouse
    ):
        yield warehouse


def _all(warehouse: Warehouse, kind: type[T], sql: str, *parameters: object) -> Iterator[T]:
    return (kind(*row) for row in warehouse.rows(sql, *parameters))


def _standings(warehouse: Warehouse) -> Iterator[Standing]:
    """The measures as they stand; none before the first shaping."""
    if warehouse.one(_HAS_PROGRESS):
        yield from _all(warehouse, Standing, _STANDINGS)


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

_STANDINGS = """
select measure_id, goal_id, segment_id, value, target, "by", progress, status
from marts.measure_progress
order by goal_id, measure_id
"""
