"""LinkedIn's data archive: Shares.csv, what a person shared; it holds no figures."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from rhumbline.readers.linkedin.words import post_id, published
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.date_order import detect_american_order
from rhumbline.reading.dates import parse_moments
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Header, Table, optional_column

# Words apart in 2018, run together since.
COLUMNS: Final = map_headers(
    {
        "day": "Date",
        "permalink": "Share Link|ShareLink",
        "text": "Share Commentary|ShareCommentary",
        "target": "Shared URL|SharedURL",
        "title": "Share Title|ShareTitle",
        "description": "Share Description|ShareDescription",
    }
)
IGNORED: Final = frozenset({"media url", "mediaurl", "type", "visibility"})
_WRAPPED: Final = r'"\r?\n"'  # how a line break is written inside the commentary


def _shape_share(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A share: its commentary and, under it, the address that was shared."""
    when = parse_moments(rows["day"], "UTC", fallback=detect_american_order(rows["day"])).rename(
        {"why": "no_date"}
    )
    named = pl.concat([rows, when], how="horizontal").with_columns(
        *(optional_column(rows, c) for c in ("target", "title", "description")),
        native_id=post_id(pl.col("permalink")),
        text=_unwrap(rows["text"]),
    )
    in_id = [e.alias(f"id_{e.meta.output_name()}") for e in published(pl.col("native_id"))]
    times = ("published_at", "published_zone", "published_precision")
    return named.with_columns(in_id).select(
        "line",
        "native_id",
        "permalink",
        *(pl.coalesce(name, f"id_{name}").alias(name) for name in times),
        _text(),
        pl.lit("post").alias("type"),
        pl.when(pl.col("native_id").is_null())
        .then(pl.lit("The row has no link that holds a post's id."))
        .alias("why"),
    )


def _unwrap(commentaries: pl.Series) -> pl.Series:
    """Commentaries with plain line breaks; in older archives they are plain already."""
    breaks = commentaries.str.count_matches(r"\n").sum()
    is_wrapped = breaks and breaks == commentaries.str.count_matches(_WRAPPED).sum()
    return commentaries.str.replace_all(_WRAPPED, "\n") if is_wrapped else commentaries


def _text() -> pl.Expr:
    """The commentary, else the title of what was shared; and its address where the text lacks it."""
    words = pl.coalesce("text", "title", "description")
    target = pl.col("target")
    is_new = ~words.str.contains(target, literal=True).fill_null(value=False)
    return pl.concat_str(words, pl.when(is_new).then(target), separator="\n", ignore_nulls=True).replace(
        "", None
    ).alias("text")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LinkedInShares(Table):
    """Reads shares; one with several pictures has a row for each, and is one share."""

    def read_batch(self, cells: pl.DataFrame, header: Header, provenance: Provenance) -> Batch:
        """One batch, the first row of each share kept."""
        kept, refused = self.shape_rows(cells, header, provenance)
        once = kept.unique("native_id", keep="first", maintain_order=True)
        return Batch.of(Kind.POSTS, once, refused, kept.height + refused.height)


READERS: Final = (
    LinkedInShares(
        format="linkedin_archive_shares",
        platform="linkedin",
        kind=Kind.POSTS,
        fields=COLUMNS,
        needs=frozenset({"day", "permalink", "text"}),
        ignored=IGNORED,
        shape=_shape_share,
    ),
)
