"""YouTube Studio's days: the channel's are kept, those of single videos or countries only counted."""

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Sheet
from rhumbline.readers.youtube.breakdowns import find_facet
from rhumbline.readers.youtube.content import looks_like_videos
from rhumbline.readers.youtube.studio import (
    YouTubeTable,
    has_own_name,
    header_names,
    is_totals_cell,
    is_trailer,
    sample_cells,
)
from rhumbline.readers.youtube.words import DATE, FACETS, IGNORED, METRICS, OTHERS, VIDEO
from rhumbline.reading.batch import Batch, Fate
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
        names = header_names(sheet)
        if names[0] not in _DATES or not has_own_name(names[1:]):
            return None
        are_known = all(c.fate is not Fate.UNMAPPED for c in self.describe_columns(names, sheet))
        is_dated = all(any(map(str.isdigit, cell)) for cell in sample_cells(sheet, 0)[:1])
        return names if are_known and is_dated else None

    def read_batch(self, cells: pl.DataFrame, header: Header, provenance: Provenance) -> Batch:
        """One batch of days, without those that have no figure of ours."""
        return drop_empty_days(super().read_batch(cells, header, provenance))


@dataclass(frozen=True, kw_only=True)
class YouTubeChart(YouTubeTable):
    """Reads Chart data.csv: the series on the screen, some videos or countries, never all of them."""

    basis: Basis = Basis.DAY

    def name_headers(self, sheet: Sheet) -> list[str] | None:
        """The header: a date, then what the series are."""
        names = header_names(sheet)
        if len(names) < 3 or names[0] not in _DATES or not has_own_name(names[2:]):
            return None
        is_split = names[1] in _SPLIT_BY or find_facet(sheet, 1) or looks_like_videos(sheet, 1)
        return names if is_split else None

    def read_batch(self, cells: pl.DataFrame, header: Header, provenance: Provenance) -> Batch:
        """The days of one batch; no row is a day of the channel."""
        batch = super().read_batch(cells, header, provenance)
        days = frozenset(batch.rows["date"].drop_nulls())
        return replace(batch, rows=batch.rows.clear(), days=days)


def _shape_days_alone(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    return rows.select("line").hstack(parse_series_days(rows["day"]))


def _structural(rows: pl.DataFrame) -> pl.Expr:
    return is_totals_cell(pl.col("day")) | is_trailer(pl.col("day"))


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
    shape=_shape_days_alone,
)
