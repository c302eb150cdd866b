"""What every export of X says of a post: the id, its address and the moment that the id holds."""

from typing import Final

import polars as pl

from rhumbline.reading.ids import moment_of_id
from rhumbline.reading.networks import ID_CLOCKS
from rhumbline.reading.rounded_ids import recover_ids

LOST: Final = "The post id was rounded by a spreadsheet and the link does not hold it."
_LINKED: Final = r"/status(?:es)?/(\d+)"
_AUTHOR: Final = r"(?i)(?:x|twitter)\.com/(\w+)/status"


def recover_post_ids(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the id from the permalink, which no spreadsheet rounds, or else as the cell has it."""
    linked = rows["permalink"].str.extract(_LINKED)
    if linked.null_count():
        linked = linked.zip_with(linked.is_not_null(), recover_ids(rows["native_id"], linked))
    return rows.with_columns(linked.alias("native_id"))


def post_columns() -> list[pl.Expr]:
    """Type, account, words and moment of publication of identified rows, and `why` not."""
    text = pl.col("text")
    for entity, mark in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.str.replace_all(entity, mark, literal=True)
    reply = pl.col("text").str.starts_with("@")
    return [
        pl.col("native_id"),
        pl.col("permalink"),
        text,
        pl.when(reply).then(pl.lit("reply")).otherwise(pl.lit("post")).alias("type"),
        pl.col("permalink").str.extract(_AUTHOR).alias("account"),
        moment_of_id(pl.col("native_id"), ID_CLOCKS["x"]).alias("published_at"),
        pl.lit("UTC").alias("published_zone"),
        pl.lit("second").alias("published_precision"),
        pl.when(pl.col("native_id").is_null()).then(pl.lit(LOST)).alias("why"),
    ]
