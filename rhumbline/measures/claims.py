"""Which measure a row of outcomes or web traffic counts for: the one it names, or the one it was tied to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from models.strategy import TieKind
from rhumbline.alignment import link_claims
from rhumbline.alignment.links import ShortLinks, resolve_links
from rhumbline.alignment.normalised_text import normalised
from rhumbline.alignment.rules import InForce, Rules, measure_names

_TIE_MATCH: Final = pl.Schema({"row": pl.UInt32(), "claim": pl.UInt32(), "evidence": pl.String()})
_NOBODY: Final = "It names no measure, and no campaign, utm or link of the strategy is in it."
_TOO_EARLY: Final = "It is from before the first strategy was in force."


@dataclass(frozen=True)
class Claimant:
    """A strategy version as it claims rows."""

    rules: Rules
    goals: dict[str, str]  # measure → goal

    @classmethod
    def of(cls, version: InForce) -> "Claimant":
        """The claimant that a version is."""
        measures = version.strategy.measures
        return cls(Rules.of(version), {name: each.goal for name, each in measures.items()})


def claim_rows(
    rows: pl.DataFrame, versions: Sequence[InForce], links: pl.DataFrame
) -> pl.DataFrame:
    """Per `row` its measure_id, tie_id, evidence, strategy_version and reason.

    `rows` has `row`, `day`, `network`, `source`, `medium`, `campaign`, `content`, `link` and `hint`;
    `links` is core.links. The version in force on its day decides. A measure that the row names
    outranks ties; among ties the strongest wins, as for activities. Two equal ties of different
    goals claim it for neither.
    """
    short = ShortLinks.of(links.select("short", "target"))
    first = versions[0].strategy.in_force_from
    too_early = _unclaimed(rows.filter(pl.col("day") < first), _TOO_EARLY, None)
    claims = [
        _claims_of(_rows_between(rows, begins, ends), Claimant.of(version), short)
        for version, begins, ends in _days_in_force(versions)
    ]
    return pl.concat([*claims, too_early]).sort("row")


def _days_in_force(versions: Sequence[InForce]) -> Iterator[tuple[InForce, date, date | None]]:
    """Each version with its first day, and the first day of the next; None for the last."""
    starts = [version.strategy.in_force_from for version in versions]
    yield from zip(versions, starts, [*starts[1:], None], strict=True)


def _rows_between(rows: pl.DataFrame, begins: date, ends: date | None) -> pl.DataFrame:
    begun = rows.filter(pl.col("day") >= begins)
    return begun.filter(pl.col("day") < ends) if ends else begun


def _unclaimed(rows: pl.DataFrame, reason: str, version: str | None) -> pl.DataFrame:
    return rows.select(
        "row",
        *(pl.lit(None, pl.String).alias(name) for name in ("measure_id", "tie_id", "evidence")),
        pl.lit(version, pl.String).alias("strategy_version"),
        pl.lit(reason).alias("reason"),
    )


def _claims_of(rows: pl.DataFrame, claimant: Claimant, short: ShortLinks) -> pl.DataFrame:
    """The claim of each row, by a version that was in force on the days of all of them."""
    naming = _claims_by_name(rows, claimant)
    others = rows.join(naming, on="row", how="anti")
    tied = _claims_by_tie(others, claimant, short)
    rest = others.join(tied, on="row", how="anti")
    return pl.concat([naming, tied, _unclaimed(rest, _NOBODY, claimant.rules.version)])


def _claims_by_name(rows: pl.DataFrame, claimant: Claimant) -> pl.DataFrame:
    """Rows that name a measure; of one that the strategy does not have, the reason says so."""
    names = measure_names(claimant.rules.strategy)
    known = pl.DataFrame(
        {"name": list(names), "measure_id": list(names.values())},
        schema={"name": pl.String, "measure_id": pl.String},
    )
    hinted = rows.filter(pl.col("hint").is_not_null()).with_columns(name=normalised(pl.col("hint")))
    naming = hinted.filter(pl.col("name") != "").join(known, on="name", how="left")
    strange = pl.format("It names {}, which is no measure of the strategy.", "hint")
    return naming.select(
        "row",
        "measure_id",
        pl.lit(None, pl.String).alias("tie_id"),
        pl.col("hint").alias("evidence"),
        pl.lit(claimant.rules.version).alias("strategy_version"),
        pl.when(pl.col("measure_id").is_null())
        .then(strange)
        .otherwise(pl.format("It names {}.", "measure_id"))
        .alias("reason"),
    )


def _claims_by_tie(rows: pl.DataFrame, claimant: Claimant, short: ShortLinks) -> pl.DataFrame:
    """Rows that a tie points at, each with its strongest; torn where equal ones differ in goal."""
    ranked = _ranked_hits(rows, claimant, short)
    strongest = ranked.unique("row", keep="first", maintain_order=True)
    equals = ranked.join(
        strongest.select("row", "strength", "length"), on=["row", "strength", "length"]
    )
    goals = equals.group_by("row").agg(goals=pl.col("goal_id").unique().sort())
    is_torn = pl.col("goals").list.len() > 1
    torn = pl.format("Equal ties give it to goals {}.", pl.col("goals").list.join(" and "))
    return strongest.join(goals, on="row").select(
        "row",
        pl.when(~is_torn).then("measure_id").alias("measure_id"),
        pl.when(~is_torn).then("tie_id").alias("tie_id"),
        "evidence",
        pl.lit(claimant.rules.version).alias("strategy_version"),
        pl.when(is_torn).then(torn).otherwise(pl.format("Tied by {}.", "tie_id")).alias("reason"),
    )


def _ranked_hits(rows: pl.DataFrame, claimant: Claimant, short: ShortLinks) -> pl.DataFrame:
    """Every tie that points at a row, the strongest of each row first, with its goal."""
    rules = claimant.rules
    hits = pl.concat(
        [
            _hits_by_campaign(rows, rules),
            _hits_by_utm(rows, rules),
            _hits_by_link(rows, rules, short),
        ]
    )
    goals = pl.DataFrame(
        {"measure_id": list(claimant.goals), "goal_id": list(claimant.goals.values())},
        schema={"measure_id": pl.String, "goal_id": pl.String},
    )
    return (
        _narrowed(hits, rows, rules)
        .join(goals, on="measure_id")
        .sort(["row", "strength", "length", "position"], descending=[False, True, True, False])
    )


def _hits_by_campaign(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    named = rows.filter(pl.col("campaign").is_not_null())
    hits = named.with_columns(name=normalised(pl.col("campaign"))).join(
        rules.patterns(TieKind.CAMPAIGN), left_on="name", right_on="pattern"
    )
    return hits.select("row", "claim", pl.col("campaign").alias("evidence"))


def _hits_by_utm(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    plain = rows.select(
        "row", *(normalised(pl.col(name)).alias(name) for name in ("source", "medium", "content"))
    )
    hits = [pl.DataFrame(schema=_TIE_MATCH)]
    for claim, tie in enumerate(rules.strategy.ties):  # claims are numbered as the ties are
        if tie.utm:
            is_hit = [pl.col(name) == value for name, value in tie.utm.parts.items()]
            hits.append(
                plain.filter(*is_hit).select(
                    "row",
                    pl.lit(claim, pl.UInt32).alias("claim"),
                    pl.lit(tie.pattern).alias("evidence"),
                )
            )
    return pl.concat(hits)


def _hits_by_link(rows: pl.DataFrame, rules: Rules, short: ShortLinks) -> pl.DataFrame:
    """By the address a row came through; a page without a host is one of the organisation's own."""
    linked = rows.filter(pl.col("link").is_not_null()).select("row", "link")
    is_page = pl.col("link").str.starts_with("/")
    own_pages = [
        linked.filter(is_page).with_columns(link=pl.concat_str(pl.lit(host), "link"))
        for host in rules.named_hosts
    ]
    addressed = pl.concat([linked.filter(~is_page), *own_pages])
    addresses = resolve_links(addressed["link"], short)
    return pl.concat(
        [
            link_claims.hits_of_links(link_claims.match_link_ties(addresses, rules), addressed),
            link_claims.hits_of_links(link_claims.match_utm_ties(addresses, rules), addressed),
        ]
    )


def _narrowed(hits: pl.DataFrame, rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The hits that narrowing leaves; a row has no account and no type, so ties narrowed by them go."""
    claims = hits.join(rules.claims, on="claim").join(
        rows.select("row", "day", "network"), on="row"
    )
    agrees = (
        (pl.col("platform").is_null() | (pl.col("platform") == pl.col("network")))
        & pl.col("account").is_null()
        & pl.col("type").is_null()
        & (pl.col("from_date").is_null() | (pl.col("day") >= pl.col("from_date")))
        & (pl.col("until_date").is_null() | (pl.col("day") <= pl.col("until_date")))
    )
    return claims.filter(agrees.fill_null(value=False))
