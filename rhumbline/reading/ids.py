"""Ids for what has none: a hash of what a row says that stays the same wherever and whenever it is read."""

import hashlib
import unicodedata

import polars as pl

from models.platforms import IdClock


def hash_rows(parts: pl.DataFrame) -> pl.Series:
    """16 hex digits per row over its cells as text, whatever their case, spacing and composition.

    The columns' order counts, their names do not; a missing cell is the same as an empty one.
    """
    text = parts.select(pl.all().cast(pl.String).fill_null(""))
    joined = text.select(pl.concat_str(pl.all(), separator="\x1f")).to_series()
    # hashlib and not polars: its hash may change with any release, these ids never do.
    return pl.Series("native_id", [_digest(row) for row in joined], dtype=pl.String)


def _digest(row: str) -> str:
    plain = unicodedata.normalize("NFKC", row).casefold()
    cells = (" ".join(cell.split()) for cell in plain.split("\x1f"))
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:16]


def number_repeats(ids: pl.Series, rank: pl.Series) -> pl.Series:
    """Equal ids told apart as id, id-2, id-3 …, in the order of `rank`, whatever the rows' order."""
    return (
        pl.DataFrame({"id": ids, "rank": rank})
        .with_columns(place=pl.col("rank").rank("ordinal").over("id"))
        .select(
            pl.when(pl.col("place") > 1)
            .then(pl.format("{}-{}", "id", "place"))
            .otherwise("id")
            .alias("native_id")
        )
        .to_series()
    )


def moment_of_id(native_id: pl.Expr, clock: IdClock) -> pl.Expr:
    """The UTC moment that ids hold, by their platform's clock; null for ids that hold none."""
    number = native_id.cast(pl.Int64, strict=False)
    ms = number // (1 << clock.bits) * clock.unit_ms + clock.epoch_ms
    moment = pl.from_epoch(ms, time_unit="ms").dt.cast_time_unit("us").dt.replace_time_zone("UTC")
    return pl.when(number > clock.untimed).then(moment)
