"""TikTok Studio's followers: where they live, their gender, and the hours at which they are there."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.readers.tiktok.studio import FILE_NAME, parse_account_days
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Header, Table

GENDER_FIELDS: Final = {"gender": "Gender", "share": "Distribution"}
TERRITORY_FIELDS: Final = {"country": "Top territories", "share": "Distribution"}
ACTIVITY_FIELDS: Final = {"day": "Date", "hour": "Hour", "active": "Active followers"}


def _shape_shares(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Each gender's or country's share of all followers."""
    facet = "gender" if "gender" in rows.columns else "country"
    shares, bad = parse_numbers(rows["share"])
    return rows.select(
        "line",
        pl.lit("followers").alias("audience"),
        pl.lit(facet).alias("facet"),
        pl.col(facet).alias("value"),
        shares.alias("share"),
        pl.when(bad).then(pl.lit("The share is no number.")).alias("why"),
    )


def _shape_hours(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Each hour of each day, with the followers who were active in it as `count`."""
    hours, no_hour = parse_numbers(rows["hour"])
    counts, no_count = parse_numbers(rows["active"])
    days = parse_account_days(rows["day"], provenance)
    unread = pl.lit("The hour or the number of followers is no number.")
    return rows.select(
        "line",
        days["date"],
        hours.cast(pl.Int64, strict=False).alias("hour"),
        counts.alias("count"),
        pl.coalesce(pl.when(no_hour | no_count).then(unread), pl.lit(days["why"])).alias("why"),
    )


@dataclass(frozen=True, kw_only=True)
class TikTokFollowerActivity(Table):
    """Reads a week of hours and folds it: for each hour of the day, how many are active on average."""

    def read_batch(self, cells: pl.DataFrame, header: Header, provenance: Provenance) -> Batch:
        """One row per hour of the day, and the days that it is the average of."""
        hours, rejected = self.shape_rows(cells, header, provenance)
        seen = hours.height + rejected.height
        days = hours["date"].unique()
        return Batch.of(self.kind, _average_hours(hours.sort("date", "hour")), rejected, seen, days)


def _average_hours(hours: pl.DataFrame) -> pl.DataFrame:
    """Hours of days as hours of the day; the zeros at the end are hours that had not yet come."""
    past = hours.filter(pl.col("count").reverse().cum_max().reverse() > 0)
    return (
        (past if past.height else hours)
        .drop_nulls("count")
        .group_by("hour", maintain_order=True)
        .agg(pl.col("line").first(), pl.col("count").mean())
        .sort("hour")
        .select(
            "line",
            "count",
            pl.col("hour").cast(pl.String).alias("value"),
            pl.lit("hour").alias("facet"),
            pl.lit("followers").alias("audience"),
        )
    )


def _share_table(name: str, fields: dict[str, str], facet: str) -> Table:
    return Table(
        format=name,
        platform="tiktok",
        kind=Kind.AUDIENCE,
        basis=Basis.WINDOW,
        file_name=FILE_NAME,
        fields=map_headers(fields),
        needs=frozenset({facet, "share"}),
        shape=_shape_shares,
    )


GENDER: Final = _share_table("tiktok_follower_gender", GENDER_FIELDS, "gender")
TERRITORIES: Final = _share_table("tiktok_follower_territories", TERRITORY_FIELDS, "country")
ACTIVITY: Final = TikTokFollowerActivity(
    format="tiktok_follower_activity",
    platform="tiktok",
    kind=Kind.AUDIENCE,
    basis=Basis.WINDOW,
    file_name=FILE_NAME,
    fields=map_headers(ACTIVITY_FIELDS),
    needs=frozenset({"day", "hour", "active"}),
    shape=_shape_hours,
)
