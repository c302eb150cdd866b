"""Mailings: what newsletter tools report of one, as an activity known by its id or by when and what."""

import polars as pl

from models.metrics import BY_NAME
from rhumbline.reading.date_order import detect_american_order
from rhumbline.reading.dates import parse_moments
from rhumbline.reading.ids import hash_rows


def shape_mailings(
    rows: pl.DataFrame, zone: str, identity: pl.Series | None = None
) -> pl.DataFrame:
    """Rows with `sent`, `text` and metrics as mailings; without an own id, by when and what."""
    when = parse_moments(rows["sent"], zone, fallback=detect_american_order(rows["sent"])).rename(
        {"why": "no_date"}
    )
    local = pl.col("published_at").dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d %H:%M")
    ids = hash_rows(when.select(local, rows["text"])) if identity is None else identity
    return pl.concat([rows, when], how="horizontal").select(
        *(c for c in rows.columns if c in BY_NAME or c in ("line", "text")),
        *when.columns[:3],
        ids.alias("native_id"),
        pl.lit("mailing").alias("type"),
        pl.coalesce(
            "no_date",
            pl.when(ids.is_null()).then(pl.lit("The campaign's id was damaged by a spreadsheet.")),
            pl.when(pl.col("text").is_null()).then(pl.lit("The mailing has neither name nor subject.")),
        ).alias("why"),
    )  # fmt: skip


def join_distinct(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Two texts on two lines, one where they agree or one is missing."""
    return (
        pl.when(first.is_null() | (first == second))
        .then(second)
        .when(second.is_null())
        .then(first)
        .otherwise(pl.concat_str(first, second, separator="\n"))
    )
