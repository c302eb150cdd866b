"""X Premium's account overview and video overview: one row per day of the account."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import dropwhile, islice
from typing import Final

import polars as pl

from rhumbline.opening import Document
from rhumbline.readers.x.table import XDays
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.daily_series import DailySeries
from rhumbline.reading.positioned_table import looks_like
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Header

FIELDS: Final = {
    "day": "Date|Data",
    "impressions": "Impressions|Impressões",
    "reactions": "Likes|Curtidas",
    "engagements": "Engagements|Engajamentos",
    "saves": "Bookmarks|Itens salvos",
    "follows": "New follows|Novos seguidores",
    "unfollows": "Unfollows|Deixar de seguir",
    "comments": "Replies|Respostas",
    "shares": "Reposts",
    "profile_visits": "Profile visits|Visitas ao perfil",
    "posts_published": "Create Post|Criar post",
    "video_views": "Video views|Visualizações de vídeo",
}
IGNORED: Final = {
    "menu": "Shares|Compartilhamentos",  # as in the content export
    "media": "Media views|Visualizações de mídia",
}
ORDER: Final = (
    *("day", "impressions", "reactions", "engagements", "saves", "", "follows", "unfollows"),
    *("comments", "shares", "profile_visits", "posts_published", "video_views", ""),
)
_DAY: Final = r"[A-Z][a-z]{2}, [A-Z][a-z]{2} \d{1,2}, \d{4}"  # English in every language

OVERVIEW: Final = XDays(
    format="x_overview",
    platform="x",
    is_organic=True,
    fields=map_headers(FIELDS, underscored=True),
    needs=frozenset({"day", "impressions", "engagements", "saves", "unfollows"}),
    ignored=frozenset(map_headers(IGNORED, underscored=True)),
    order_for=lambda width: ORDER if width == len(ORDER) else (),
    is_row=looks_like(_DAY, *[r"\d+"] * (len(ORDER) - 2)),
)

_VIDEO_HEADERS: Final = ("date", "views", "watch time (ms)", "completion rate",
                         "average watch time (ms)", "estimated revenue")  # fmt: skip


class XVideoOverview(DailySeries):
    """Reads a file of two tables: days of the account, then videos as media, which are not posts."""

    def find_header(self, document: Document) -> Header | None:
        """The header of the days: in every language its third and fifth name end in (ms)."""
        sheet = document.sheet if document.sheets else None
        for at, row in enumerate(sheet.head[:3] if sheet else []):
            headers = [cell for cell in row if cell.strip()]
            in_ms = [i for i, cell in enumerate(headers) if normalise_header(cell).endswith("(ms)")]
            if sheet and in_ms == [2, 4] and len(headers) <= len(_VIDEO_HEADERS):
                english = self.describe_columns(_VIDEO_HEADERS[: len(headers)], sheet)
                pairs = zip(english, headers, strict=True)
                return Header(sheet, at, tuple(replace(c, header=cell) for c, cell in pairs))
        return None

    def columns(self, document: Document) -> list[Column]:
        """The columns of the days, and those of the videos, which are left aside."""
        header = self.header_of(document)
        videos = next(iter(_video_rows(header)), (0, []))[1]
        return [*header.columns, *(Column(cell, Fate.IGNORED) for cell in videos if cell.strip())]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The days, and how many videos there are: a post is not told by the video it shows."""
        header = self.header_of(document)
        end = _end_of_days(header)
        for cells in header.sheet.batches(header.at, len(header.columns)):
            yield self.read_batch(cells.filter(pl.col("_line") < end), header, provenance)
        yield Batch.of(Kind.DAILY, pl.DataFrame(), seen=len(_video_rows(header)[1:]))


def _end_of_days(header: Header) -> int:
    """The line of the blank row under the days; past every line where there is none."""
    below = islice(header.sheet.rows(), header.at + 1, None)
    from_first_day = dropwhile(lambda row: not row[1], below)
    return next((line for line, cells in from_first_day if not cells), 2**62)


def _video_rows(header: Header) -> list[tuple[int, list[str]]]:
    """The header and rows of the second table, after the blank row and its title."""
    end = _end_of_days(header)
    return [(line, cells) for line, cells in header.sheet.rows() if line > end and cells][1:]


VIDEO: Final = XVideoOverview(
    format="x_video_overview",
    platform="x",
    is_organic=True,
    fields={"date": "day", "views": "video_views", "watch time (ms)": "watch_seconds"},
    needs=frozenset({"day", "video_views", "watch_seconds"}),
    ignored=frozenset(_VIDEO_HEADERS),
    scale={"watch_seconds": 0.001},
)
