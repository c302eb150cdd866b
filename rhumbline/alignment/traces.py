"""Traces: an activity's hits in order of strength, one for each measure, the primary one first."""

from typing import Final, NamedTuple

import polars as pl

TRACED: Final = (
    "tie_id", "measure_id", "goal_id", "segment_id", "kind", "strength", "strategy_version",
)  # fmt: skip


class Ranking(NamedTuple):
    """The traces of some activities.

    `claims` are the claims from the strongest to the weakest; `order` in `traces` is a row of it.
    """

    claims: pl.DataFrame  # TRACED, reason, cause and the numbers that ranking compares
    traces: pl.DataFrame  # row, order, rank (from 1), is_first, evidence, also_tied_by
    first: pl.DataFrame  # row, order and evidence of the traces whose rank is 1
    # row, and rival_tie_id and rival_goal_id of the tie that is as strong and has another goal
    rivals: pl.DataFrame


def rank_hits(hits: pl.DataFrame, claims: pl.DataFrame, measures: pl.DataFrame) -> Ranking:
    """Order each activity's hits by strength, among links by length, then as declared.

    The number of a claim is its row in `claims`. A claim to a measure that is not in `measures` is
    left out.
    """
    ordered = _order_claims(claims, measures)
    orders = claims.join(ordered, on="claim", how="left", maintain_order="left")["order"]
    ranked = _rank(hits, orders)
    is_repeated = _repeats_measure(ranked, ordered)
    first_of_measure = ranked.filter(~is_repeated)
    place = pl.int_range(pl.len(), dtype=pl.Int32)
    first_place = pl.when("is_first").then(place).forward_fill()
    traces = first_of_measure.with_columns(rank=place - first_place + 1)
    repeated = ranked.filter(is_repeated)
    return Ranking(
        ordered,
        _with_other_ties(traces, repeated, ordered),
        ranked.filter("is_first").select("row", "order", "evidence"),
        _find_rivals(ranked, ordered),
    )


def _order_claims(claims: pl.DataFrame, measures: pl.DataFrame) -> pl.DataFrame:
    """The claims from the strongest to the weakest, with small numbers in place of names to compare."""
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


def _rank(hits: pl.DataFrame, orders: pl.Series) -> pl.DataFrame:
    """The hits by `row` and `order`, each tie once; `is_first` is the strongest of its row.

    They are sorted by one number made of both, several times as fast as by two columns.
    """
    order = orders.gather(hits["claim"])
    keyed = hits.select("evidence", key=pl.col("row").cast(pl.UInt64) * 2**32 + order)
    ranked = _without_repeats(keyed.drop_nulls("key").sort("key")).select(
        "evidence",
        row=(pl.col("key") // 2**32).cast(pl.UInt32),
        order=(pl.col("key") % 2**32).cast(pl.UInt32),
    )
    is_first = (pl.col("row") != pl.col("row").shift(1)).fill_null(value=True)
    first_order = pl.when("is_first").then("order").forward_fill()
    return ranked.with_columns(is_first=is_first).with_columns(first_order=first_order)


def _without_repeats(keyed: pl.DataFrame) -> pl.DataFrame:
    """Of several hits of one tie the one whose evidence sorts first; `keyed` is sorted by `key`."""
    repeats = keyed.filter(pl.col("key") == pl.col("key").shift(1))
    if repeats.is_empty():
        return keyed
    is_several = pl.col("key").is_in(repeats["key"].unique().implode())
    several = keyed.filter(is_several).sort("key", "evidence").unique("key", keep="first")
    return pl.concat([keyed.filter(~is_several), several.select(keyed.columns)]).sort("key")


def _repeats_measure(ranked: pl.DataFrame, ordered: pl.DataFrame) -> pl.Series:
    """Whether each hit leads to a measure that a stronger hit of its row leads to.

    Most leads to that of the strongest, which is compared first.
    """
    measures = ordered["measure"]
    later = ranked.select("row", "order", "first_order").filter(~ranked["is_first"])
    measure = measures.gather(later["order"])
    is_of_first = measure == measures.gather(later["first_order"])
    key = later["row"].cast(pl.UInt64) * 2**32 + measure
    others = (~is_of_first).arg_true()
    is_repeated = is_of_first.scatter(others, ~key.gather(others).is_first_distinct())
    all_hits = pl.repeat(False, ranked.height, dtype=pl.Boolean, eager=True)
    return all_hits.scatter((~ranked["is_first"]).arg_true(), is_repeated)


def _find_rivals(ranked: pl.DataFrame, ordered: pl.DataFrame) -> pl.DataFrame:
    """The first tie of each activity that is as strong as its strongest and leads to another goal."""
    grades, goals = ordered["grade"], ordered["goal"]
    later = ranked.filter(~pl.col("is_first"))
    first, other = later["first_order"], later["order"]
    is_rival = (grades.gather(first) == grades.gather(other)) & (
        goals.gather(first) != goals.gather(other)
    )
    rivals = later.filter(is_rival).unique("row", keep="first", maintain_order=True)
    names = ordered.select("tie_id", "goal_id").select(pl.all().gather(rivals["order"]))
    return rivals.select("row").with_columns(
        rival_tie_id=names["tie_id"], rival_goal_id=names["goal_id"]
    )


def _with_other_ties(
    traces: pl.DataFrame, repeated: pl.DataFrame, ordered: pl.DataFrame
) -> pl.DataFrame:
    """The traces with `also_tied_by`: the weaker ties of the same measure, null where there is none."""
    other_ties = (
        repeated.select(
            "row",
            measure=ordered["measure"].gather(repeated["order"]),
            tie_id=ordered["tie_id"].gather(repeated["order"]),
        )
        .select("tie_id", key=_measure_key())
        .group_by("key", maintain_order=True)
        .agg(also_tied_by="tie_id")
    )
    keyed = traces.with_columns(measure=ordered["measure"].gather(traces["order"])).with_columns(
        key=_measure_key()
    )
    return keyed.join(other_ties, on="key", how="left", maintain_order="left").drop(
        "measure", "key", "first_order"
    )


def _measure_key() -> pl.Expr:
    """A row and a measure as one number, which joins and groups faster than two."""
    return pl.col("row").cast(pl.UInt64) * 2**32 + pl.col("measure")
