"""The figures that the values of a strategy ask for, and the rows that each is taken of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.metrics import NAMES, Unit
from rhumbline.measures.expressions.parsing import Aggregate, Function, Node, aggregates
from rhumbline.measures.expressions.quantities import OF_THE_LOG, ROWS, FigureSource
from rhumbline.measures.weeks import Span
from rhumbline.warehouse.connection import quoted


@dataclass(frozen=True)
class MeasureFigure:
    """One figure in the value of a measure: a row of core.measure_figures."""

    measure_id: str
    position: int  # its place in the value, from 1
    aggregate: Aggregate
    span: Span

    @property
    def source(self) -> FigureSource:
        """Where its rows come from."""
        return self.aggregate.quantity.source

    @property
    def is_level(self) -> bool:
        """Whether it is the latest known, and not what was added in the span."""
        return self.aggregate.function is Function.LATEST

    @property
    def is_narrowed(self) -> bool:
        """Whether a condition or a currency may leave out rows that count for the measure."""
        return self.aggregate.where is not None or self.aggregate.quantity.unit is Unit.MONEY


def figures_of(values: Mapping[str, Node], spans: Mapping[str, Span]) -> tuple[MeasureFigure, ...]:
    """Every figure of every measure's value, in the order in which the values are written."""
    return tuple(
        MeasureFigure(measure_id, position, aggregate, spans[measure_id])
        for measure_id, node in values.items()
        for position, aggregate in enumerate(aggregates(node), 1)
    )


def metrics_of(figures: Sequence[MeasureFigure], source: FigureSource) -> tuple[str, ...]:
    """The metrics that the figures ask of a source, each once."""
    return tuple(dict.fromkeys(name for name in _names(figures, source) if name in NAMES))


def _names(figures: Sequence[MeasureFigure], source: FigureSource) -> Iterator[str]:
    return (each.aggregate.quantity.name for each in figures if each.source is source)


def columns_of(figures: Sequence[MeasureFigure]) -> tuple[str, ...]:
    """The columns of activities that the figures are taken from, or ask for in their conditions."""
    asked = [each for each in figures if each.source is FigureSource.ACTIVITIES]
    names = dict.fromkeys(("measure_id", "activity_key", "platform", "day", "observed_on"))
    for figure in asked:
        names |= dict.fromkeys(
            sorted(figure.aggregate.where.names) if figure.aggregate.where else ()
        )
        if figure.aggregate.quantity.name != ROWS:
            names[figure.aggregate.quantity.name] = None
    return tuple(names)


_TABLES: Final = {
    FigureSource.ACTIVITIES: "measured_activities",
    FigureSource.ACCOUNT: "measured_account",
    FigureSource.TRAFFIC: "measured_traffic",
    FigureSource.OUTCOMES: "measured_outcomes",
}


@dataclass(frozen=True)
class FigureRows:
    """The rows of a figure as SQL: their table, which of them count, and the columns that matter."""

    table: str
    where: str
    parameters: tuple[object, ...]  # of `where`
    figure: str
    platform: str
    observed_on: str  # the day that the data of a row tells of


def rows_of(figure: MeasureFigure) -> FigureRows:
    """The rows that a figure is taken of, in the tables that `lay_out_rows` makes.

    Of a level these are all rows until the end of the span, since it was known before.
    """
    begins = date.min if figure.is_level else figure.span.begins
    conditions = [("day between ? and ?", (begins, figure.span.ends)), *_conditions(figure)]
    is_web = figure.source in (FigureSource.TRAFFIC, FigureSource.OUTCOMES)
    return FigureRows(
        table=_TABLES[figure.source],
        where=" and ".join(sql for sql, _ in conditions),
        parameters=tuple(value for _, values in conditions for value in values),
        figure=_column(figure),
        platform="network" if is_web else "platform",
        observed_on=_observed_on(figure),
    )


def _conditions(figure: MeasureFigure) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Conditions of a figure besides its span, each with its parameters."""
    if figure.source is not FigureSource.ACCOUNT:
        yield "measure_id = ?", (figure.measure_id,)
    if figure.source in (FigureSource.TRAFFIC, FigureSource.OUTCOMES):
        yield "is_counted", ()
    if figure.source is FigureSource.OUTCOMES:
        yield "asked = ?", (figure.aggregate.quantity.name,)
    if figure.aggregate.where:
        yield figure.aggregate.where.sql, figure.aggregate.where.parameters


def _column(figure: MeasureFigure) -> str:
    if figure.aggregate.quantity.name == ROWS:
        return "1"
    is_outcome = figure.source is FigureSource.OUTCOMES
    return "value" if is_outcome else quoted(figure.aggregate.quantity.name)


def _observed_on(figure: MeasureFigure) -> str:
    """The day of the export, for what platforms count of activities; else the day itself."""
    is_of_the_organisation = figure.aggregate.quantity.name in (ROWS, *OF_THE_LOG)
    is_exported = figure.source is FigureSource.ACTIVITIES and not is_of_the_organisation
    return "observed_on" if is_exported else "day"
