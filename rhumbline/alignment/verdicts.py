"""The verdict on each activity: its alignment, the reason in words, and a cause to group by."""

from typing import Final

import polars as pl

from rhumbline.alignment.explaining import explained, strangers
from rhumbline.alignment.matching import Met
from rhumbline.alignment.ranking import Ranked
from rhumbline.alignment.rules import Rules

VERDICT: Final = (
    "row", "alignment", "reason", "cause", "measure_id", "tie_id", "evidence", "strategy_version",
)  # fmt: skip
FAILING: Final = ("untraceable", "orphaned")

_PREDATES: Final = "It was published before the first strategy was in force."


def predating(activities: pl.DataFrame) -> pl.DataFrame:
    """The verdict on what was published before there was a strategy: shown, never judged."""
    nothing = ("measure_id", "tie_id", "evidence", "strategy_version")
    return activities.select(
        "row",
        pl.lit("predates_strategy").alias("alignment"),
        pl.lit(_PREDATES).alias("reason"),
        pl.lit("before the first strategy").alias("cause"),
        *(pl.lit(None, pl.String).alias(name) for name in nothing),
    )


def verdicts(activities: pl.DataFrame, met: Met, found: Ranked, rules: Rules) -> pl.DataFrame:
    """One row of VERDICT per activity; `activities` are `weighed`."""
    first = found.traces.filter("begins").drop("rank", "begins", "also_tied_by")
    unusual = activities.filter(
        pl.col("decision_id").is_not_null()
        | ~pl.col("row").is_in(first["row"].implode())
        | pl.col("row").is_in(found.rivals["row"].implode())
    )
    usual = first.filter(~pl.col("row").is_in(unusual["row"].implode())).select(
        "row",
        pl.lit("aligned").alias("alignment"),
        pl.col("because").alias("reason"),
        *("cause", "measure_id", "tie_id", "evidence", "strategy_version"),
    )
    return pl.concat([usual.select(VERDICT), _unusual(unusual, first, met, found, rules)])


def _unusual(
    activities: pl.DataFrame, first: pl.DataFrame, met: Met, found: Ranked, rules: Rules
) -> pl.DataFrame:
    """The verdicts on what was decided, has rivals, or was traced to nothing."""
    its = first.join(activities.select("row"), on="row", how="semi")
    judged = (
        activities.join(its, on="row", how="left")
        .join(found.rivals, on="row", how="left")
        .join(strangers(met.unknown), on="row", how="left")
        .with_columns(alignment=_alignment())
    )
    failing = pl.col("alignment").is_in(FAILING)
    counts = pl.col("alignment").is_in(("aligned", "suspect"))
    good = judged.filter(~failing).with_columns(_words_of_good())
    bad = explained(judged.filter(failing), met, rules)
    return (
        pl.concat([good, bad], how="diagonal")
        .with_columns(
            *(
                pl.when(counts).then(name).alias(name)
                for name in ("measure_id", "tie_id", "evidence")
            ),
            strategy_version=pl.when(counts)
            .then("strategy_version")
            .otherwise(pl.lit(rules.version)),
        )
        .select(VERDICT)
    )


def _alignment() -> pl.Expr:
    return (
        pl.when("is_waived").then(pl.lit("waived"))
        .when("is_unknown").then(pl.lit("orphaned"))
        .when("is_suspect").then(pl.lit("suspect"))
        .when(pl.col("rival_tie_id").is_not_null()).then(pl.lit("ambiguous"))
        .when(pl.col("tie_id").is_not_null()).then(pl.lit("aligned"))
        .when(pl.col("stranger").is_not_null()).then(pl.lit("orphaned"))
        .otherwise(pl.lit("untraceable"))
    )  # fmt: skip


def _words_of_good() -> list[pl.Expr]:
    alignment = pl.col("alignment")
    goals = pl.concat_list("goal_id", "rival_goal_id").list.sort().list.join(" and ")
    why = pl.coalesce(pl.format(": {}", "decided_because"), pl.lit(""))
    until = pl.coalesce(pl.format(" Until {}.", "expires"), pl.lit(""))
    owner = pl.coalesce("owner", "decided_by")
    reason = (
        pl.when(alignment == "waived")
        .then(pl.concat_str(pl.format("{} waived it{}.", owner, why), until))
        .when(alignment == "suspect")
        .then(pl.format("{} tied it to {}, whose meaning, target or goal has changed since.",
                        "decided_by", "measure_id"))
        .when(alignment == "ambiguous")
        .then(pl.format("Two equally strong ties lead to different goals, {}: {} and {}. A person decides.",
                        goals, "tie_id", "rival_tie_id"))
        .otherwise("because")
    )  # fmt: skip
    cause = (
        pl.when(alignment == "waived").then(pl.lit("waived"))
        .when(alignment == "suspect").then(pl.lit("measure changed since it was decided"))
        .when(alignment == "ambiguous").then(pl.format("equal ties of {}", goals))
        .otherwise("cause")
    )  # fmt: skip
    return [reason.alias("reason"), cause.alias("cause")]
