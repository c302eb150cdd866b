"""What people decided: a claim stronger than any rule, a waiver, or a name that nobody knows."""

from datetime import date
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment.fields import HITS
from rhumbline.alignment.folding import cut
from rhumbline.alignment.rules import CLAIM, Rules

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
TYING: Final = ("tie", "confirm")


def measures_known(rules: Rules, current: Rules) -> pl.DataFrame:
    """The measures that a decision on an activity of `rules` may name, with what each means `now`.

    Those of the version in force when it was published, and those of the strategy as it is now: a
    person decides with the present strategy in view.
    """
    newer = current.measures.join(rules.measures, on="measure_id", how="anti")
    now = current.measures.select("measure_id", now="fingerprint")
    return pl.concat([rules.measures, newer]).join(now, on="measure_id", how="left")


def weighed(activities: pl.DataFrame, measures: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The activities with what their decision means on a day.

    `is_tied`, `is_suspect` (the measure is what it was neither then nor now), `is_unknown` (there is no such
    measure), `is_waived`, `is_lapsed` (the waiver's last day has passed).
    """
    known = measures.select("now", decided_measure="measure_id", then="fingerprint")
    ties = pl.col("action").is_in(TYING).fill_null(value=False)
    waives = (pl.col("action") == "waive").fill_null(value=False)
    lapsed = (pl.col("expires") < as_of).fill_null(value=False)
    said, is_known = pl.col("decided_fingerprint"), pl.col("then").is_not_null()
    is_same = (said == pl.col("then")) | (said == pl.col("now")).fill_null(value=False)
    return (
        activities.join(known, on="decided_measure", how="left")
        .with_columns(
            is_tied=ties & is_known,
            is_suspect=ties & is_known & ~is_same.fill_null(value=True),
            is_unknown=ties & ~is_known,
            is_waived=waives & ~lapsed,
            is_lapsed=waives & lapsed,
        )
        .drop("then", "now")
    )


def decided(activities: pl.DataFrame, first: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The claims that decisions make, numbered from `first`, and their hits."""
    tied = activities.filter("is_tied").with_row_index("claim", first)
    kind = TieKind.DECISION
    measure = pl.col("decided_measure")
    why = (
        pl.when(pl.col("decided_because").is_not_null())
        .then(pl.format("{}: {}", "decided_by", "decided_because"))
        .otherwise("decided_by")
    )
    claims = tied.select(
        pl.col("claim").cast(pl.UInt32),
        pl.format("{}/decision:{}", measure, "decision_id").alias("tie_id"),
        measure.alias("measure_id"),
        pl.lit(str(kind)).alias("kind"),
        pl.lit(kind.strength, pl.Int32).alias("strength"),
        pl.lit(0, pl.Int32).alias("length"),
        pl.lit(0, pl.Int32).alias("position"),
        pl.col("decision_id").alias("pattern"),
        pl.format("{} decided that it serves {}.", "decided_by", measure).alias("because"),
        *(pl.lit(None, dtype).alias(name) for name, dtype in list(CLAIM.items())[9:]),
    )
    hits = tied.select("row", pl.col("claim").cast(pl.UInt32), cut(why).alias("evidence"))
    return claims, hits.select(list(HITS))
