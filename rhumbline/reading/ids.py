"""Ids for what has none: a hash of what a row says that stays the same wherever and whenever it is read."""

import hashlib
import unicodedata
from typing import Final

import polars as pl


def hashed(parts: pl.DataFrame) -> pl.Series:
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


def numbered(ids: pl.Series, rank: pl.Series) -> pl.Series:
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


X_EPOCH_MS: Final = 1_288_834_974_657


LINKEDIN_FIRST_TIMED: Final = 4_000_000_000_000_000_000  # shorter ids counted the shares


INSTAGRAM_EPOCH_MS: Final = 1_314_220_021_721


def moment_of_x_id(native_id: pl.Expr) -> pl.Expr:
    """The UTC moment in an X post id: `(id >> 22) + 1288834974657` ms; null before the ids had it."""
    number = native_id.cast(pl.Int64, strict=False)
    ms = number // (1 << 22) + X_EPOCH_MS
    return pl.when(number > 30_000_000_000).then(_from_ms(ms))


def moment_of_linkedin_id(native_id: pl.Expr) -> pl.Expr:
    """The UTC moment in a LinkedIn activity, share or ugcPost id: `id >> 22` ms; null before 2011."""
    number = native_id.cast(pl.Int64, strict=False)
    return _from_ms(pl.when(number > LINKEDIN_FIRST_TIMED).then(number // (1 << 22)))


def moment_of_tiktok_id(native_id: pl.Expr) -> pl.Expr:
    """The UTC moment in a TikTok video id: `id >> 32` seconds."""
    return _from_ms(native_id.cast(pl.Int64, strict=False) // (1 << 32) * 1000)


def _from_ms(ms: pl.Expr) -> pl.Expr:
    return pl.from_epoch(ms, time_unit="ms").dt.cast_time_unit("us").dt.replace_time_zone("UTC")
