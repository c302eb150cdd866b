"""Which measure a row of outcomes or web traffic counts for: the one it names, or the one it was tied to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment import link_claims
from rhumbline.alignment.folding import folded
from rhumbline.alignment.links import ShortLinks, followed
from rhumbline.alignment.rules import InForce, Rules, measure_names

CLAIMED: Final = {
    "row": pl.UInt32(),
    "measure_id": pl.String(),
    "tie_id": pl.String(),
    "evidence": pl.String(),
    "strategy_version": pl.String(),
    "reason": pl.String(),
}
_HITS: Final = {"row": pl.UInt32(), "claim": pl.UInt32(), "evidence": pl.String()}
_NOBODY: Final = "It names no measure, and no campaign, utm or link of the strategy is in it."


@dataclass(frozen=True)
class Claimant:
    """A strategy version as it claims rows, and the days on which it does."""

    rules: Rules
    goals: dict[str, str]  # measure → goal

    @classmethod
    def of(cls, version: InForce) -> "Claimant":
        """The claimant that a version is."""
        measures = version.strategy.measures
        return cls(Rules.of(version), {name: each.goal for name, each in measures.items()})


def claimed(rows: pl.DataFrame, versions: Sequence[InForce], links: pl.DataFrame) -> pl.DataFrame:
    """Per row its measure, by the version in force on its day, with the tie, the evidence and why.

    `rows` has `row`, `day`, `network`, `source`, `medium`, `campaign`, `content`, `link` and `hint`;
    `links` is core.links. A measure that the row names outranks ties; among ties the strongest
    wins, as for activities. Two equal ties of different goals claim it for neither.
    """
    starts = [version.strategy.in_force_from for version in versions]
    short = ShortLinks.of(links.select("short", "target"))
    found = []
    for at, version in enumerate(versions):
        until = starts[at + 1] if at + 1 < len(starts) else None
        its = rows.filter(pl.col("day") >= starts[at])
        its = its.filter(pl.col("day") < until) if until else its
        found.append(_claimed_by(its, Claimant.of(version), short))
    early = rows.filter(pl.col("day") < starts[0])
    found.append(_unclaimed(early, "It is from before the first strategy was in force.", None))
    return pl.concat(found).sort("row")


def _unclaimed(rows: pl.DataFrame, reason: str, version: str | None) -> pl.DataFrame:
    return rows.select(
        "row",
        *(pl.lit(None, pl.String).alias(name) for name in ("measure_id", "tie_id", "evidence")),
        pl.lit(version, pl.String).alias("strategy_version"),
        pl.lit(reason).alias("reason"),
    )


def _claimed_by(rows: pl.DataFrame, by: Claimant, short: ShortLinks) -> pl.DataFrame:
    named = _named(rows, by)
    others = rows.join(named, on="row", how="anti")
    tied = _tied(others, by, short)
    rest = others.join(tied, on="row", how="anti")
    return pl.concat([named, tied, _unclaimed(rest, _NOBODY, by.rules.version)])


def _named(rows: pl.DataFrame, by: Claimant) -> pl.DataFrame:
    """Rows that name a measure; of one that the strategy does not have, the reason says so."""
    names = measure_names(by.rules.strategy)
    known = pl.DataFrame(
        {"name": list(names), "measure_id": list(names.values())},
        schema={"name": pl.String, "measure_id": pl.String},
    )
    hinted = rows.filter(pl.col("hint").is_not_null()).with_columns(name=folded(pl.col("hint")))
    found = hinted.filter(pl.col("name") != "").join(known, on="name", how="left")
    strange = pl.format("It names {}, which is no measure of the strategy.", "hint")
    return found.select(
        "row",
        "measure_id",
        pl.lit(None, pl.String).alias("tie_id"),
        pl.col("hint").alias("evidence"),
        pl.lit(by.rules.version).alias("strategy_version"),
        pl.when(pl.col("measure_id").is_null())
        .then(strange)
        .otherwise(pl.format("It names {}.", "measure_id"))
        .alias("reason"),
    )


def _tied(rows: pl.DataFrame, by: Claimant, short: ShortLinks) -> pl.DataFrame:
    hits = pl.concat(
        [_by_campaign(rows, by.rules), _by_utm(rows, by.rules), _by_link(rows, by.rules, short)]
    )
    goals = pl.DataFrame(
        {"measure_id": list(by.goals), "goal_id": list(by.goals.values())},
        schema={"measure_id": pl.String, "goal_id": pl.String},
    )
    met = (
        _narrowed(hits, rows, by.rules)
        .join(goals, on="measure_id")
        .sort(["row", "strength", "length", "position"], descending=[False, True, True, False])
    )
    best = met.unique("row", keep="first", maintain_order=True)
    equal = met.join(best.select("row", "strength", "length"), on=["row", "strength", "length"])
    goals_met = equal.group_by("row").agg(goals=pl.col("goal_id").unique().sort())
    is_torn = pl.col("goals").list.len() > 1
    torn = pl.format("Equal ties give it to goals {}.", pl.col("goals").list.join(" and "))
    return best.join(goals_met, on="row").select(
        "row",
        pl.when(~is_torn).then("measure_id").alias("measure_id"),
        pl.when(~is_torn).then("tie_id").alias("tie_id"),
        "evidence",
        pl.lit(by.rules.version).alias("strategy_version"),
        pl.when(is_torn).then(torn).otherwise(pl.format("Tied by {}.", "tie_id")).alias("reason"),
    )


def _by_campaign(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    said = rows.filter(pl.col("campaign").is_not_null())
    met = said.with_columns(name=folded(pl.col("campaign"))).join(
        rules.patterns(TieKind.CAMPAIGN), left_on="name", right_on="pattern"
    )
    return met.select("row", "claim", pl.col("campaign").alias("evidence"))


def _by_utm(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    said = rows.with_columns(
        folded(pl.col(name)).alias(f"its_{name}") for name in ("source", "medium", "content")
    )
    found = [pl.DataFrame(schema=_HITS)]
    for claim, tie in enumerate(rules.strategy.ties):  # claims are numbered as the ties are
        if tie.utm:
            asked = [pl.col(f"its_{name}") == value for name, value in tie.utm.parts.items()]
            found.append(
                said.filter(*asked).select(
                    "row",
                    pl.lit(claim, pl.UInt32).alias("claim"),
                    pl.lit(tie.pattern).alias("evidence"),
                )
            )
    return pl.concat(found)


def _by_link(rows: pl.DataFrame, rules: Rules, short: ShortLinks) -> pl.DataFrame:
    """By the address a row came through; a page without a host is one of the organisation's own."""
    said = rows.filter(pl.col("link").is_not_null()).select("row", "link")
    is_page = pl.col("link").str.starts_with("/")
    whole = [
        said.filter(is_page).with_columns(link=pl.concat_str(pl.lit(host), "link"))
        for host in rules.named_hosts
    ]
    places_of = pl.concat([said.filter(~is_page), *whole])
    places = followed(places_of["link"], short)
    return pl.concat(
        [
            link_claims.on_rows(link_claims.claimed_by_address(places, rules), places_of),
            link_claims.on_rows(link_claims.claimed_by_utm(places, rules), places_of),
        ]
    )


def _narrowed(hits: pl.DataFrame, rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The hits that narrowing leaves; a row has no account and no type, so ties narrowed by them go."""
    met = hits.join(rules.claims, on="claim").join(rows.select("row", "day", "network"), on="row")
    agrees = (
        (pl.col("platform").is_null() | (pl.col("platform") == pl.col("network")))
        & pl.col("account").is_null()
        & pl.col("type").is_null()
        & (pl.col("from_date").is_null() | (pl.col("day") >= pl.col("from_date")))
        & (pl.col("until_date").is_null() | (pl.col("day") <= pl.col("until_date")))
    )
    return met.filter(agrees.fill_null(value=False))
