"""What the content exports of Facebook and Instagram share: Meta Business Suite writes both."""

import re
from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from models.metrics import BY_NAME
from rhumbline.reading.date_order import settle_date_order
from rhumbline.reading.dates import Order, parse_moments, parse_times
from rhumbline.reading.positioned_table import looks_like
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.rounded_ids import recover_ids
from rhumbline.reading.table import optional_column

PACIFIC: Final = "America/Los_Angeles"  # whatever the country of the account: its ids prove it
FILE_NAME: Final = re.compile(
    r"^(?P<from>[A-Z][a-z]{2}-\d\d-\d{4})_(?P<until>[A-Z][a-z]{2}-\d\d-\d{4})_\d+"
)
_PASSED_ON: Final = ("line", "account", "permalink", "text", "labels")
_ID: Final = r"\d{8,20}(?:[.,]0+)?|\d[.,]?\d*[Ee]\+?\d+"
_TIME: Final = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}:\d\d(?::\d\d)?(?: [AaPp][Mm])?"
_STORY: Final = r"(?i)stor(?:y|ies)|historia"
_ONE_DAY: Final = (
    "The row is one day of a post: export it again with 'Lifetime' instead of 'Daily'."
)


def looks_like_post(order: Sequence[str], host: str) -> Callable[[Sequence[str]], bool]:
    """A test whether the id, the time and the address of a post stand where `order` has them."""
    patterns = {
        "native_id": _ID,
        "published": _TIME,
        "permalink": rf"https?://(?:www\.|m\.)?{re.escape(host)}/\S+",
    }
    last = order.index("permalink")
    return looks_like(*(patterns.get(field) for field in order[: last + 1]))


def shape_posts(
    rows: pl.DataFrame, provenance: Provenance, ids: pl.Series, types: pl.Series, lost: str
) -> pl.DataFrame:
    """Posts with these ids and types, their Pacific time of publication in UTC, and `why` not.

    `lost` is the reason of a row without an id.
    """
    published, order = settle_date_order(rows["published"], provenance.window)
    when = parse_moments(published, PACIFIC, fallback=order)
    comment = optional_column(rows, "comment")
    # The column says "Lifetime", or the day that a row is restricted to.
    day = parse_times(optional_column(rows, "day"), fallback=Order.MONTH_FIRST)["local"]
    return rows.select(
        *(c for c in rows.columns if c in BY_NAME or c in _PASSED_ON),
        ids.alias("native_id"),
        types.alias("type"),
        *when.drop("why"),
        pl.coalesce(
            pl.when(pl.lit(rows["native_id"].is_null() & comment.is_not_null())).then(
                pl.format("Meta left the post out: {}", comment)
            ),
            pl.when(pl.lit(ids.is_null())).then(pl.lit(lost)),
            pl.when(pl.lit(day.is_not_null())).then(pl.lit(_ONE_DAY)),
            pl.lit(when["why"]),
        ).alias("why"),
    )


def recover_unlinked_ids(cells: pl.Series) -> pl.Series:
    """Ids whose posts' addresses do not hold them: a rounded one is null."""
    return recover_ids(cells, pl.repeat(None, cells.len(), dtype=pl.String, eager=True))


def classify_posts(rows: pl.DataFrame, video_link: str, video_word: str) -> pl.Series:
    """Each post's type: by its address, in any language, or else by Meta's word for it."""
    link, word = rows["permalink"], optional_column(rows, "post_type")
    is_story = link.str.contains("/stories/") | word.str.contains(_STORY)
    is_video = link.str.contains(video_link) | word.str.contains(video_word)
    return pl.select(
        pl.when(is_story)
        .then(pl.lit("story"))
        .when(is_video)
        .then(pl.lit("video"))
        .otherwise(pl.lit("post"))
        .alias("type")
    ).to_series()
