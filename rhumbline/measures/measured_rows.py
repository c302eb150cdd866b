"""The rows that measures are computed from, laid out in temporary tables for one night."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Final

import polars as pl

from rhumbline.alignment.rules import InForce
from rhumbline.measures.counted_rows import counted_outcomes, counted_traffic, store_claims
from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.figures import MeasureFigure, columns_of, metrics_of
from rhumbline.warehouse.connection import Warehouse, quoted


def lay_out_rows(
    warehouse: Warehouse,
    versions: Sequence[InForce],
    current: InForce,
    figures: Sequence[MeasureFigure],
) -> None:
    """Make the temporary tables measured_activities, _account, _outcomes and _traffic; fill core.claims.

    The caller holds the transaction.
    """
    _note_strategy(warehouse, current)
    _lay_out_activities(warehouse, figures)
    _lay_out_account_days(warehouse, metrics_of(figures, FigureSource.ACCOUNT))
    outcomes = counted_outcomes(warehouse, versions, current.strategy, figures)
    traffic = counted_traffic(warehouse, versions, figures)
    warehouse.create_temporary("measured_outcomes", outcomes)
    warehouse.create_temporary("measured_traffic", traffic)
    store_claims(warehouse, outcomes, traffic)


def _note_strategy(warehouse: Warehouse, current: InForce) -> None:
    """What the queries ask of the strategy: `measuring`, one row, and the minutes of each type."""
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


_OF_EFFORT: Final = ("comments", "shares", "saves", "spend")


def _lay_out_activities(warehouse: Warehouse, figures: Sequence[MeasureFigure]) -> None:
    """Of each metric the latest that an export tells, lifetime before window."""
    metrics = metrics_of(figures, FigureSource.ACTIVITIES)
    asked = dict.fromkeys((*metrics, *_OF_EFFORT))
    warehouse.run(_sql("placed_exports"))
    warehouse.run(
        f"""
        create or replace temporary table latest_figures as
        select
            activity_key,
            min(observed_on) as first_observed_on,
            max(observed_on) as observed_on
            {_latest(tuple(asked), "place")}
        from (
            select
                observations.*,
                placed_exports.observed_on,
                placed_exports.place + if(observations.basis = 'lifetime', 1000000000, 0) as place
            from core.observations
            inner join placed_exports using (export_key)
        )
        group by activity_key
        """  # noqa: S608 - metrics of the registry
    )
    warehouse.run(_sql("days"))
    # Only what is asked for: to copy the texts of a million activities takes as long as all the rest.
    columns = ", ".join(map(quoted, columns_of(figures)))
    warehouse.run(
        f"""
        create or replace temporary table measured_activities as
        select {columns} from ({_sql("activities")})
        """  # noqa: S608 - names of ours
    )


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


def store_effort(warehouse: Warehouse) -> None:
    """Fill core.effort_weeks: what was put in, per week, platform, account, alignment and measure.

    Call it after `lay_out_rows`.
    """
    warehouse.run("delete from core.effort_weeks")
    warehouse.run(_sql("effort_weeks"))


def _sql(name: str) -> str:
    return (files("sql") / "measures" / f"{name}.sql").read_text(encoding="utf-8")
