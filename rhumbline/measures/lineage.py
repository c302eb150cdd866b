"""Where a value comes from: the figures it asks for, and the rows of core that they are taken of."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Final

import polars as pl

from models.strategy import Strategy
from rhumbline.measures.audience_levels import asked_audience
from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.figures import MeasureFigure, rows_of
from rhumbline.warehouse.connection import Warehouse

_FIGURE_OF_MEASURE: Final = pl.Schema(
    {
        "measure_id": pl.String(),
        "position": pl.Int32(),
        "function": pl.String(),
        "source": pl.String(),
        "figure": pl.String(),
        "is_narrowed": pl.Boolean(),
    }
)
_ASKED_AUDIENCE: Final = pl.Schema(
    {
        "measure_id": pl.String(),
        "position": pl.Int32(),
        "audience": pl.String(),
        "facets": pl.List(pl.String()),
        "platforms": pl.List(pl.String()),
        "accounts": pl.List(pl.String()),
        "until": pl.Date(),
    }
)


def store_lineage(
    warehouse: Warehouse, figures: Sequence[MeasureFigure], strategy: Strategy
) -> None:
    """Replace core.measure_figures, and core.measure_sources but for rows of activities.

    Those are stored as activities are counted. The caller holds the transaction, and has called
    `lay_out_rows`.
    """
    rows = [
        (
            figure.measure_id, figure.position, figure.aggregate.function, figure.source,
            figure.aggregate.quantity.name, figure.is_narrowed,
        )
        for figure in figures
    ]  # fmt: skip
    warehouse.replace(
        "core.measure_figures", pl.DataFrame(rows, schema=_FIGURE_OF_MEASURE, orient="row")
    )
    warehouse.run("delete from core.measure_sources where source <> 'activities'")
    laid_out = (FigureSource.ACCOUNT, FigureSource.OUTCOMES, FigureSource.TRAFFIC)
    store_rows(warehouse, [figure for figure in figures if figure.source in laid_out])
    _store_audiences(warehouse, figures, strategy)


def store_rows(warehouse: Warehouse, figures: Sequence[MeasureFigure]) -> None:
    """Add the rows that figures are taken of to core.measure_sources, in one statement.

    None of them may be of audiences. Of activities, only narrowed figures have rows there: all
    others are taken of every activity that is traced to the measure.
    """
    selects, parameters = [], list[object]()
    for figure in figures:
        is_of_account = figure.source is FigureSource.ACCOUNT
        selects.append(_days_of(figure) if is_of_account else _rows_of(figure))
        parameters += (figure.measure_id, figure.position, figure.source)
        parameters += rows_of(figure).parameters
    if selects:
        union = " union all by name ".join(selects)
        warehouse.run(f"insert into core.measure_sources by name {union}", *parameters)


def _rows_of(figure: MeasureFigure) -> str:
    """Rows of activities, outcomes or traffic, as they were laid out."""
    rows = rows_of(figure)
    is_activity = figure.source is FigureSource.ACTIVITIES
    named = "inner join core.activities as named using (activity_key)" if is_activity else ""
    return f"""
        select
            cast(? as varchar) as measure_id,
            cast(? as integer) as position,
            cast(? as varchar) as source,
            {"named.activity_id" if is_activity else "export_id, line"},
            counted.day,
            cast(counted.figure as double) as figure
        from (
            select *, {rows.figure} as figure
            from {rows.table}
            where {rows.where} and {rows.figure} is not null
        ) as counted
        {named}
    """  # noqa: S608 - names of ours, conditions from the whitelist


def _days_of(figure: MeasureFigure) -> str:
    """Days of accounts, each from the export that told it last."""
    rows = rows_of(figure)
    return f"""
        select
            cast(? as varchar) as measure_id,
            cast(? as integer) as position,
            cast(? as varchar) as source,
            export_id,
            line,
            day,
            cast({rows.figure} as double) as figure
        from (select *, date as day from told_days)
        where {rows.where} and {rows.figure} is not null
        qualify
            row_number() over (
                partition by platform, account, day
                order by observed_at desc, export_id desc, format desc
            ) = 1
    """  # noqa: S608 - names of ours, conditions from the whitelist


def _store_audiences(
    warehouse: Warehouse, figures: Sequence[MeasureFigure], strategy: Strategy
) -> None:
    """What exports tell of the facets that figures of audiences ask for, or of all; and the totals."""
    rows = []
    for figure in figures:
        if figure.source is not FigureSource.AUDIENCE:
            continue
        asked = asked_audience(figure.aggregate, strategy, strategy.measures[figure.measure_id])
        if asked is not None:
            platforms, accounts = (
                [value.lower() for value in asked.owners.get(name, ())]
                for name in ("platform", "account")
            )
            rows.append(
                (
                    figure.measure_id, figure.position, figure.aggregate.quantity.name,
                    list(asked.facets), platforms, accounts, figure.span.ends,
                )
            )  # fmt: skip
    if rows:
        frame = pl.DataFrame(rows, schema=_ASKED_AUDIENCE, orient="row")
        warehouse.create_temporary("asked_audiences", frame)
        query = files("sql") / "measures" / "audience_sources.sql"
        warehouse.run(query.read_text(encoding="utf-8"))
