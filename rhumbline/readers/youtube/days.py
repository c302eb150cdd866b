"""YouTube Studio's days: of the channel, which are kept, and of single videos or countries, only counted."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Sheet
from rhumbline.readers.youtube.breakdowns import facet
from rhumbline.readers.youtube.content import looks_like_videos
from rhumbline.readers.youtube.studio import (
    YouTubeTable,
    ends_table,
    heads_totals,
    names,
    samples,
    tells,
)
from rhumbline.readers.youtube.words import DATE, FACETS, IGNORED, METRICS, OTHERS, VIDEO
from rhumbline.reading.batch import Batch, Fate, Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.daily_series import drop_empty_days, parse_series_days, shape_days
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Header

_DATES: Final = frozenset(map_headers(DATE))
_SPLIT_BY: Final = frozenset(map_headers(VIDEO | FACETS | OTHERS))


@dataclass(frozen=True, kw_only=True)
class YouTubeDays(YouTubeTable):
    """Reads Totals.csv and the table by date: figures of the whole channel."""

    basis: Basis = Basis.DAY

    def name_headers(self, sheet: Sheet) -> list[str] | None:
        """The header: a date, then nothing but what YouTube counts."""
        found = names(sheet)
        known = all(c.fate is not Fate.UNMAPPED for c in self.describe_columns(found, sheet))
        dated = all(any(map(str.isdigit, cell)) for cell in samples(sheet, 0)[:1])
        return found if found[0] in _DATES and known and dated and tells(found[1:]) else None

    def read_batch(self, cells: pl.DataFrame, header: Header, provenance: Provenance) -> Batch:
        """One batch as a part, without days of which nothing that we keep is told."""
        return drop_empty_days(super().read_batch(cells, header, provenance))


@dataclass(frozen=True, kw_only=True)
class YouTubeChart(YouTubeTable):
    """Reads Chart data.csv: the series on the screen, some videos or countries, never all of them."""

    basis: Basis = Basis.DAY

    def name_headers(self, sheet: Sheet) -> list[str] | None:
        """The header: a date, then what the series are."""
        found = names(sheet)
        if len(found) < 3 or found[0] not in _DATES or not tells(found[2:]):
            return None
        split = found[1] in _SPLIT_BY or facet(sheet, 1) or looks_like_videos(sheet, 1)
        return found if split else None

    def read_batch(self, cells: pl.DataFrame, header: Header, provenance: Provenance) -> Batch:
        """The days of one batch; no row is a day of the channel."""
        part = super().read_batch(cells, header, provenance)
        days = part.rows["date"].drop_nulls().unique()
        return Batch.of(Kind.DAILY, part.rows.clear(), part.rejected, part.seen, days)


def _dated(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    return rows.select("line").hstack(parse_series_days(rows["day"]))


def _structural(rows: pl.DataFrame) -> pl.Expr:
    return heads_totals(pl.col("day")) | ends_table(pl.col("day"))


DAYS: Final = YouTubeDays(
    format="youtube_days",
    fields=map_headers(METRICS | DATE),
    needs=frozenset({"day"}),
    scale={"watch_seconds": 3600},
    structural=_structural,
    shape=shape_days,
)
CHART: Final = YouTubeChart(
    format="youtube_chart",
    fields=map_headers(DATE),
    needs=frozenset({"day"}),
    ignored=IGNORED | frozenset(map_headers(METRICS)) | _SPLIT_BY,
    shape=_dated,
)
