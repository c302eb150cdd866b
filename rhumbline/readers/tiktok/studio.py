"""TikTok Studio: videos with their figures so far, and days of the account."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.readers.tiktok.calendar import days_of, latest, month_day
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.daily_series import DailySeries
from rhumbline.reading.ids import moment_of_id
from rhumbline.reading.networks import ID_CLOCKS
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Table

# Overview_2026-09-25_1790891174_riverside.zip (first day, seconds), Followers_riverside.zip,
# temp_data_1777023477746.csv (milliseconds).
FILE_NAME: Final = re.compile(
    r"^(?:temp_(?:data_)?(?P<exported_ms>\d{13})"
    r"|(?:Overview|Content|Viewers|Followers)"
    r"(?:_(?P<from>\d{4}-\d\d-\d\d)_(?P<until>\d{10}))?_(?P<account>[\w.]+?))\.(?:zip|csv|xlsx)$"
)
VIDEO_IN_LINK: Final = r"/(?:video|photo)/(\d{15,20})"
_DAY: Final = timedelta(days=1)

CONTENT_FIELDS: Final = {
    "exported": "Time",
    "text": "Video title",
    "permalink": "Video link",
    "published": "Post time",
    "reactions": "Total likes",
    "comments": "Total comments",
    "shares": "Total shares",
    "video_views": "Total views",
}
OVERVIEW_FIELDS: Final = {
    "day": "Date",
    "video_views": "Video Views",
    "profile_visits": "Profile Views",
    "reactions": "Likes",
    "comments": "Comments",
    "shares": "Shares",
    "follows": "New followers",
}
# On TikTok who is shown a video plays it: viewers are the people reached.
VIEWERS_FIELDS: Final = {"day": "Date", "reach": "Total Viewers"}
HISTORY_FIELDS: Final = {
    "day": "Date",
    "followers": "Followers",
    "follows": "Difference in followers from previous day",
}


def video(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The id from the link; it holds the moment of publication, of which the file has no year."""
    link = pl.col("permalink")
    return rows.with_columns(link.str.extract(VIDEO_IN_LINK).alias("native_id")).select(
        "line", "native_id", "permalink", "text",
        *(c for c in rows.columns if c in BY_NAME),
        link.str.extract(r"tiktok\.com/@([^/?]+)/").alias("account"),
        pl.when(link.str.contains("/photo/")).then(pl.lit("post")).otherwise(pl.lit("video")).alias("type"),
        moment_of_id(pl.col("native_id"), ID_CLOCKS["tiktok"]).alias("published_at"),
        pl.lit("UTC").alias("published_zone"),
        pl.lit("second").alias("published_precision"),
        pl.when(pl.col("native_id").is_null()).then(pl.lit("The link holds no id of a video.")).alias("why"),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TikTokContent(Table):
    """Reads the list of videos; its `Time` is the day of export."""

    def exported_at(self, document: Document, provenance: Provenance) -> datetime | None:
        """The end of the day of export, unless the name, a sidecar or the file's own time tells more.

        Its year is the last one before the file was written, but not before its newest video.
        """
        rows = document.sheet.head[1:]
        day = month_day(rows[0][0]) if rows and rows[0] else None
        named = self.file_name.search(provenance.name) if self.file_name else None
        if day is None or "observed_at" in provenance.sidecar or (named and named["exported_ms"]):
            return None
        written = provenance.observed_at.date() if provenance.observed_at else date.max - _DAY
        newest = _newest([cell for row in rows for cell in row])
        told = latest(day, written + _DAY)
        if newest and (told is None or told < newest - _DAY):
            told = latest(day, newest + 363 * _DAY)  # the first since the day before
        if told is None or abs(told - written) <= _DAY:
            return None
        return datetime.combine(told, time.max.replace(microsecond=0), UTC)


def _newest(cells: list[str]) -> date | None:
    ids = [int(found[1]) for cell in cells if (found := re.search(VIDEO_IN_LINK, cell))]
    return datetime.fromtimestamp(max(ids) >> 32, UTC).date() if ids else None


def of_days(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The metrics of each row and its day, whose year the file's name or moment of export tells."""
    metrics = rows.select("line", *(c for c in rows.columns if c in BY_NAME))
    return metrics.hstack(account_days(rows["day"], provenance))


def account_days(cells: pl.Series, provenance: Provenance) -> pl.DataFrame:
    """Cells as `date` and `why` not; the account's day may be one ahead of UTC's."""
    since = provenance.period[0] if provenance.period else None
    until = provenance.observed_at.date() + _DAY if provenance.observed_at else None
    return days_of(cells, since=since, until=until)


def _history(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A difference of 0 to a day of which the followers are unknown is none."""
    read = of_days(rows, provenance)
    up = read["date"].drop_nulls().is_sorted()
    known = pl.col("followers").is_not_null()
    before = known.shift(1 if up else -1, fill_value=False)
    return read.with_columns(pl.when(known & before).then("follows").alias("follows"))


CONTENT: Final = TikTokContent(
    format="tiktok_content",
    platform="tiktok",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    columns_=map_headers(CONTENT_FIELDS),
    needs=frozenset({"exported", "text", "permalink", "published", "video_views"}),
    shape=video,
)
OVERVIEW: Final = DailySeries(
    format="tiktok_overview",
    platform="tiktok",
    file_name=FILE_NAME,
    columns_=map_headers(OVERVIEW_FIELDS),
    needs=frozenset({"day", "video_views", "profile_visits", "reactions"}),
    without=frozenset({"reached audience", "net growth", "lost followers"}),
    shape=of_days,
)
VIEWERS: Final = DailySeries(
    format="tiktok_viewers",
    platform="tiktok",
    file_name=FILE_NAME,
    columns_=map_headers(VIEWERS_FIELDS),
    needs=frozenset({"day", "reach"}),
    ignored=frozenset({"new viewers", "returning viewers"}),  # parts of the total
    shape=of_days,
)
HISTORY: Final = DailySeries(
    format="tiktok_follower_history",
    platform="tiktok",
    file_name=FILE_NAME,
    columns_=map_headers(HISTORY_FIELDS),
    needs=frozenset({"day", "followers", "follows"}),
    shape=_history,
)
