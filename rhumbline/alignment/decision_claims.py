"""Claims of people: a decision that ties is stronger than any rule, and a waiver asks for no tie."""

from datetime import date
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment.fields import HIT
from rhumbline.alignment.normalised_text import shortened
from rhumbline.alignment.rules import CLAIM, LIMITS, Rules

DECISION: Final = {
    "decision_id": pl.String(),
    "action": pl.String(),
    "decided_measure": pl.String(),
    "decided_by": pl.String(),
    "decided_because": pl.String(),
    "owner": pl.String(),
    "expires": pl.Date(),
    "decided_fingerprint": pl.String(),
}
_TYING: Final = ("tie", "confirm")


def measures_to_decide(rules: Rules, current: Rules) -> pl.DataFrame:
    """The measures that a decision on an activity of `rules` may name.

    These are the measures of the version in force when the activity was published, and those of the
    current version, because a person decides with the current one in view. `current_fingerprint` is
    what a measure means in the current version, null where that no longer has it.
    """
    newer = current.measures.join(rules.measures, on="measure_id", how="anti")
    meanings = current.measures.select("measure_id", current_fingerprint="fingerprint")
    return pl.concat([rules.measures, newer]).join(meanings, on="measure_id", how="left")


def interpret_decisions(
    activities: pl.DataFrame, measures: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """The activities with what their decision means on a day; all false where there is none.

    * `is_tied`: the decision gives it to a measure
    * `is_suspect`: that measure means something else now than when it was decided
    * `is_unknown`: the decision names a measure that does not exist
    * `is_waived`, `is_lapsed`: a waiver holds, or its last day has passed
    """
    known = measures.select(
        "current_fingerprint", decided_measure="measure_id", known_fingerprint="fingerprint"
    )
    ties = pl.col("action").is_in(_TYING).fill_null(value=False)
    waives = (pl.col("action") == "waive").fill_null(value=False)
    has_lapsed = (pl.col("expires") < as_of).fill_null(value=False)
    decided, is_known = pl.col("decided_fingerprint"), pl.col("known_fingerprint").is_not_null()
    is_same = (decided == pl.col("known_fingerprint")) | (
        decided == pl.col("current_fingerprint")
    ).fill_null(value=False)
    return (
        activities.join(known, on="decided_measure", how="left")
        .with_columns(
            is_tied=ties & is_known,
            is_suspect=ties & is_known & ~is_same.fill_null(value=True),
            is_unknown=ties & ~is_known,
            is_waived=waives & ~has_lapsed,
            is_lapsed=waives & has_lapsed,
        )
        .drop("current_fingerprint", "known_fingerprint")
    )


def claims_of_decisions(activities: pl.DataFrame, first: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The claims that decisions make, numbered from `first`, and their hits."""
    tied = activities.filter("is_tied").with_row_index("claim", first)
    claim, measure = pl.col("claim").cast(pl.UInt32), pl.col("decided_measure")
    kind = TieKind.DECISION
    evidence = (
        pl.when(pl.col("decided_because").is_not_null())
        .then(pl.format("{}: {}", "decided_by", "decided_because"))
        .otherwise("decided_by")
    )
    claims = tied.select(
        claim,
        pl.format("{}/decision:{}", measure, "decision_id").alias("tie_id"),
        measure.alias("measure_id"),
        pl.lit(str(kind)).alias("kind"),
        pl.lit(kind.strength, pl.Int32).alias("strength"),
        pl.lit(0, pl.Int32).alias("length"),
        pl.lit(0, pl.Int32).alias("position"),
        pl.col("decision_id").alias("pattern"),
        pl.format("{} decided that it serves {}.", "decided_by", measure).alias("reason"),
        *(pl.lit(None, CLAIM[limit]).alias(limit) for limit in LIMITS),
    )
    hits = tied.select("row", claim, shortened(evidence).alias("evidence"))
    return claims, hits.select(list(HIT))
