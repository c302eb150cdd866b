"""YouTube Studio's table by content: one row per video, with its figures of the chosen period."""

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.metrics import BY_NAME
from rhumbline.opening import Sheet
from rhumbline.readers.youtube.studio import (
    YouTubeTable,
    header_names,
    is_totals_cell,
    sample_cells,
)
from rhumbline.readers.youtube.words import DATE, METRICS, VIDEO
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.dates import parse_moments
from rhumbline.reading.provenance import Provenance

PACIFIC: Final = "America/Los_Angeles"  # YouTube's days, by its own convention
COLUMNS: Final = map_headers(METRICS | VIDEO)
_ENGLISH: Final = ["content", "video title", "video publish time"]
_DATES: Final = frozenset(map_headers(DATE))
_ID: Final = "^[A-Za-z0-9_-]{11}$"
# English in every language; else as a spreadsheet spells it.
_PUBLISHED: Final = re.compile(
    r"[A-Z][a-z]{2} \d{1,2}, \d{4}|\d{1,2}[- .]{1,2}[^\W\d_]{3,4}[- .]{1,2}\d{2,4}"
    r"|\d{4}-\d\d-\d\d(?: 00:00(?::00)?)?|\d{1,2}([/.-])\d{1,2}\1\d{2,4}"
)


@dataclass(frozen=True, kw_only=True)
class YouTubeContent(YouTubeTable):
    """Reads the table by content; one in a language not known yet is known by its ids and dates."""

    def name_headers(self, sheet: Sheet) -> list[str] | None:
        """The header; its first three names in English where only the cells tell what they are."""
        names = header_names(sheet)
        if names[0] in _DATES:
            return None
        if self.needs <= {self.fields.get(name) for name in names}:
            return names
        is_of_videos = len(names) >= len(_ENGLISH) and looks_like_videos(sheet)
        return _ENGLISH + names[len(_ENGLISH) :] if is_of_videos else None


def looks_like_videos(sheet: Sheet, place: int = 0) -> bool:
    """Whether, from `place` on, the cells are ids of videos, their titles and days of publication."""
    ids, dates = sample_cells(sheet, place), sample_cells(sheet, place + 2)
    true_ids = [cell for cell in ids if re.match(_ID, cell)]
    return (
        bool(dates)
        and len(true_ids) >= max(1, len(ids) - 2)  # totals and the last sentence, unknown words
        and all(_PUBLISHED.fullmatch(cell) for cell in dates)
    )


def _structural(rows: pl.DataFrame) -> pl.Expr:
    """Whether a row is the totals or the sentence at the end, which have no title, day or id."""
    cell = pl.col("native_id")
    bare = pl.col("text").is_null() & pl.col("day").is_null()
    return is_totals_cell(cell) | (bare & ~cell.str.contains(_ID) & ~cell.str.starts_with("#"))


def _shape_video(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A video under its id, without the space or apostrophe before `-abc` that stops a spreadsheet."""
    cells = rows["native_id"].str.strip_chars_start("' ")
    ids = cells.set(~cells.str.contains(_ID), None)
    when = parse_moments(rows["day"], PACIFIC)
    no_id = pl.format(
        "The video id is '{}', not eleven characters: a spreadsheet computed it.",
        cells.fill_null("").str.slice(0, 40),
    )
    return rows.select(
        "line",
        "text",
        *(c for c in rows.columns if c in BY_NAME),
        ids.alias("native_id"),
        *when.drop("why"),
        pl.lit("video").alias("type"),
        pl.format("https://www.youtube.com/watch?v={}", ids).alias("permalink"),
        pl.coalesce(
            pl.when(pl.lit(ids.is_null())).then(no_id),
            pl.when(pl.col("day").is_not_null()).then(pl.lit(when["why"])),
        ).alias("why"),
    )


CONTENT: Final = YouTubeContent(
    format="youtube_content",
    kind=Kind.POSTS,
    row_cap=500,
    fields=COLUMNS,
    needs=frozenset({"native_id", "text", "day"}),
    scale={"watch_seconds": 3600},
    structural=_structural,
    shape=_shape_video,
)
