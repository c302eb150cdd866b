"""X Premium's account overview and video overview: one row per day of the account."""

from collections.abc import Iterator
from itertools import dropwhile, islice
from typing import Final

import polars as pl

from rhumbline.opening import Document, Sheet
from rhumbline.readers.x.activity import XDays
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.daily_series import DailySeries
from rhumbline.reading.provenance import Provenance

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

PLACES: Final = (
    "date", "impressions", "likes", "engagements", "bookmarks", "shares", "new follows", "unfollows",
    "replies", "reposts", "profile visits", "create post", "video views", "media views",
)  # fmt: skip
_DAY: Final = r"[A-Z][a-z]{2}, [A-Z][a-z]{2} \d{1,2}, \d{4}"  # English in every language

OVERVIEW: Final = XDays(
    format="x_overview",
    platform="x",
    columns_=map_headers(FIELDS),
    needs=frozenset({"day", "impressions", "engagements", "saves", "unfollows"}),
    ignored=frozenset(map_headers(IGNORED)),
    places=PLACES,
    sample=(_DAY, *[r"\d+"] * (len(PLACES) - 2)),
)

_PLACES: Final = ("date", "views", "watch time (ms)", "completion rate", "average watch time (ms)",
                  "estimated revenue")  # fmt: skip


class XVideoOverview(DailySeries):
    """Reads a file of two tables: days of the account, then videos as media, which are not posts."""

    def table(self, document: Document) -> tuple[Sheet, int] | None:
        """The sheet and the row of the daily header: in any language two of its names end in (ms)."""
        for at, row in enumerate(document.sheet.head[:3] if document.sheets else []):
            named = [normalise_header(cell) for cell in row if cell.strip()]
            timed = [i for i, name in enumerate(named) if name.endswith("(ms)")]
            if timed == [2, 4] and len(named) <= len(_PLACES):
                return document.sheet, at
        return None

    def columns(self, document: Document) -> list[Column]:
        """The daily table's columns, and those of the videos, which are left aside."""
        sheet, at = self.table(document) or (document.sheet, 0)
        days = [cell for cell in sheet.head[at] if cell.strip()]
        media = next(iter(_media(sheet, at)), (0, []))[1]
        return [
            Column(said, self._column(name, "").fate, self._column(name, "").name)
            for said, name in zip(days, _PLACES, strict=False)
        ] + [Column(said, Fate.IGNORED) for said in media if said.strip()]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The days, and the number of videos: several posts may show one, so it is no post."""
        sheet, at = self.table(document) or (document.sheet, 0)
        end = _first_blank(sheet, at)
        days = list(_PLACES[: sum(bool(cell.strip()) for cell in sheet.head[at])])
        for batch in sheet.batches(at, len(days)):
            yield self.part(batch.filter(pl.col("_line") < end), days, sheet.name, provenance)
        yield Batch.of(Kind.DAILY, pl.DataFrame(), seen=len(_media(sheet, at)[1:]))


def _first_blank(sheet: Sheet, at: int) -> int:
    """The line of the blank row under the days; past every line where there is none."""
    below = list(islice(sheet.rows(), at + 1, None))
    days = list(dropwhile(lambda row: not row[1], below))
    return next((line for line, cells in days if not cells), 2**62)


def _media(sheet: Sheet, at: int) -> list[tuple[int, list[str]]]:
    """The header and rows of the second table, after the blank row and its title."""
    end = _first_blank(sheet, at)
    return [(line, cells) for line, cells in sheet.rows() if line > end and cells][1:]


VIDEO: Final = XVideoOverview(
    format="x_video_overview",
    platform="x",
    columns_={"date": "day", "views": "video_views", "watch time (ms)": "watch_seconds"},
    needs=frozenset({"day", "video_views", "watch_seconds"}),
    ignored=frozenset(_PLACES),
    scale={"watch_seconds": 0.001},
)
