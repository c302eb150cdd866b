"""TikTok Studio's followers: where they live, their gender, and the hours at which they are there."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.readers.tiktok.studio import FILE_NAME, account_days
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Table

GENDER_FIELDS: Final = {"gender": "Gender", "said": "Distribution"}
TERRITORY_FIELDS: Final = {"country": "Top territories", "said": "Distribution"}
ACTIVITY_FIELDS: Final = {"day": "Date", "hour": "Hour", "active": "Active followers"}
_UNREAD: Final = "The hour or the number of followers is no number."


def _shares(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """Each gender's or country's share of all followers."""
    facet = "gender" if "gender" in rows.columns else "country"
    share, bad = parse_numbers(rows["said"])
    return rows.select(
        "line",
        pl.lit("followers").alias("audience"),
        pl.lit(facet).alias("facet"),
        pl.col(facet).alias("value"),
        share.alias("share"),
        pl.when(bad).then(pl.lit("The share is no number.")).alias("why"),
    )


@dataclass(frozen=True, kw_only=True)
class TikTokFollowerActivity(Table):
    """Reads a week of hours and folds it: for each hour of the day, how many are there on average."""

    def part(
        self, batch: pl.DataFrame, headers: list[str], sheet: str, provenance: Provenance
    ) -> Batch:
        """One row per hour of the day, and the days that it is the average of."""
        named = self._named(batch, headers)
        hour, no_hour = parse_numbers(named["hour"])
        active, no_number = parse_numbers(named["active"])
        days = account_days(named["day"], provenance).rename({"why": "no_day"})
        hours = named.select("line", "why").hstack([hour, active, *days.get_columns()])
        read = hours.with_columns(
            pl.coalesce("why", pl.when(no_hour | no_number).then(pl.lit(_UNREAD)), "no_day")
        )
        refused = read.filter(pl.col("why").is_not_null()).select(
            "line", pl.lit(sheet).alias("sheet"), pl.col("why").alias("reason")
        )
        kept = read.filter(pl.col("why").is_null()).sort("date", "hour")
        return Batch.of(self.kind, _averaged(kept), refused, read.height, kept["date"].unique())


def _averaged(hours: pl.DataFrame) -> pl.DataFrame:
    """Hours of days as hours of the day; the zeros at the end are hours that had not been yet."""
    past = hours.filter(pl.col("active").reverse().cum_max().reverse() > 0)
    told = hours if past.is_empty() else past
    return (
        told.drop_nulls("active")
        .group_by(pl.col("hour").cast(pl.Int64), maintain_order=True)
        .agg(pl.col("line").first(), pl.col("active").mean().alias("count"))
        .sort("hour")
        .select(
            "line",
            "count",
            pl.col("hour").cast(pl.String).alias("value"),
            pl.lit("hour").alias("facet"),
            pl.lit("followers").alias("audience"),
        )
    )


def _shares_of(name: str, fields: dict[str, str], needs: set[str]) -> Table:
    return Table(
        format=name,
        platform="tiktok",
        kind=Kind.AUDIENCE,
        basis=Basis.WINDOW,
        file_name=FILE_NAME,
        columns_=map_headers(fields),
        needs=frozenset(needs),
        shape=_shares,
    )


GENDER: Final = _shares_of("tiktok_follower_gender", GENDER_FIELDS, {"gender", "said"})
TERRITORIES: Final = _shares_of(
    "tiktok_follower_territories", TERRITORY_FIELDS, {"country", "said"}
)
ACTIVITY: Final = TikTokFollowerActivity(
    format="tiktok_follower_activity",
    platform="tiktok",
    kind=Kind.AUDIENCE,
    basis=Basis.WINDOW,
    file_name=FILE_NAME,
    columns_=map_headers(ACTIVITY_FIELDS),
    needs=frozenset({"day", "hour", "active"}),
    shape=_shares,
)
