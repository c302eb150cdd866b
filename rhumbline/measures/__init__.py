"""Measures: whether each moves, how far it is on its way, and where it will be at its deadline."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.strategy import Strategy
from rhumbline.alignment.rules import InForce
from rhumbline.measures.activity_weeks import count_activities
from rhumbline.measures.expressions.meaning import kind_of, read_value
from rhumbline.measures.expressions.parsing import Node
from rhumbline.measures.expressions.quantities import BadExpression
from rhumbline.measures.figures import figures_of
from rhumbline.measures.hamster_wheels import store_trends
from rhumbline.measures.known_figures import Knowledge
from rhumbline.measures.lineage import store_lineage
from rhumbline.measures.measured_rows import lay_out_rows, note_strategy
from rhumbline.measures.progress import course_of, standing_of
from rhumbline.measures.results import MeasureResult, store_platform_weeks, store_results
from rhumbline.measures.segment_fit import Audiences, store_fit
from rhumbline.measures.weekly_values import WeeklyValues, evaluate
from rhumbline.measures.weeks import Span
from rhumbline.warehouse.connection import Warehouse

__all__ = ["BadExpression", "Measured", "measure_progress", "read_value", "version_in_force"]


@dataclass(frozen=True)
class Measured:
    """How many measures stand how."""

    statuses: dict[str, int]  # status → measures
    unclaimed: int  # rows of outcomes and traffic that count for no measure


def measure_progress(warehouse: Warehouse, versions: Sequence[InForce], as_of: date) -> Measured:
    """Measure the strategy in force on a day, into core.measure_values, measure_weeks, claims and fit.

    Call it when activities are aligned. A value that cannot be computed leaves its measure not
    measured, with the reason as its note. Raises ValueError without a version.
    """
    current = version_in_force(versions, as_of)
    values, refused = _read_values(current.strategy)
    spans = _spans(current, versions, as_of)
    figures = figures_of(values, spans)
    with warehouse.transaction():
        audiences = Audiences.stored(warehouse)
        store_fit(warehouse, audiences, current.strategy)
        note_strategy(warehouse, current)
        count_activities(warehouse, versions, current, figures, as_of)
        lay_out_rows(warehouse, versions, current, figures)
        knowledge = Knowledge.ask(warehouse, figures, audiences, current.strategy)
        results = [
            MeasureResult.refused(name, spans[name], refused[name])
            if name in refused
            else _measure(name, values[name], knowledge, current.strategy)
            for name in current.strategy.measures
        ]
        store_results(warehouse, results, current.name, as_of)
        store_lineage(warehouse, figures, current.strategy)
        store_platform_weeks(warehouse, _by_platform(warehouse, values, knowledge))
        store_trends(warehouse, as_of)
        unclaimed = warehouse.one("select count(*) from core.claims where not is_counted")
    return Measured(dict(Counter(each.standing.status for each in results)), int(unclaimed))


def version_in_force(versions: Sequence[InForce], as_of: date) -> InForce:
    """The version in force on a day, or the first where none is yet."""
    if not versions:
        raise ValueError("there is no strategy version to measure by")
    begun = [version for version in versions if version.strategy.in_force_from <= as_of]
    return begun[-1] if begun else versions[0]


def _read_values(strategy: Strategy) -> tuple[dict[str, Node], dict[str, str]]:
    """Measure → its value, and measure → why it has none."""
    values: dict[str, Node] = {}
    refused: dict[str, str] = {}
    for name, measure in strategy.measures.items():
        if measure.value is None:
            refused[name] = "It has no value."
            continue
        try:
            values[name] = read_value(measure.value)
        except BadExpression as why:
            refused[name] = f"Its value cannot be computed: {why}"
    return values, refused


def _spans(current: InForce, versions: Sequence[InForce], as_of: date) -> dict[str, Span]:
    """Measure → the days from the first on which a version declared it, to the night."""
    return {
        name: Span(
            min(
                version.strategy.in_force_from
                for version in versions
                if name in version.strategy.measures and version.name <= current.name
            ),
            as_of,
        )
        for name in current.strategy.measures
    }


def _measure(name: str, node: Node, knowledge: Knowledge, strategy: Strategy) -> MeasureResult:
    """A measure whose value was understood; refused where platforms count it by unlike rules."""
    known = knowledge.of(name)
    span, kind = known.span, kind_of(node)
    if why := knowledge.unlike(name):
        return MeasureResult.refused(name, span, why)
    values = evaluate(node, known)
    course = course_of(strategy.measures[name], kind, span.begins)
    standing = standing_of(course, kind, values, span, strategy.policy)
    return MeasureResult(name, kind, span, course, values, standing)


def _by_platform(
    warehouse: Warehouse, values: Mapping[str, Node], knowledge: Knowledge
) -> Iterator[tuple[str, str, Span, WeeklyValues]]:
    """What the activities of each platform brought, measure by measure."""
    for name, platform in warehouse.rows(
        """
        select distinct measure_id, platform
        from core.effort_weeks
        where measure_id is not null and alignment in ('aligned', 'suspect')
        order by all
        """
    ):
        if name in values:
            known = knowledge.of(name, platform)
            yield name, platform, known.span, evaluate(values[name], known)
