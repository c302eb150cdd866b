"""Rows of outcomes and web traffic: for which measure each counts, and why the others do not."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Final

import polars as pl

from models.strategy import Strategy
from rhumbline.alignment.rules import InForce
from rhumbline.measures.claims import claim_rows
from rhumbline.measures.expressions.quantities import FigureSource
from rhumbline.measures.figures import MeasureFigure
from rhumbline.reading.networks import platform_named
from rhumbline.warehouse.connection import Warehouse

_LISTED: Final = (
    "export_id", "line", "day", "measure_id", "tie_id", "evidence", "strategy_version", "reason",
    "is_counted",
)  # fmt: skip


def counted_outcomes(
    warehouse: Warehouse,
    versions: Sequence[InForce],
    strategy: Strategy,
    figures: Sequence[MeasureFigure],
) -> pl.DataFrame:
    """Every outcome with its claim; `is_counted` where its measure asks for it, in its currency."""
    rows = _rows(warehouse, "outcomes").with_columns(network=platform_named(pl.col("source")))
    asked = pl.col("name").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "_")
    claimed = _with_claims(warehouse, rows, versions).with_columns(asked=asked)
    wanted = _asked_outcomes(figures).with_columns(is_asked=pl.lit(value=True))
    outcomes = claimed.join(
        wanted, on=["measure_id", "asked"], how="left", maintain_order="left"
    ).with_columns(
        is_claimed=pl.col("measure_id").is_not_null(),
        is_asked=pl.col("is_asked").fill_null(value=False),
        is_foreign=_is_foreign(strategy.effort.currency).fill_null(value=False),
    )
    foreign = pl.format(
        "{} It is in {}, and {} are counted.",
        "reason",
        pl.col("currency").fill_null("no named currency"),
        pl.lit(strategy.effort.currency or "no currencies"),
    )
    elsewhere = pl.format("{} {} does not count {}.", "reason", "measure_id", "name")
    return outcomes.with_columns(
        is_counted=pl.col("is_claimed") & pl.col("is_asked") & ~pl.col("is_foreign"),
        reason=pl.when(pl.col("is_claimed") & ~pl.col("is_asked"))
        .then(elsewhere)
        .when(pl.col("is_claimed") & pl.col("is_foreign"))
        .then(foreign)
        .otherwise("reason"),
    ).drop("is_claimed", "is_asked", "is_foreign")


def _asked_outcomes(figures: Sequence[MeasureFigure]) -> pl.DataFrame:
    """`measure_id` and `asked`, the name of an outcome that it counts."""
    rows = [
        (figure.measure_id, figure.aggregate.quantity.name)
        for figure in figures
        if figure.source is FigureSource.OUTCOMES
    ]
    schema = {"measure_id": pl.String, "asked": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").unique()


def _is_foreign(own: str | None) -> pl.Expr:
    """Whether an outcome is in another currency than is counted.

    One currency needs no declaration; of several, undeclared, none is counted, since they cannot
    be added up.
    """
    if own is None:
        return pl.col("currency").drop_nulls().n_unique().over("measure_id", "asked") > 1
    return pl.col("currency") != own


def counted_traffic(
    warehouse: Warehouse, versions: Sequence[InForce], figures: Sequence[MeasureFigure]
) -> pl.DataFrame:
    """Every row of web traffic with its claim; of reports that tell the same visits, one counts."""
    traffic = _with_claims(warehouse, _rows(warehouse, "traffic"), versions)
    measures = {each.measure_id for each in figures if each.source is FigureSource.TRAFFIC}
    is_asked = pl.col("measure_id").is_in(measures)
    traffic = traffic.join(
        _fullest_reports(traffic.filter(is_asked)),
        on=["measure_id", "account"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    is_told_fuller = is_asked & (pl.col("report") != pl.col("counted"))
    fuller = pl.format("{} The report {} tells these visits too.", "reason", "counted")
    elsewhere = pl.format("{} {} does not count traffic.", "reason", "measure_id")
    return traffic.with_columns(
        is_counted=(is_asked & ~is_told_fuller.fill_null(value=False)).fill_null(value=False),
        reason=pl.when(is_told_fuller)
        .then(fuller)
        .when(~is_asked)
        .then(elsewhere)
        .otherwise("reason"),
    )


def _fullest_reports(traffic: pl.DataFrame) -> pl.DataFrame:
    """Per measure and account the report that counts most: `measure_id`, `account`, `counted`."""
    visits = ("sessions", "views", "events", "key_events")
    return (
        traffic.group_by("measure_id", "account", "report")
        .agg(pl.col(visits).sum())
        .sort(*visits, "report", descending=True)
        .unique(["measure_id", "account"], keep="first", maintain_order=True)
        .select("measure_id", "account", counted="report")
    )


def store_claims(warehouse: Warehouse, outcomes: pl.DataFrame, traffic: pl.DataFrame) -> None:
    """Replace core.claims; the caller holds the transaction."""
    of_outcomes = outcomes.select(
        pl.lit("outcomes").alias("source"), *_LISTED, "name", "value", "currency"
    )
    of_traffic = traffic.select(
        pl.lit("traffic").alias("source"),
        *_LISTED,
        pl.col("report").alias("name"),
        pl.col("sessions").cast(pl.Float64).alias("value"),
        pl.lit(None, pl.String).alias("currency"),
    )
    warehouse.replace("core.claims", pl.concat([of_outcomes, of_traffic]))


def _rows(warehouse: Warehouse, name: str) -> pl.DataFrame:
    query = (files("sql") / "measures" / f"{name}.sql").read_text(encoding="utf-8")
    return warehouse.frame(query).with_row_index("row")


def _with_claims(
    warehouse: Warehouse, rows: pl.DataFrame, versions: Sequence[InForce]
) -> pl.DataFrame:
    links = warehouse.frame("select short, target from core.links order by line")
    claims = claim_rows(rows, versions, links)
    return rows.join(claims, on="row", how="left", maintain_order="left").drop("row")
