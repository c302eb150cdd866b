"""Segment fit: which share of an audience belongs to a segment, within the bounds that facets leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.strategy import Strategy, plain
from rhumbline.alignment.normalised_text import normalised
from rhumbline.warehouse.connection import Warehouse

MATCHED_AUDIENCE: Final = pl.Schema(
    {
        "platform": pl.String(),
        "account": pl.String(),
        "audience": pl.String(),
        "observed_at": pl.Datetime("us", "UTC"),
        "total": pl.Float64(),
        "share_low": pl.Float64(),
        "share_high": pl.Float64(),
        "matched_low": pl.Float64(),
        "matched_high": pl.Float64(),
        "facets_told": pl.String(),
        "note": pl.String(),
    }
)
_WHOSE: Final = ["platform", "account", "audience"]
_NO_PARTITION: Final = ("hour", "day", "weekday")  # the same people are active at several hours
_SMALL: Final = 1000  # below it a share without a count is a sample's, to be given an interval
_Z: Final = 1.959963984540054  # 95 %
Facets = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Audiences:
    """What exports tell of audiences, each facet at each moment, and how many people there are."""

    shares: pl.DataFrame  # whose, facet, observed_at, value (folded), count, share
    totals: pl.DataFrame  # whose, observed_at, total: what is known at that moment

    @classmethod
    def stored(cls, warehouse: Warehouse) -> "Audiences":
        """Those in core."""
        shares = warehouse.frame(_TOLD).with_columns(
            value=normalised(pl.col("value")), facet=_facet(pl.col("facet"))
        )
        return cls(shares, _totals(shares, warehouse.frame(_LEVELS)))

    def fit(self, facets: Facets) -> pl.DataFrame:
        """How much of each audience matches all `facets`, at each moment that tells one of them.

        A facet's own share is exact, or has room for the people the platform does not place. Across
        facets, which no platform crosses, the bounds are Fréchet's: at least what the shares exceed
        all but one whole together, at most the smallest of them. A facet that is not told leaves
        the lower bound at nothing.
        """
        asked = {_named(name): [plain(v) for v in values] for name, values in facets.items()}
        if not asked:
            return pl.DataFrame(schema=MATCHED_AUDIENCE)
        shares = [self._share_of(name, values) for name, values in asked.items()]
        moments = pl.concat([each.select(*_WHOSE, "observed_at") for each in shares]).unique()
        bounded = _Bounded(moments.sort("observed_at"))
        for name, each in zip(asked, shares, strict=True):
            bounded = bounded.narrowed(name, each)
        return _people(bounded, self.totals, len(asked))

    def whole(self) -> pl.DataFrame:
        """MATCHED_AUDIENCE of all people of each audience, whoever they are."""
        known = self.totals.filter(pl.col("total").is_not_null())
        return known.select(
            *_WHOSE,
            "observed_at",
            "total",
            *(pl.lit(1.0).alias(name) for name in ("share_low", "share_high")),
            *(pl.col("total").alias(name) for name in ("matched_low", "matched_high")),
            *(pl.lit(None, pl.String).alias(name) for name in ("facets_told", "note")),
        ).sort(*_WHOSE, "observed_at")

    def _share_of(self, facet: str, values: Sequence[str]) -> pl.DataFrame:
        """`low` and `high` of one facet's share at each moment that tells it."""
        rows = self.shares.filter(pl.col("facet") == facet)
        known = pl.col("value").is_in(values)
        if facet == "location":  # `Riverside, California` is Riverside
            known |= pl.col("value").str.replace(r",.*$", "").is_in(values)
        summed = rows.group_by(*_WHOSE, "observed_at").agg(
            counted=pl.col("count").sum(),
            is_counted=pl.col("count").is_not_null().any(),
            matched=pl.col("count").filter(known).sum(),
            shared=pl.col("share").sum(),
            share=pl.col("share").filter(known).sum(),
        )
        with_totals = _known_then(summed, self.totals, "total")
        people = pl.max_horizontal("total", "counted")
        exact = pl.col("matched") / people
        unplaced = (people - pl.col("counted")) / people
        return with_totals.with_columns(
            low=pl.when("is_counted").then(exact).otherwise(_interval(lower=True)),
            high=pl.when("is_counted").then(exact + unplaced).otherwise(_interval(lower=False)),
        ).select(*_WHOSE, "observed_at", "low", pl.col("high").clip(upper_bound=1.0))


@dataclass(frozen=True)
class _Bounded:
    """Moments with the bounds of each facet so far."""

    frame: pl.DataFrame
    facets: tuple[str, ...] = ()

    def narrowed(self, name: str, shares: pl.DataFrame) -> "_Bounded":
        named = shares.rename({"low": f"{name}:low", "high": f"{name}:high"})
        frame = _known_then(self.frame, named, f"{name}:low", f"{name}:high")
        return _Bounded(frame, (*self.facets, name))


