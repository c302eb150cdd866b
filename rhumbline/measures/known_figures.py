"""All that is known of the figures of a strategy's measures, asked of the warehouse once a night."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.metrics import METRICS
from models.strategy import Strategy
from rhumbline.measures.audience_levels import audience_levels
from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.figures import MeasureFigure
from rhumbline.measures.segment_fit import Audiences
from rhumbline.measures.tallies import FigureTallies, Level, account_levels, tally_weeks
from rhumbline.measures.weekly_values import KnownFigures
from rhumbline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class Knowledge:
    """The tallies or the levels of every figure."""

    figures: Mapping[str, Sequence[MeasureFigure]]  # measure → the figures in its value
    tallies: Mapping[MeasureFigure, FigureTallies]
    levels: Mapping[MeasureFigure, Sequence[Level]]

    @classmethod
    def ask(
        cls,
        warehouse: Warehouse,
        figures: Sequence[MeasureFigure],
        audiences: Audiences,
        strategy: Strategy,
    ) -> "Knowledge":
        """What the rows that `lay_out_rows` made tell of the figures, and what audiences tell."""
        by_measure: dict[str, list[MeasureFigure]] = defaultdict(list)
        for figure in figures:
            by_measure[figure.measure_id].append(figure)
        of_audiences = [each for each in figures if each.source is FigureSource.AUDIENCE]
        of_accounts = [each for each in figures if each.is_level and each not in of_audiences]
        levels = account_levels(warehouse, of_accounts)
        for figure in of_audiences:
            measure = strategy.measures[figure.measure_id]
            levels[figure] = audience_levels(figure.aggregate, audiences, strategy, measure)
        tallied = [figure for figure in figures if not figure.is_level]
        return cls(by_measure, tally_weeks(warehouse, tallied), levels)

    def of(self, measure_id: str, platform: str | None = None) -> KnownFigures:
        """What is known of the figures of one measure, over all platforms or of one."""
        figures = self.figures[measure_id]
        return KnownFigures(
            figures[0].span,
            {
                each.aggregate: self.tallies[each].of(platform)
                for each in figures
                if not each.is_level
            },
            {
                each.aggregate: [
                    level for level in self.levels[each] if platform in (None, level.account[0])
                ]
                for each in figures
                if each.is_level
            },
        )

    def unlike(self, measure_id: str) -> str | None:
        """Why the value of a measure adds up what is not alike, and what to write; None where it does not."""
        for figure in self.figures[measure_id]:
            if figure.aggregate.quantity.name in _DIFFER and figure.source in _TOLD_BY_PLATFORMS:
                platforms = self.tallies[figure].platforms()
                if len(platforms) > 1:
                    return (
                        f"Its value cannot be computed: {', '.join(platforms)} count "
                        f"`{figure.aggregate.quantity}` by unlike rules, which cannot be added up. "
                        f"Write one measure for each, such as {figure.aggregate} "
                        f"where platform = '{platforms[0]}'."
                    )
        return None


_DIFFER: Final = frozenset(metric.name for metric in METRICS if metric.differs_by_platform)
_TOLD_BY_PLATFORMS: Final = (FigureSource.ACTIVITIES, FigureSource.ACCOUNT)
