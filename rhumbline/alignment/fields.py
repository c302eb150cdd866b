"""Hits of an activity's fields: campaign, labels, account, type, and a measure named in the log."""

from typing import Final

import polars as pl

from models.strategy import Tie, TieKind, plain
from rhumbline.alignment.normalised_text import normalised, shortened
from rhumbline.alignment.rules import LOG_PATTERN, Rules, measure_names
from rhumbline.alignment.tie_limits import account_owners

HIT: Final = {"row": pl.UInt32(), "claim": pl.UInt32(), "evidence": pl.String()}


def field_values(activities: pl.DataFrame, field: str) -> pl.DataFrame:
    """The values of a field as `row`, `written` and `name` (normalised), one row each.

    Each label of a list is a value of its own; blank values are left out.
    """
    values = activities.select("row", pl.col(field).alias("written"))
    if isinstance(values.schema["written"], pl.List):
        values = values.filter(pl.col("written").list.len() > 0).explode("written")
    values = values.filter(pl.col("written").is_not_null())
    names = values.select(pl.col("written").unique()).with_columns(
        name=normalised(pl.col("written"))
    )
    return values.join(names, on="written").filter(pl.col("name") != "")


def match_values(values: pl.DataFrame, patterns: pl.DataFrame) -> pl.DataFrame:
    """HIT rows of the values whose whole name is the pattern of a tie (`claim`, `pattern`)."""
    hits = values.join(patterns, left_on="name", right_on="pattern")
    return hits.select("row", "claim", shortened(pl.col("written")).alias("evidence"))


def match_log_measures(hints: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """HIT rows of the measures that lines of the activity log name."""
    names = measure_names(rules.strategy)
    claims = rules.claims.filter(pl.col("pattern") == LOG_PATTERN).select("claim", "measure_id")
    known = pl.DataFrame(
        {"name": list(names), "measure_id": list(names.values())},
        schema={"name": pl.String, "measure_id": pl.String},
    )
    patterns = known.join(claims, on="measure_id").select("claim", pattern="name")
    return match_values(hints, patterns)


def match_account_and_type_ties(activities: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """HIT rows of the ties that claim all activities of an account or type, on one or all platforms."""
    ties = {
        claim: tie
        for claim, tie in enumerate(rules.strategy.ties)  # claims have the numbers of their ties
        if tie.kind in (TieKind.ACCOUNT, TieKind.TYPE)
    }
    described = activities.select("row", "platform", "account", "type")
    accounts = {claim: tie.account for claim, tie in ties.items() if tie.account}
    activity_accounts = described.select(activity_platform="platform", activity_account="account")
    owners = account_owners(accounts, activity_accounts, rules).filter("is_owner")
    hits = [
        _match_described(described, claim, tie, owners.filter(pl.col("claim") == claim))
        for claim, tie in ties.items()
    ]
    return pl.concat([pl.DataFrame(schema=HIT), *hits])


def _match_described(
    described: pl.DataFrame, claim: int, tie: Tie, owners: pl.DataFrame
) -> pl.DataFrame:
    """Hits of one tie by account or type; `owners` are the accounts that are the one it names."""
    conditions = [pl.col("platform") == tie.platform_id] if tie.platform_id else []
    conditions += [pl.col("type") == plain(tie.type)] if tie.type else []
    matching = described.filter(*conditions)
    if tie.account:
        pairs = owners.select(platform="activity_platform", account="activity_account")
        matching = matching.join(pairs, on=["platform", "account"], how="semi", nulls_equal=True)
    return matching.select(
        "row", pl.lit(claim, pl.UInt32).alias("claim"), pl.col(str(tie.kind)).alias("evidence")
    )
