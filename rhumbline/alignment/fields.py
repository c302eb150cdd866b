"""What the fields of an activity claim: campaign, labels, account, type, and a measure in the log."""

from typing import Final

import polars as pl

from models.strategy import TieKind, plain
from rhumbline.alignment.folding import cut, folded
from rhumbline.alignment.narrowing import owners
from rhumbline.alignment.rules import LOG_PATTERN, Rules, measure_names

HITS: Final = {"row": pl.UInt32(), "claim": pl.UInt32(), "evidence": pl.String()}


def spread(activities: pl.DataFrame, field: str) -> pl.DataFrame:
    """`row`, `written` and `name` (folded) of a field's values; lists are spread, blanks left out."""
    values = activities.select("row", pl.col(field).alias("written"))
    if isinstance(values.schema["written"], pl.List):
        values = values.filter(pl.col("written").list.len() > 0).explode("written")
    values = values.filter(pl.col("written").is_not_null())
    names = values.select(pl.col("written").unique()).with_columns(name=folded(pl.col("written")))
    return values.join(names, on="written").filter(pl.col("name") != "")


def claimed_by(values: pl.DataFrame, patterns: pl.DataFrame) -> pl.DataFrame:
    """Hits of the values that ties (`claim`, `pattern`) name whole."""
    met = values.join(patterns, left_on="name", right_on="pattern")
    return met.select("row", "claim", cut(pl.col("written")).alias("evidence"))


def named_in_the_log(hints: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Hits of the measures that lines of the activity log name."""
    names = measure_names(rules.strategy)
    claims = rules.claims.filter(pl.col("pattern") == LOG_PATTERN).select("claim", "measure_id")
    known = pl.DataFrame(
        {"name": list(names), "measure_id": list(names.values())},
        schema={"name": pl.String, "measure_id": pl.String},
    )
    patterns = known.join(claims, on="measure_id").select("claim", pattern="name")
    return claimed_by(hints, patterns)


def of_account_or_type(activities: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Hits of the ties that claim all activities of an account or a type, on all or one platform."""
    ties = {
        claim: tie
        for claim, tie in enumerate(rules.strategy.ties)
        if tie.kind in (TieKind.ACCOUNT, TieKind.TYPE)
    }
    accounts = {claim: tie.account for claim, tie in ties.items() if tie.account}
    owned = owners(accounts, activities, rules).filter("is_owner")
    found = [pl.DataFrame(schema=HITS)]
    for claim, tie in ties.items():
        platform = tie.platform_id
        asked = [pl.col("platform") == platform] if platform else []
        asked += [pl.col("type") == plain(tie.type)] if tie.type else []
        its = activities.filter(*asked)
        if tie.account:
            pairs = owned.filter(pl.col("claim") == claim).select(
                platform="its_platform", account="its_account"
            )
            its = its.join(pairs, on=["platform", "account"], how="semi", nulls_equal=True)
        field = pl.col(str(tie.kind)).alias("evidence")
        found.append(its.select("row", pl.lit(claim, pl.UInt32).alias("claim"), field))
    return pl.concat(found)
