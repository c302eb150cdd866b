"""TikTok Studio: videos with their figures so far, and days of the account."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.readers.tiktok.calendar import (
    MonthDay,
    latest_date,
    parse_month_day,
    parse_yearless_days,
)
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


def shape_video(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A video under the id in its link, which also holds the moment; the file's own day has no year."""
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
        """The end of the day of export; None where the name, a sidecar or the file's time tells more.

        The file has the day without its year.
        """
        name = self.file_name.search(provenance.name) if self.file_name else None
        if "observed_at" in provenance.sidecar or (name and name["exported_ms"]):
            return None
        rows = document.sheet.head[1:]
        day = parse_month_day(rows[0][0]) if rows and rows[0] else None
        if day is None:
            return None
        written = provenance.observed_at.date() if provenance.observed_at else date.max - _DAY
        exported = _date_export(day, written, _newest_video(rows))
        if exported is None or abs(exported - written) <= _DAY:
            return None
        return datetime.combine(exported, time.max.replace(microsecond=0), UTC)


def _date_export(day: MonthDay, written: date, newest_video: date | None) -> date | None:
    """The last such day before the file was written.

    A file that was written before its newest video has a wrong time: then it is the first such day
    since that video. A day of slack covers the zones of the world.
    """
    exported = latest_date(day, written + _DAY)
    if newest_video is None or (exported is not None and exported >= newest_video - _DAY):
        return exported
    return latest_date(day, newest_video + 363 * _DAY)


def _newest_video(rows: list[list[str]]) -> date | None:
    """The UTC day in the largest id of a video in these rows."""
    links = (re.search(VIDEO_IN_LINK, cell) for row in rows for cell in row)
    ids = [int(link[1]) for link in links if link]
    return datetime.fromtimestamp(max(ids) >> 32, UTC).date() if ids else None


def _shape_days(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The metrics of each row and its day, with the year that the name or the moment of export proves."""
    metrics = rows.select("line", *(c for c in rows.columns if c in BY_NAME))
    return metrics.hstack(parse_account_days(rows["day"], provenance))


def parse_account_days(cells: pl.Series, provenance: Provenance) -> pl.DataFrame:
    """The days of an account as `date` and `why` not; its zone may be a day ahead of UTC."""
    since = provenance.period[0] if provenance.period else None
    until = provenance.observed_at.date() + _DAY if provenance.observed_at else None
    return parse_yearless_days(cells, since=since, until=until)


def _shape_history(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Followers by day; TikTok writes a difference of 0 where those of the day before are unknown."""
    days = _shape_days(rows, provenance)
    goes_up = days["date"].drop_nulls().is_sorted()
    is_known = pl.col("followers").is_not_null()
    was_known = is_known.shift(1 if goes_up else -1, fill_value=False)
    return days.with_columns(pl.when(is_known & was_known).then("follows").alias("follows"))


CONTENT: Final = TikTokContent(
    format="tiktok_content",
    platform="tiktok",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    fields=map_headers(CONTENT_FIELDS),
    needs=frozenset({"exported", "text", "permalink", "published", "video_views"}),
    shape=shape_video,
)
OVERVIEW: Final = DailySeries(
    format="tiktok_overview",
    platform="tiktok",
    file_name=FILE_NAME,
    fields=map_headers(OVERVIEW_FIELDS),
    needs=frozenset({"day", "video_views", "profile_visits", "reactions"}),
    without=frozenset({"reached audience", "net growth", "lost followers"}),
    shape=_shape_days,
)
VIEWERS: Final = DailySeries(
    format="tiktok_viewers",
    platform="tiktok",
    file_name=FILE_NAME,
    fields=map_headers(VIEWERS_FIELDS),
    needs=frozenset({"day", "reach"}),
    ignored=frozenset({"new viewers", "returning viewers"}),  # parts of the total
    shape=_shape_days,
)
HISTORY: Final = DailySeries(
    format="tiktok_follower_history",
    platform="tiktok",
    file_name=FILE_NAME,
    fields=map_headers(HISTORY_FIELDS),
    needs=frozenset({"day", "followers", "follows"}),
    shape=_shape_history,
)
