"""Measures: whether each moves, how far it is on its way, and where it will be at its deadline."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rhumbline.alignment.rules import InForce
from rhumbline.measures.audience_levels import levels_of
from rhumbline.measures.expressions.meaning import FLOW, kind_of, read_value
from rhumbline.measures.expressions.parsing import Node
from rhumbline.measures.expressions.quantities import BadExpression
from rhumbline.measures.forecast import Forecast
from rhumbline.measures.hamster_wheels import trends
from rhumbline.measures.lineage import keep_sources
from rhumbline.measures.measured_rows import Asked, lay_out, weigh
from rhumbline.measures.progress import NOT_MEASURED, MeasureStanding, course_of, standing
from rhumbline.measures.results import Found, PlatformWeek, keep, keep_platforms
from rhumbline.measures.segment_fit import Audiences, fit
from rhumbline.measures.unlike import unlike
from rhumbline.measures.weekly_values import Curve, Ground, Span, curve
from rhumbline.warehouse.connection import Warehouse

__all__ = ["BadExpression", "Measured", "in_force", "measure_progress", "read_value"]


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
    current = in_force(versions, as_of)
    values, refused = _understood(current)
    with warehouse.transaction():
        fit(warehouse, current.strategy)
        lay_out(warehouse, versions, current, Asked(values))
        night = _Night(warehouse, versions, current, Audiences.stored(warehouse), as_of)
        found = [
            night.measured(name, values[name]) if name in values else night.refused(name, why)
            for name, why in {**dict.fromkeys(current.strategy.measures, ""), **refused}.items()
        ]
        keep(warehouse, found, current.name, as_of)
        keep_sources(warehouse, values, {n: night.ground(n) for n in values}, current.strategy)
        weigh(warehouse)
        keep_platforms(warehouse, list(night.by_platform(values)))
        trends(warehouse, as_of)
        unclaimed = warehouse.one("select count(*) from core.claims where not is_counted")
    return Measured(dict(Counter(each.standing.status for each in found)), int(unclaimed))


def in_force(versions: Sequence[InForce], as_of: date) -> InForce:
    """The version in force on a day, or the first where none is yet."""
    if not versions:
        raise ValueError("there is no strategy version to measure by")
    begun = [version for version in versions if version.strategy.in_force_from <= as_of]
    return begun[-1] if begun else versions[0]


def _understood(current: InForce) -> tuple[dict[str, Node], dict[str, str]]:
    """Measure → its value, and measure → why it has none."""
    values: dict[str, Node] = {}
    refused: dict[str, str] = {}
    for name, each in current.strategy.measures.items():
        if each.value is None:
            refused[name] = "It has no value."
            continue
        try:
            values[name] = read_value(each.value)
        except BadExpression as why:
            refused[name] = f"Its value cannot be computed: {why}"
    return values, refused


@dataclass(frozen=True)
class _Night:
    """What every measure of a night is computed with."""

    warehouse: Warehouse
    versions: Sequence[InForce]
    current: InForce
    audiences: Audiences
    as_of: date

    def measured(self, name: str, node: Node) -> Found:
        """A measure whose value can be computed."""
        declared, kind = self.current.strategy.measures[name], kind_of(node)
        ground = self.ground(name)
        why = unlike(node, ground)
        if why:
            return self.refused(name, why)
        span, found = ground.span, curve(node, ground)
        course = course_of(declared, kind, span.begins)
        policy = self.current.strategy.policy
        return Found(name, kind, span, course, found, standing(course, kind, found, span, policy))

    def by_platform(self, values: Mapping[str, Node]) -> Iterator[PlatformWeek]:
        """What the activities of each platform brought in each week, measure by measure."""
        for name, platform in self.warehouse.rows(
            "select distinct measure_id, platform from measured_activities order by all"
        ):
            if name not in values:
                continue
            ground = self.ground(name, platform)
            its = curve(values[name], ground)
            for week, value, rows in zip(ground.span.weeks, its.week, its.rows, strict=True):
                yield name, platform, week, value, rows

    def ground(self, name: str, platform: str | None = None) -> Ground:
        """Where the figures of a measure come from, of all platforms or one."""
        declared = self.current.strategy.measures[name]
        levels = levels_of(self.audiences, self.current.strategy, declared)
        return Ground(self.warehouse, name, self._span(name), levels, platform)

    def refused(self, name: str, why: str) -> Found:
        """A measure that has no value, or none that can be computed."""
        span = self._span(name)
        nothing = (None,) * len(span.weeks)
        none = MeasureStanding(None, None, None, Forecast(None), NOT_MEASURED, why)
        return Found(
            name, FLOW, span, None, Curve(nothing, nothing, (0,) * len(nothing), None), none
        )

    def _span(self, measure_id: str) -> Span:
        """From the first day on which the measure was in force; other versions may have declared it."""
        begins = min(
            version.strategy.in_force_from
            for version in self.versions
            if measure_id in version.strategy.measures and version.name <= self.current.name
        )
        return Span(begins, self.as_of)
