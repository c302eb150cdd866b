"""The rows that measures are computed from, laid out in temporary tables for one night."""

from collections.abc import Sequence
from importlib.resources import files

import polars as pl

from rhumbline.alignment.rules import InForce
from rhumbline.measures.counted_rows import counted_outcomes, counted_traffic, store_claims
from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.figures import MeasureFigure, metrics_of
from rhumbline.warehouse.connection import Warehouse, quoted


def lay_out_rows(
    warehouse: Warehouse,
    versions: Sequence[InForce],
    current: InForce,
    figures: Sequence[MeasureFigure],
) -> None:
    """Make the temporary tables measured_account, measured_outcomes and measured_traffic; fill core.claims.

    The caller holds the transaction, and has noted the strategy in `measuring`.
    """
    _lay_out_account_days(warehouse, metrics_of(figures, FigureSource.ACCOUNT))
    outcomes = counted_outcomes(warehouse, versions, current.strategy, figures)
    traffic = counted_traffic(warehouse, versions, figures)
    warehouse.create_temporary("measured_outcomes", outcomes)
    warehouse.create_temporary("measured_traffic", traffic)
    store_claims(warehouse, outcomes, traffic)


def note_strategy(warehouse: Warehouse, current: InForce) -> None:
    """Make the temporary tables that queries ask of the strategy.

    `measuring` is one row of its settings, `effort_minutes` the minutes of each type of activity.
    """
    effort = current.strategy.effort
    measuring = {
        "strategy_version": current.name,
        "timezone": current.strategy.timezone,
        "currency": effort.currency or warehouse.one(_sql("currency")),
        "hourly_cost": effort.hourly_cost,
    }
    types = {"currency": pl.String, "hourly_cost": pl.Float64}
    warehouse.create_temporary("measuring", pl.DataFrame([measuring], schema_overrides=types))
    minutes = pl.DataFrame(
        {"type": list(effort.minutes), "minutes": list(effort.minutes.values())},
        schema={"type": pl.String, "minutes": pl.Float64},
    )
    warehouse.create_temporary("effort_minutes", minutes)


def _lay_out_account_days(warehouse: Warehouse, metrics: Sequence[str]) -> None:
    """Of each metric of a day the latest that an export tells; no money of another currency."""
    warehouse.run(_sql("told_days"))
    warehouse.run(
        f"""
        create or replace temporary table measured_account as
        select platform, account, date as day{_latest(metrics, "(observed_at, export_id, format)")}
        from told_days
        group by platform, account, date
        """  # noqa: S608
    )


def _latest(metrics: Sequence[str], stamp: str) -> str:
    return "".join(f", arg_max({quoted(name)}, {stamp}) as {quoted(name)}" for name in metrics)


def _sql(name: str) -> str:
    return (files("sql") / "measures" / f"{name}.sql").read_text(encoding="utf-8")
