"""The verdict on each activity: its alignment, the reason in words, and a cause to group by."""

from typing import Final

import polars as pl

from rhumbline.alignment.matches import Matches
from rhumbline.alignment.reasons import explain_failures, first_unknown_names
from rhumbline.alignment.rules import Rules
from rhumbline.alignment.traces import Ranking

VERDICT: Final = (
    "row", "alignment", "reason", "cause", "measure_id", "tie_id", "evidence", "strategy_version",
)  # fmt: skip
FAILING: Final = ("untraceable", "orphaned")

_OF_FIRST_TRACE: Final = ("reason", "cause", "measure_id", "tie_id", "strategy_version")
_PREDATES: Final = "It was published before the first strategy was in force."


def verdicts_before_strategies(activities: pl.DataFrame) -> pl.DataFrame:
    """The verdict on what was published before the first strategy: it is shown, never judged."""
    absent = ("measure_id", "tie_id", "evidence", "strategy_version")
    return activities.select(
        "row",
        pl.lit("predates_strategy").alias("alignment"),
        pl.lit(_PREDATES).alias("reason"),
        pl.lit("before the first strategy").alias("cause"),
        *(pl.lit(None, pl.String).alias(name) for name in absent),
    )


def is_plainly_aligned(activities: pl.DataFrame, ranking: Ranking) -> pl.Series:
    """For each activity whether it has a trace, no rival and no decision: most have.

    `activities` has `row`, counting from 0.
    """
    is_traced = pl.repeat(False, activities.height, dtype=pl.Boolean, eager=True)
    is_traced = is_traced.scatter(ranking.first["row"], True).scatter(ranking.rivals["row"], False)
    return is_traced & activities["decision_id"].is_null()


def aligned_verdicts(ranking: Ranking, is_plain: pl.Series) -> pl.DataFrame:
    """VERDICT rows of the activities that `is_plainly_aligned` selects: those of their first trace."""
    plain = ranking.first.filter(is_plain.gather(ranking.first["row"]))
    of_trace = ranking.claims.select(pl.col(_OF_FIRST_TRACE).gather(plain["order"]))
    verdicts = pl.concat([plain, of_trace], how="horizontal")
    return verdicts.with_columns(alignment=pl.lit("aligned")).select(VERDICT)


def other_verdicts(
    activities: pl.DataFrame, matches: Matches, ranking: Ranking, rules: Rules
) -> pl.DataFrame:
    """VERDICT rows of activities that were decided, have rivals, or have no trace.

    `activities` are those that `interpret_decisions` gives.
    """
    judged = (
        activities.join(_first_traces(activities, ranking), on="row", how="left")
        .join(ranking.rivals, on="row", how="left")
        .join(first_unknown_names(matches.unknown), on="row", how="left")
        .with_columns(alignment=_alignment())
    )
    fails = pl.col("alignment").is_in(FAILING)
    counts = pl.col("alignment").is_in(("aligned", "suspect"))
    good = judged.filter(~fails).with_columns(_words_of_good())
    bad = explain_failures(judged.filter(fails), matches, rules)
    return (
        pl.concat([good, bad], how="diagonal")
        .with_columns(
            pl.when(counts).then(pl.col("measure_id", "tie_id", "evidence")),
            strategy_version=pl.when(counts)
            .then("strategy_version")
            .otherwise(pl.lit(rules.version)),
        )
        .select(VERDICT)
    )


def _first_traces(activities: pl.DataFrame, ranking: Ranking) -> pl.DataFrame:
    """The first trace of each activity, with what its claim says."""
    first = ranking.first.join(activities.select("row"), on="row", how="semi")
    names = ranking.claims.select(pl.col(*_OF_FIRST_TRACE, "goal_id").gather(first["order"]))
    return pl.concat([first.drop("order"), names], how="horizontal")


def _alignment() -> pl.Expr:
    return (
        pl.when("is_waived").then(pl.lit("waived"))
        .when("is_unknown").then(pl.lit("orphaned"))
        .when("is_suspect").then(pl.lit("suspect"))
        .when(pl.col("rival_tie_id").is_not_null()).then(pl.lit("ambiguous"))
        .when(pl.col("tie_id").is_not_null()).then(pl.lit("aligned"))
        .when(pl.col("unknown_cause").is_not_null()).then(pl.lit("orphaned"))
        .otherwise(pl.lit("untraceable"))
    )  # fmt: skip


def _words_of_good() -> list[pl.Expr]:
    """Reason and cause of what does not fail."""
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
        .otherwise("reason")
    )  # fmt: skip
    cause = (
        pl.when(alignment == "waived").then(pl.lit("waived"))
        .when(alignment == "suspect").then(pl.lit("measure changed since it was decided"))
        .when(alignment == "ambiguous").then(pl.format("equal ties of {}", goals))
        .otherwise("cause")
    )  # fmt: skip
    return [reason.alias("reason"), cause.alias("cause")]
