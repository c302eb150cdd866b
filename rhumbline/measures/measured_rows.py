"""The rows that measures are computed from: activities, account days, and what is claimed of the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import polars as pl

from models.metrics import NAMES
from models.strategy import Strategy
from rhumbline.alignment.rules import InForce
from rhumbline.measures.claims import claimed
from rhumbline.measures.expressions.parsing import Aggregate, Node, aggregates
from rhumbline.measures.expressions.quantities import FigureSource, Quantity
from rhumbline.reading.networks import platform_named
from rhumbline.warehouse.connection import Warehouse, quoted

_CLAIM: Final = ("measure_id", "tie_id", "evidence", "strategy_version", "reason")


@dataclass(frozen=True)
class Asked:
    """The figures that the values of a strategy ask for."""

    values: Mapping[str, Node]  # measure → its value

    def fields(self, source: FigureSource) -> tuple[Quantity, ...]:
        """The fields asked of a source, each once."""
        found = (each.quantity for each in self._all() if each.quantity.source is source)
        return tuple(dict.fromkeys(found))

    def names(self, source: FigureSource) -> tuple[str, ...]:
        """The metrics asked of a source, each once."""
        return tuple(f.name for f in self.fields(source) if f.name in NAMES)

    def outcomes(self) -> pl.DataFrame:
        """`measure_id` and `asked`, the name of an outcome that it counts."""
        rows = [
            (measure, each.quantity.name)
            for measure, node in self.values.items()
            for each in aggregates(node)
            if each.quantity.source is FigureSource.OUTCOMES
        ]
        schema = {"measure_id": pl.String, "asked": pl.String}
        return pl.DataFrame(rows, schema=schema, orient="row").unique()

    def of_traffic(self) -> tuple[str, ...]:
        """The measures that count web traffic."""
        return tuple(
            measure
            for measure, node in self.values.items()
            if any(each.quantity.source is FigureSource.TRAFFIC for each in aggregates(node))
        )

    def _all(self) -> Iterable[Aggregate]:
        return (each for node in self.values.values() for each in aggregates(node))


def lay_out(
    warehouse: Warehouse, versions: Sequence[InForce], current: InForce, asked: Asked
) -> None:
    """Make the temporary tables measured_activities, _account, _outcomes and _traffic; fill core.claims."""
    _note_night(warehouse, current)
    _lay_out_activities(warehouse, asked.names(FigureSource.ACTIVITIES))
    _lay_out_account_days(warehouse, asked.names(FigureSource.ACCOUNT))
    outcomes = _claimed_outcomes(warehouse, versions, current.strategy, asked)
    traffic = _claimed_traffic(warehouse, versions, asked)
    _as_tables(warehouse, measured_outcomes=outcomes, measured_traffic=traffic)
    warehouse.replace(
        "core.claims", pl.concat([_listed_outcomes(outcomes), _listed_traffic(traffic)])
    )


_OF_EFFORT: Final = ("comments", "shares", "saves", "spend")
_LISTED: Final = ("export_id", "line", "day", *_CLAIM, "is_counted")


def _listed_outcomes(outcomes: pl.DataFrame) -> pl.DataFrame:
    said = outcomes.with_columns(source=pl.lit("outcomes"))
    return said.select("source", *_LISTED, "name", "value", "currency")


def _listed_traffic(traffic: pl.DataFrame) -> pl.DataFrame:
    said = traffic.with_columns(
        source=pl.lit("traffic"),
        name=pl.col("report"),
        value=pl.col("sessions").cast(pl.Float64),
        currency=pl.lit(None, pl.String),
    )
    return said.select("source", *_LISTED, "name", "value", "currency")


def _lay_out_activities(warehouse: Warehouse, names: Sequence[str]) -> None:
    """Of each figure the latest that an export tells, lifetime before window."""
    asked = dict.fromkeys((*names, *_OF_EFFORT))
    # Exports in their order as one number: comparing moments and names row by row takes five times as long.
    warehouse.run(
        """
        create or replace temporary table placed_exports as
        select
            exports.export_key,
            cast(timezone(measuring.timezone, exports.observed_at) as date) as observed_on,
            row_number() over (order by exports.observed_at, exports.export_id) as place
        from core.exports
        cross join measuring
        """
    )
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
    warehouse.run(_sql("activities"))


def _note_night(warehouse: Warehouse, current: InForce) -> None:
    """What the queries of a night know of the strategy: one row, and the minutes of each type."""
    effort = current.strategy.effort
    night = {
        "strategy_version": current.name,
        "timezone": current.strategy.timezone,
        "currency": effort.currency or warehouse.one(_sql("currency")),
        "hourly_cost": effort.hourly_cost,
    }
    row = pl.DataFrame([night], schema_overrides={"currency": pl.String, "hourly_cost": pl.Float64})
    minutes = pl.DataFrame(
        {"type": list(effort.minutes), "minutes": list(effort.minutes.values())},
        schema={"type": pl.String, "minutes": pl.Float64},
    )
    _as_tables(warehouse, measuring=row, effort_minutes=minutes)


def _as_tables(warehouse: Warehouse, **frames: pl.DataFrame) -> None:
    """The frames as temporary tables: queries push filters into frames that Arrow cannot apply."""
    with warehouse.seeing(**{f"{name}_said": frame for name, frame in frames.items()}):
        for name in frames:
            warehouse.run(f"create or replace temporary table {name} as from {name}_said")


def weigh(warehouse: Warehouse) -> None:
    """Fill core.effort_weeks: what was put in, per week, platform, alignment and measure.

    Call it after `lay_out`.
    """
    warehouse.run("delete from core.effort_weeks")
    warehouse.run(_sql("effort_weeks"))


def _lay_out_account_days(warehouse: Warehouse, names: Sequence[str]) -> None:
    """Of each figure of a day the latest that an export tells; no money of another currency."""
    warehouse.run(_sql("told_days"))
    warehouse.run(
        f"""
        create or replace temporary table measured_account as
        select platform, account, date as day{_latest(names, "(observed_at, export_id, format)")}
        from told_days
        group by platform, account, date
        """  # noqa: S608
    )


def _latest(names: Sequence[str], stamp: str) -> str:
    return "".join(f", arg_max({quoted(name)}, {stamp}) as {quoted(name)}" for name in names)


def _claimed_outcomes(
    warehouse: Warehouse, versions: Sequence[InForce], strategy: Strategy, asked: Asked
) -> pl.DataFrame:
    """Every outcome with its claim; `is_counted` where its measure asks for it, in its currency."""
    rows = warehouse.frame(_sql("outcomes")).with_row_index("row")
    rows = rows.with_columns(network=platform_named(pl.col("source")))
    plain = pl.col("name").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "_")
    told = _with_claims(warehouse, rows, versions).with_columns(asked=plain)
    wanted = asked.outcomes().with_columns(is_asked=pl.lit(value=True))
    told = told.join(wanted, on=["measure_id", "asked"], how="left", maintain_order="left")
    ours = strategy.effort.currency
    is_foreign = pl.col("currency").is_not_null() & (pl.col("currency") != pl.lit(ours, pl.String))
    if ours is None:  # one currency needs no declaration, two cannot be added up
        is_foreign = pl.col("currency").drop_nulls().n_unique().over("measure_id", "asked") > 1
    is_claimed = pl.col("measure_id").is_not_null()
    foreign = pl.format(
        "It is in {}, and {} are counted.", "currency", pl.lit(ours or "no currencies")
    )
    elsewhere = pl.format("{} does not count {}.", "measure_id", "name")
    return told.with_columns(
        is_counted=is_claimed
        & pl.col("is_asked").fill_null(value=False)
        & ~is_foreign.fill_null(value=False),
        reason=pl.when(is_claimed & pl.col("is_asked").is_null())
        .then(pl.concat_str("reason", pl.lit(" "), elsewhere))
        .when(is_claimed & is_foreign)
        .then(pl.concat_str("reason", pl.lit(" "), foreign))
        .otherwise("reason"),
    )


def _claimed_traffic(
    warehouse: Warehouse, versions: Sequence[InForce], asked: Asked
) -> pl.DataFrame:
    """Every row of web traffic with its claim; of reports that tell the same visits, one counts."""
    rows = warehouse.frame(_sql("traffic")).with_row_index("row")
    told = _with_claims(warehouse, rows, versions)
    asks = pl.col("measure_id").is_in(asked.of_traffic())
    fullest = (
        told.filter(asks)
        .group_by("measure_id", "account", "report")
        .agg(pl.col("sessions", "views", "events", "key_events").sum())
        .sort("sessions", "views", "events", "key_events", "report", descending=True)
        .unique(["measure_id", "account"], keep="first", maintain_order=True)
        .select("measure_id", "account", counted="report")
    )
    met = told.join(
        fullest, on=["measure_id", "account"], how="left", nulls_equal=True, maintain_order="left"
    )
    is_told_fuller = asks & (pl.col("report") != pl.col("counted"))
    fuller = pl.format("{} The report {} tells these visits too.", "reason", "counted")
    elsewhere = pl.format("{} {} does not count traffic.", "reason", "measure_id")
    return met.with_columns(
        is_counted=(asks & ~is_told_fuller.fill_null(value=False)).fill_null(value=False),
        reason=pl.when(is_told_fuller).then(fuller).when(~asks).then(elsewhere).otherwise("reason"),
    )


def _with_claims(
    warehouse: Warehouse, rows: pl.DataFrame, versions: Sequence[InForce]
) -> pl.DataFrame:
    links = warehouse.frame("select short, target from core.links order by line")
    said = claimed(rows, versions, links)
    return rows.join(said, on="row", how="left", maintain_order="left").drop("row")


def _sql(name: str) -> str:
    return (files("sql") / "measures" / f"{name}.sql").read_text(encoding="utf-8")
