"""From hits to traces: the strongest tie's measure is primary, equals of different goals are none."""

from typing import Final, NamedTuple

import polars as pl

RANKED: Final = (
    "row", "tie_id", "measure_id", "goal_id", "segment_id", "kind", "strength", "because",
    "evidence", "rank", "also_tied_by", "strategy_version",
)  # fmt: skip


class Ranked(NamedTuple):
    """Traces, one per activity and measure, `rank` 1 first; and the activities with equals."""

    traces: pl.DataFrame
    rivals: pl.DataFrame  # row, and tie_id and goal_id of the tie that equals the first


def ranked(hits: pl.DataFrame, claims: pl.DataFrame, measures: pl.DataFrame) -> Ranked:
    """Order each activity's hits: by strength, among links by length, then as declared."""
    known = claims.join(
        measures.select("measure_id", "goal_id", "segment_id", "strategy_version"), on="measure_id"
    )
    ordered = known.sort(
        ["strength", "length", "position", "claim"], descending=[True, True, False, False]
    ).with_columns(
        order=pl.int_range(pl.len(), dtype=pl.UInt32),
        grade=pl.struct("strength", "length").rank("dense").cast(pl.UInt32),
        measure=pl.col("measure_id").rank("dense").cast(pl.UInt32),
        goal=pl.col("goal_id").rank("dense").cast(pl.UInt32),
    )
    met = (
        hits.join(ordered.select("claim", "order", "grade", "measure", "goal"), on="claim")
        .sort("row", "order", "evidence")
        .with_columns(begins=pl.col("row") != pl.col("row").shift(1, fill_value=2**32 - 1))
    )
    once = met.unique(["row", "measure"], keep="first", maintain_order=True).with_columns(
        begins=pl.col("row") != pl.col("row").shift(1, fill_value=2**32 - 1)
    )
    traces = once.with_columns(rank=_rank()).join(ordered, on="order", maintain_order="left")
    also = _also(met, traces, ordered)
    return Ranked(
        traces.join(also, on=["row", "measure"], how="left").select(RANKED),
        _rivals(met, ordered),
    )


def _rank() -> pl.Expr:
    place = pl.int_range(pl.len(), dtype=pl.Int32)
    first = pl.when("begins").then(place).forward_fill()
    return place - first + 1


def _rivals(met: pl.DataFrame, ordered: pl.DataFrame) -> pl.DataFrame:
    """The first tie as strong as the strongest that leads to another goal."""
    of_first = [
        pl.when("begins").then(name).forward_fill().alias(f"first_{name}")
        for name in ("grade", "goal")
    ]
    equal = pl.col("grade") == pl.col("first_grade")
    other = pl.col("goal") != pl.col("first_goal")
    rivals = met.with_columns(of_first).filter(equal & other)
    return (
        rivals.unique("row", keep="first", maintain_order=True)
        .join(ordered, on="order")
        .select("row", rival_tie_id="tie_id", rival_goal_id="goal_id")
    )


def _also(met: pl.DataFrame, traces: pl.DataFrame, ordered: pl.DataFrame) -> pl.DataFrame:
    """The other ties of a traced measure: they matched too, and say nothing new."""
    rest = met.join(traces.select("row", "order"), on=["row", "order"], how="anti")
    named = rest.unique(["row", "order"], maintain_order=True).join(
        ordered.select("order", "tie_id"), on="order", maintain_order="left"
    )
    return named.group_by(["row", "measure"], maintain_order=True).agg(also_tied_by="tie_id")
