"""What the scorecard says, as values read from a warehouse: no markup, no numbers made words."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from models.platforms import PLATFORMS
from rhumbline.reports.scorecard.causes import FailureCause, read_causes
from rhumbline.reports.scorecard.measures import (
    GoalCard,
    MeasureCard,
    read_goals,
    read_measures,
    readable,
)
from rhumbline.strategy.file import loads
from rhumbline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class EffortRow:
    """Work of a platform that serves no measure, or one that only counts how often it was shown."""

    platform: str
    serves: str | None  # the measure, or None
    posts: int
    hours: float | None
    cost: float | None


@dataclass(frozen=True)
class RisingEffort:
    """A platform where the work for a measure rose for weeks and what it brings did not."""

    platform: str
    measure_id: str
    weeks: int
    unit: str  # hours, or activities where hours are not known of all
    hours: float | None
    cost: float | None


@dataclass(frozen=True)
class AudienceFit:
    """How much of an audience is of a segment, as far as the platform tells."""

    segment_id: str
    platform: str
    account: str | None
    audience_kind: str
    as_of: date
    audience: float
    share_low: float | None
    share_high: float | None
    matched_low: float | None
    matched_change: float | None  # since the export before
    note: str | None


@dataclass(frozen=True)
class CompleteThrough:
    """The last whole day of which a platform's exports of posts tell."""

    platform: str
    day: date


@dataclass(frozen=True)
class Scorecard:
    """Everything on the scorecard's first page."""

    organisation: str
    problem: str
    promise: str
    currency: str | None
    as_of: date
    goals: tuple[GoalCard, ...]
    measures: tuple[MeasureCard, ...]
    judged: int
    failing: int
    waived: int
    early: int  # published before the strategy was in force
    causes: tuple[FailureCause, ...]
    unserving: tuple[EffortRow, ...]
    rising: tuple[RisingEffort, ...]
    audiences: tuple[AudienceFit, ...]
    complete: tuple[CompleteThrough, ...]
    contradictions: tuple[str, ...]  # broken promises of the data
    warnings: tuple[str, ...]

    @property
    def complete_through(self) -> date | None:
        """The day to which every platform's posts are complete."""
        return min((each.day for each in self.complete), default=None)

    def measure(self, measure_id: str) -> MeasureCard | None:
        """The measure of an id."""
        return next((card for card in self.measures if card.measure_id == measure_id), None)


def read_scorecard(warehouse: Warehouse, as_of: date) -> Scorecard:
    """Read the scorecard of the night of a day, from what is published or from the writer's own."""
    named = warehouse.rows(_STRATEGY)
    organisation, problem, promise, timezone, text = named[0] if named else ("", "", "", "UTC", "")
    effort = loads(text).strategy.effort if text else None
    counts = dict(warehouse.rows("select alignment, count(*) from core.verdicts group by all"))
    early = counts.pop("predates_strategy", 0)
    measures = read_measures(warehouse)
    has_marts = bool(measures)
    return Scorecard(
        organisation=organisation,
        problem=problem,
        promise=promise,
        currency=effort.currency if effort else None,
        as_of=as_of,
        goals=read_goals(warehouse, measures),
        measures=measures,
        judged=sum(counts.values()),
        failing=counts.get("untraceable", 0) + counts.get("orphaned", 0),
        waived=counts.get("waived", 0),
        early=early,
        causes=read_causes(warehouse),
        unserving=_read_unserving(warehouse) if has_marts else (),
        rising=_read_rising(warehouse) if has_marts else (),
        audiences=_read_audiences(warehouse) if has_marts else (),
        complete=_read_complete(warehouse, timezone),
        contradictions=_messages(warehouse, "severity = 'critical' and suite <> 'alignment'"),
        warnings=(*_messages(warehouse, "severity = 'warning'"), *_refused(warehouse)),
    )


def platform_name(platform: str) -> str:
    """A platform as people write it; the activity log by what it is."""
    if platform == "log":
        return "The activity log"
    return PLATFORMS[platform].name if platform in PLATFORMS else readable(platform)


def _messages(warehouse: Warehouse, condition: str) -> tuple[str, ...]:
    rows = warehouse.rows(
        f"select message from core.check_results where not is_kept and {condition} order by all"  # noqa: S608 - conditions of ours
    )
    return tuple(message for (message,) in rows)


def _refused(warehouse: Warehouse) -> tuple[str, ...]:
    """The files that could not be read, each with the first line of its reason."""
    rows = warehouse.rows(
        "select name, reason from core.exports where status = 'refused' order by name limit 10"
    )
    return tuple(
        f"{name} could not be read: {(reason or '').split(chr(10))[0]}" for name, reason in rows
    )


def _read_unserving(warehouse: Warehouse) -> tuple[EffortRow, ...]:
    return tuple(EffortRow(*row) for row in warehouse.rows(_UNSERVING))


def _read_rising(warehouse: Warehouse) -> tuple[RisingEffort, ...]:
    return tuple(RisingEffort(*row) for row in warehouse.rows(_RISING))


def _read_audiences(warehouse: Warehouse) -> tuple[AudienceFit, ...]:
    return tuple(AudienceFit(*row) for row in warehouse.rows(_AUDIENCES))


def _read_complete(warehouse: Warehouse, timezone: str) -> tuple[CompleteThrough, ...]:
    return tuple(CompleteThrough(*row) for row in warehouse.rows(_COMPLETE, timezone))


_STRATEGY: Final = """
select organisation, problem, promise, timezone, text
from core.strategies
order by in_force_from desc
limit 1
"""

_UNSERVING: Final = """
select platform, measure_id, sum(activities)::bigint, sum(hours), sum(cost)
from marts.effort
where is_waste
group by all
order by sum(cost) desc nulls last, sum(hours) desc nulls last, sum(activities) desc, platform, measure_id
"""

_RISING: Final = """
select wheels.platform, wheels.measure_id, wheels.weeks, wheels.effort_unit, effort.hours, effort.cost
from marts.hamster_wheels as wheels
left join (
    select platform, measure_id, sum(hours) as hours, sum(cost) as cost
    from marts.effort
    group by all
) as effort
    on wheels.platform = effort.platform and wheels.measure_id = effort.measure_id
where wheels.recommendation = 'stop'
order by effort.cost desc nulls last, wheels.platform, wheels.measure_id
"""

_AUDIENCES: Final = """
select
    segment_id, platform, account, audience_kind, as_of, audience, share_low, share_high,
    matched_low, matched_low_change, note
from marts.segment_fit
where is_latest and audience > 0
order by segment_id, platform, account, audience_kind
"""

# An export tells of whole days up to the one before it was made, and no further than its period.
_COMPLETE: Final = """
with exports as (
    select
        platform,
        cast(timezone(?, observed_at) as date) - 1 as day_before,
        period_until
    from core.exports
    where status = 'read' and kind = 'posts' and platform <> 'log' and observed_at is not null
)

select platform, max(least(day_before, coalesce(period_until, day_before))) as day
from exports
group by platform
order by day, platform
"""
