"""The measures and goals of the scorecard: how far each has come, where it should be, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rhumbline.measures.in_words import value_in_words
from rhumbline.warehouse.connection import Warehouse

REACHED, ON_COURSE, BEHIND, MISSED, UNKNOWN = (
    "reached", "on course", "behind", "missed", "not measured",
)  # fmt: skip
GOOD: Final = (REACHED, ON_COURSE)


@dataclass(frozen=True)
class WeekOfMeasure:
    """A week of a measure; figures are None where nothing was told."""

    week: date  # its Monday
    value: float | None  # of this week alone, for a sum; else on its last day
    reached: float | None  # by its end, counted as the target is
    pace: float | None  # where a straight line to the target is at its end
    posts: int
    hours: float | None
    cost: float | None


@dataclass(frozen=True)
class MeasureCard:
    """A measure on the night's day. `reached`, `pace` and `target` are counted alike, with the baseline."""

    measure_id: str
    goal_id: str
    segment_id: str
    stage: str
    tier: str
    counts: str  # what it counts, in a few words
    counts_fully: str  # the same as a sentence, with where it is counted
    is_flow: bool
    direction: str
    begins: date | None
    due_on: date | None
    as_of: date
    start: float | None
    reached: float | None
    target: float | None
    pace: float | None
    state: str
    posts: int
    hours: float | None
    cost: float | None
    cost_per_unit: float | None
    told_until: date | None  # the last day that its data tell of
    note: str | None
    weeks: tuple[WeekOfMeasure, ...] = ()

    @property
    def title(self) -> str:
        """Its name, for people."""
        return readable(self.measure_id)

    @property
    def is_limit(self) -> bool:
        """Whether the target is the most there may be, as of a sum that should fall."""
        return self.is_flow and self.direction == "down"

    def share_of_way(self, figure: float | None) -> float | None:
        """How much of the way to the target a figure is, 1 is all of it; None where nothing says."""
        if figure is None or self.target is None:
            return None
        start = 0.0 if self.is_limit or self.start is None else self.start
        way = self.target - start
        return (figure - start) / way if way else None


@dataclass(frozen=True)
class GoalCard:
    """A goal, with the measure that speaks for it first among its measures."""

    goal_id: str
    statement: str
    why: str | None
    lead: MeasureCard | None
    measures: tuple[MeasureCard, ...]

    @property
    def state(self) -> str:
        """The state of the measure that speaks for it."""
        return self.lead.state if self.lead else UNKNOWN


def readable(name: str) -> str:
    """An id of the strategy as a person reads it: `volunteer-signups` is "Volunteer signups"."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def read_measures(warehouse: Warehouse) -> tuple[MeasureCard, ...]:
    """The measures of the strategy in force, in its order; none before the marts are first made."""
    if not warehouse.one(_HAS_PROGRESS):
        return ()
    weeks: dict[str, list[dict[str, Any]]] = {}
    for row in warehouse.frame(_WEEKS).to_dicts():
        weeks.setdefault(row["measure_id"], []).append(row)
    rows = warehouse.frame(_MEASURES).to_dicts()
    return tuple(_card(row, weeks.get(row["measure_id"], [])) for row in rows)


def read_goals(warehouse: Warehouse, measures: tuple[MeasureCard, ...]) -> tuple[GoalCard, ...]:
    """The goals of the strategy in force, in its order."""
    if not warehouse.one(_HAS_PROGRESS):
        return ()
    by_id = {card.measure_id: card for card in measures}
    return tuple(
        GoalCard(
            goal_id,
            statement,
            why,
            by_id.get(lead or ""),
            tuple(card for card in measures if card.goal_id == goal_id),
        )
        for goal_id, statement, why, lead in warehouse.rows(_GOALS)
    )


def _card(row: Mapping[str, Any], weeks: list[dict[str, Any]]) -> MeasureCard:
    is_flow = row["kind"] == "flow"
    # What a sum counts begins at zero on the first day in force; its target counts the baseline too.
    added = row["baseline"] if is_flow and row["direction"] != "down" else 0.0
    words = value_in_words(row["expression"])
    return MeasureCard(
        **{name: row[name] for name in _AS_THEY_ARE},
        counts=words.name,
        counts_fully=words.sentence,
        is_flow=is_flow,
        begins=row["starts_on"],
        start=row["baseline"],
        reached=_plus(row["value"], added),
        pace=_pace(row["expected_today"], added),
        state=_state(row),
        posts=row["activities"],
        told_until=row["observed_on"],
        weeks=tuple(_week(week, added) for week in weeks),
    )


_AS_THEY_ARE: Final = (
    "measure_id", "goal_id", "segment_id", "stage", "tier", "direction", "due_on", "as_of", "target",
    "hours", "cost", "cost_per_unit", "note",
)  # fmt: skip


def _state(row: Mapping[str, Any]) -> str:
    """The status without its forecast, which is not shown before its record is known."""
    if row["status"] != "adrift":
        return str(row["status"])
    return MISSED if row["due_on"] and row["as_of"] >= row["due_on"] else BEHIND


def _week(row: Mapping[str, Any], added: float | None) -> WeekOfMeasure:
    return WeekOfMeasure(
        week=row["week"],
        value=row["value"],
        reached=_plus(row["value_to_date"], added),
        pace=_pace(row["expected_to_date"], added),
        posts=row["activities"],
        hours=row["hours"],
        cost=row["cost"],
    )


def _plus(figure: float | None, added: float | None) -> float | None:
    return None if figure is None or added is None else figure + added


def _pace(expected: float | None, added: float | None) -> float | None:
    """Where it should be; None where the straight line would lie below nothing."""
    pace = _plus(expected, added)
    return None if pace is None or pace < 0 else pace


_HAS_PROGRESS: Final = (
    "select count(*) from duckdb_tables() "
    "where schema_name = 'marts' and table_name = 'measure_progress'"
)

_MEASURES: Final = """
select
    progress.*,
    measures.value as expression,
    measure_values.starts_on
from marts.measure_progress as progress
inner join core.measures as measures
    on progress.measure_id = measures.measure_id
    and measures.strategy_version = (
        select strategy_version from core.strategies order by in_force_from desc limit 1
    )
left join core.measure_values
    on progress.measure_id = measure_values.measure_id
    and measures.strategy_version = measure_values.strategy_version
order by measures.position
"""

_WEEKS: Final = "from marts.measure_weeks order by measure_id, week"

_GOALS: Final = """
select goals.goal_id, goals.statement, goals.why, progress.leading_measure_id
from marts.goal_progress as progress
inner join core.goals as goals
    on progress.goal_id = goals.goal_id
    and goals.strategy_version = (
        select strategy_version from core.strategies order by in_force_from desc limit 1
    )
order by goals.position
"""