def _known_then(moments: pl.DataFrame, shares: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The moments with the latest of `shares` that was known at each."""
    keyed = [
        frame.with_columns(pl.col(_WHOSE).fill_null("").name.prefix("of:")).sort("observed_at")
        for frame in (moments, shares.select(*_WHOSE, "observed_at", *names))
    ]
    by = [f"of:{name}" for name in _WHOSE]
    right = keyed[1].select(*by, "observed_at", *names)
    return keyed[0].join_asof(right, on="observed_at", by=by, check_sortedness=False).drop(by)


def _people(bounded: _Bounded, totals: pl.DataFrame, asked: int) -> pl.DataFrame:
    lows = [pl.col(f"{name}:low") for name in bounded.facets]
    highs = [pl.col(f"{name}:high") for name in bounded.facets]
    known_facets = pl.sum_horizontal(low.is_not_null().cast(pl.Int32) for low in lows)
    frechet = (pl.sum_horizontal(lows) - (asked - 1)).clip(lower_bound=0.0)
    known_names = [
        pl.when(low.is_not_null()).then(pl.lit(name))
        for name, low in zip(bounded.facets, lows, strict=True)
    ]
    names = pl.concat_str(known_names, separator=", ", ignore_nulls=True)
    return (
        _known_then(bounded.frame, totals, "total")
        .with_columns(
            share_low=pl.when(known_facets == asked).then(frechet).otherwise(0.0),
            share_high=pl.min_horizontal(highs),
            facets_told=names,
            note=pl.when(known_facets < asked).then(
                pl.format("Only {} of {} facets are told.", known_facets, pl.lit(asked))
            ),
        )
        .with_columns(
            matched_low=pl.col("share_low") * pl.col("total"),
            matched_high=pl.col("share_high") * pl.col("total"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in MATCHED_AUDIENCE.items())
        .sort(*_WHOSE, "observed_at", nulls_last=False)
    )


def _interval(*, lower: bool) -> pl.Expr:
    """A share's bound: what is placed nowhere may match; of a small audience, Wilson's interval."""
    share, unplaced = pl.col("share"), (1 - pl.col("shared")).clip(lower_bound=0.0)
    unplaced = pl.when(unplaced > _ROUNDING).then(unplaced).otherwise(0.0)
    n = pl.col("total")
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    width = (share * (1 - share) / n + _Z**2 / (4 * n * n)).sqrt() * _Z / (1 + _Z**2 / n)
    is_small = (n > 0) & (n < _SMALL)
    if lower:
        return pl.when(is_small).then((centre - width).clip(lower_bound=0.0)).otherwise(share)
    return unplaced + pl.when(is_small).then((centre + width).clip(upper_bound=1.0)).otherwise(
        share
    )


_ROUNDING: Final = 0.015  # shares rounded to whole per cents need not add up to one


def _totals(shares: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """How many people an audience has at each moment: as the account says, or as its facets add up."""
    facets = shares.filter(~pl.col("facet").is_in(_NO_PARTITION)).group_by(
        *_WHOSE, "facet", "observed_at"
    )
    counted = (
        facets.agg(total=pl.col("count").sum(), is_counted=pl.col("count").is_not_null().any())
        .filter("is_counted")
        .group_by(*_WHOSE, "observed_at")
        .agg(pl.col("total").max())
    )
    followers = levels.with_columns(audience=pl.lit("followers"))
    moments = pl.concat(
        [shares.select(*_WHOSE, "observed_at"), counted.select(*_WHOSE, "observed_at")]
    ).unique()
    levelled = _known_then(moments, followers.rename({"followers": "level"}), "level")
    both = _known_then(levelled, counted, "total")
    return both.with_columns(total=pl.max_horizontal("total", "level")).select(
        *_WHOSE, "observed_at", "total"
    )


def _facet(name: pl.Expr) -> pl.Expr:
    return normalised(name).str.replace_all(r"[ -]", "_")


def _named(name: str) -> str:
    return plain(name).replace(" ", "_").replace("-", "_")


_TOLD: Final = """
    select platform, account, audience, observed_at, facet, value, count, share
    from (
        select
            *,
            export_id = max(export_id) over (
                partition by platform, account, audience, facet, observed_at
            ) as is_of_one
        from core.audiences
    )
    where is_of_one
"""
_LEVELS: Final = """
    select
        platform,
        account,
        cast(date as timestamp) at time zone 'UTC' as observed_at,
        cast(arg_max(followers, (observed_at, export_id)) as double) as followers
    from core.account_days
    where followers is not null
    group by platform, account, date
"""


def store_fit(warehouse: Warehouse, audiences: Audiences, strategy: Strategy) -> None:
    """Replace core.fit: at each moment, how much of each audience belongs to each segment.

    The caller holds the transaction.
    """
    fitted = [
        audiences.fit(segment.audience).with_columns(segment_id=pl.lit(name))
        for name, segment in strategy.segments.items()
    ]
    empty = pl.DataFrame(schema={**MATCHED_AUDIENCE, "segment_id": pl.String()})
    warehouse.replace("core.fit", pl.concat([empty, *fitted]))
