"""Where a value comes from: the figures it asks for, and the rows of core that they are taken of."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

import polars as pl

from models.metrics import Unit
from models.strategy import Strategy
from rhumbline.measures.audience_levels import facets_of
from rhumbline.measures.expressions.parsing import Aggregate, Function, Node, aggregates
from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.weekly_values import TABLES, Ground, column_of, condition_of
from rhumbline.warehouse.connection import Warehouse, quoted

_FIGURES: Final = {
    "measure_id": pl.String(),
    "position": pl.Int32(),
    "function": pl.String(),
    "source": pl.String(),
    "figure": pl.String(),
    "is_narrowed": pl.Boolean(),
}
Placed = tuple[int, Aggregate]


def keep_sources(
    warehouse: Warehouse,
    values: Mapping[str, Node],
    grounds: Mapping[str, Ground],
    strategy: Strategy,
) -> None:
    """Replace core.measure_figures and core.measure_sources; the caller holds the transaction.

    `grounds` says of each measure in which span its rows count. Call it after `lay_out`.
    """
    placed = {name: list(enumerate(aggregates(node), 1)) for name, node in values.items()}
    rows = [
        (name, at, each.function, each.quantity.source, each.quantity.name, _is_narrowed(each))
        for name, of in placed.items()
        for at, each in of
    ]
    warehouse.replace("core.measure_figures", pl.DataFrame(rows, schema=_FIGURES, orient="row"))
    warehouse.run("delete from core.measure_sources")
    for name, of in placed.items():
        for one in of:
            _keep(one, grounds[name], strategy)


def _is_narrowed(each: Aggregate) -> bool:
    return each.where is not None or each.quantity.unit is Unit.MONEY


def _keep(placed: Placed, ground: Ground, strategy: Strategy) -> None:
    source = placed[1].quantity.source
    if source is FigureSource.AUDIENCE:
        _keep_audience(placed, ground, strategy)
    elif source is FigureSource.ACCOUNT:
        _keep_days(placed, ground)
    elif source is not FigureSource.ACTIVITIES or _is_narrowed(placed[1]):
        _keep_rows(placed, ground)


def _keep_rows(placed: Placed, ground: Ground) -> None:
    """Rows of activities, outcomes or traffic, as they were laid out."""
    at, each = placed
    where, parameters = condition_of(each, ground)
    is_activity = each.quantity.source is FigureSource.ACTIVITIES
    whence = "activity_id" if is_activity else "export_id, line"
    ground.warehouse.run(
        f"""
        insert into core.measure_sources by name
        select
            ? as measure_id,
            ? as position,
            ? as source,
            {whence},
            day,
            {column_of(each)} as figure
        from {TABLES[each.quantity.source]}
        where day between ? and ? and {column_of(each)} is not null and {where}
        """,  # noqa: S608 - names of ours, conditions from the whitelist
        ground.measure_id, at, str(each.quantity.source), ground.span.begins, ground.span.ends,
        *parameters,
    )  # fmt: skip


def _keep_days(placed: Placed, ground: Ground) -> None:
    """Days of accounts, each from the export that told it last; a level is known before the span."""
    at, each = placed
    where, parameters = condition_of(each, ground)
    is_level = each.function is Function.LATEST
    ground.warehouse.run(
        f"""
        insert into core.measure_sources by name
        select
            ? as measure_id,
            ? as position,
            'account' as source,
            export_id,
            line,
            date as day,
            {quoted(each.quantity.name)} as figure
        from told_days
        where {quoted(each.quantity.name)} is not null and date between ? and ? and {where}
        qualify
            row_number() over (
                partition by platform, account, date
                order by observed_at desc, export_id desc, format desc
            ) = 1
        """,  # noqa: S608 - names of ours, conditions from the whitelist
        ground.measure_id, at, _EVER if is_level else ground.span.begins, ground.span.ends,
        *parameters,
    )  # fmt: skip


_EVER: Final = "0001-01-01"


def _keep_audience(placed: Placed, ground: Ground, strategy: Strategy) -> None:
    """What exports tell of the facets that the figure asks for, or of all facets; and its totals."""
    at, each = placed
    asked = facets_of(each, strategy, strategy.measures[ground.measure_id])
    if asked is None:
        return
    facets, whose = asked
    told = (files("sql") / "measures" / "audience_sources.sql").read_text(encoding="utf-8")
    ground.warehouse.run(
        told,
        ground.measure_id,
        at,
        each.quantity.name,
        list(facets),
        [value.lower() for value in whose.get("platform", ())],
        [value.lower() for value in whose.get("account", ())],
        ground.span.ends,
    )
