"""From hits to traces: the strongest tie's measure is primary, equals of different goals are none."""

from typing import Final, NamedTuple

import polars as pl

_TOLD: Final = (
    "tie_id", "measure_id", "goal_id", "segment_id", "kind", "strength", "because", "cause",
    "strategy_version",
)  # fmt: skip


class Ranked(NamedTuple):
    """Traces, one per activity and measure, `rank` 1 first; and the activities with equals."""

    traces: pl.DataFrame  # row, what core.traces has of it, begins (the first), because and cause
    rivals: pl.DataFrame  # row, and tie_id and goal_id of the tie that equals the first


def ranked(hits: pl.DataFrame, claims: pl.DataFrame, measures: pl.DataFrame) -> Ranked:
    """Order each activity's hits: by strength, among links by length, then as declared."""
    ordered = _ordered(claims, measures)
    met = _met(hits, ordered)
    once = met.filter(_key("row", "measure").is_first_distinct()).with_columns(rank=_rank())
    named = ordered.select(pl.col(_TOLD).gather(once["order"]))
    told = pl.concat([once, named], how="horizontal").with_columns(key=_key("row", "measure"))
    traces = told.join(_also(met, ordered), on="key", how="left", maintain_order="left")
    return Ranked(traces.drop("order", "grade", "measure", "goal", "key"), _rivals(met, ordered))


def _ordered(claims: pl.DataFrame, measures: pl.DataFrame) -> pl.DataFrame:
    """The claims as they rank, `order` counting from 0, with small numbers for what is compared."""
    known = claims.join(
        measures.select("measure_id", "goal_id", "segment_id", "strategy_version"), on="measure_id"
    )
    return known.sort(
        ["strength", "length", "position", "claim"], descending=[True, True, False, False]
    ).with_columns(
        cause=pl.concat_str(pl.lit("tied by "), "kind"),
        order=pl.int_range(pl.len(), dtype=pl.UInt32),
        grade=pl.struct("strength", "length").rank("dense").cast(pl.UInt32),
        measure=pl.col("measure_id").rank("dense").cast(pl.UInt32),
        goal=pl.col("goal_id").rank("dense").cast(pl.UInt32),
    )


def _key(one: str, other: str) -> pl.Expr:
    """Two small numbers as one, which sorts and hashes faster."""
    return pl.col(one).cast(pl.UInt64) * 2**32 + pl.col(other)


def _met(hits: pl.DataFrame, ordered: pl.DataFrame) -> pl.DataFrame:
    """The hits by activity and order, each tie once with the first of its evidence."""
    numbers = ordered.select("claim", "order", "grade", "measure", "goal")
    met = hits.join(numbers, on="claim").drop("claim").with_columns(key=_key("row", "order"))
    met = met.sort("key")
    again = met.filter(pl.col("key") == pl.col("key").shift(1))
    if again.height:
        several = pl.col("key").is_in(again["key"].unique().implode())
        first = met.filter(several).sort("key", "evidence").unique("key", keep="first")
        met = pl.concat([met.filter(~several), first]).sort("key")
    return met.drop("key").with_columns(_begins())


def _begins() -> pl.Expr:
    return (pl.col("row") != pl.col("row").shift(1)).fill_null(value=True).alias("begins")


def _of_first(name: str) -> pl.Expr:
    """A value of the activity's first hit, for all of its hits."""
    return pl.when("begins").then(name).forward_fill()


def _rank() -> pl.Expr:
    place = pl.int_range(pl.len(), dtype=pl.Int32)
    return place - pl.when("begins").then(place).forward_fill() + 1


def _rivals(met: pl.DataFrame, ordered: pl.DataFrame) -> pl.DataFrame:
    """The first tie as strong as the strongest that leads to another goal."""
    equal = pl.col("grade") == _of_first("grade")
    rivals = met.filter(equal & (pl.col("goal") != _of_first("goal")))
    first = rivals.unique("row", keep="first", maintain_order=True)
    return first.join(ordered, on="order").select(
        "row", rival_tie_id="tie_id", rival_goal_id="goal_id"
    )


def _also(met: pl.DataFrame, ordered: pl.DataFrame) -> pl.DataFrame:
    """The other ties of a traced measure: they matched too, and say nothing new."""
    keyed = met.with_columns(key=_key("row", "measure"))
    rest = keyed.filter(~pl.col("key").is_first_distinct())
    named = rest.with_columns(tie_id=ordered["tie_id"].gather(rest["order"]))
    return named.group_by("key", maintain_order=True).agg(also_tied_by="tie_id")
