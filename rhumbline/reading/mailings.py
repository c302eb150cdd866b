"""What newsletter tools report of a mailing: an activity known by its id, or by when and what."""

import polars as pl

from models.metrics import BY_NAME
from rhumbline.reading.date_order import detect_american_order
from rhumbline.reading.dates import parse_moments
from rhumbline.reading.ids import hash_rows


def shape_mailings(rows: pl.DataFrame, zone: str, ids: pl.Series | None = None) -> pl.DataFrame:
    """Rows with `sent`, `text` and metrics as mailings, and `why` not; `sent` is local to `zone`.

    Without `ids`, a mailing's id is a hash of the minute it was sent and its text.
    """
    when = parse_moments(rows["sent"], zone, fallback=detect_american_order(rows["sent"]))
    if ids is None:
        sent = when["published_at"].dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d %H:%M")
        ids = hash_rows(pl.DataFrame([sent, rows["text"]]))
    return rows.select(
        *(c for c in rows.columns if c in BY_NAME or c in ("line", "text")),
        *when.drop("why"),
        ids.alias("native_id"),
        pl.lit("mailing").alias("type"),
        pl.coalesce(
            pl.lit(when["why"]),
            pl.when(pl.lit(ids.is_null())).then(
                pl.lit("The campaign's id was damaged by a spreadsheet.")
            ),
            pl.when(pl.col("text").is_null()).then(
                pl.lit("The mailing has neither name nor subject.")
            ),
        ).alias("why"),
    )


def join_distinct(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Two texts on two lines; one line where they are the same or one is missing."""
    return (
        pl.when(first.is_null() | (first == second))
        .then(second)
        .when(second.is_null())
        .then(first)
        .otherwise(pl.concat_str(first, second, separator="\n"))
    )
