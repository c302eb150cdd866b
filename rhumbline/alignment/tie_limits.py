"""The limits of a tie: the platform, account, type and days of the activities it may claim."""

from typing import Final

import polars as pl

from rhumbline.alignment.rules import LIMITS, Rules

_OWNER: Final = ("activity_platform", "activity_account")


def apply_limits(
    hits: pl.DataFrame, activities: pl.DataFrame, rules: Rules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The hits that the limits of their ties allow, and those they exclude.

    `activities` has `row` (counting from 0), `platform`, `account`, `type` (normalised) and `day`,
    that of publication in the strategy's time zone. A tie with a first or last day never claims an
    activity without a date. Excluded hits have what `exclusion_reason` reads.
    """
    is_limited = rules.is_limited.gather(hits["claim"])
    free = hits.filter(~is_limited)
    limited = hits.filter(is_limited)
    limits = rules.claims.select(pl.col(LIMITS).gather(limited["claim"]))
    activity = activities.select(
        pl.col("platform", "account", "type", "day").gather(limited["row"]).name.prefix("activity_")
    )
    compared = pl.concat([limited, limits, activity], how="horizontal")
    owners = account_owners(_limiting_accounts(rules), compared.select(_OWNER), rules)
    compared = compared.join(owners, on=["claim", *_OWNER], how="left", nulls_equal=True)
    is_allowed = compared.select(pl.all_horizontal(*_agreements().values())).to_series()
    allowed = compared.filter(is_allowed).select(hits.columns)
    return pl.concat([free, allowed]), compared.filter(~is_allowed)


def _limiting_accounts(rules: Rules) -> dict[int, str]:
    """The account of each claim that is limited to one."""
    limited = rules.claims.filter(pl.col("account").is_not_null())
    return dict(limited.select("claim", "account").iter_rows())


def _agreements() -> dict[str, pl.Expr]:
    """For each limit whether the activity is within it; a limit that the tie does not set always holds."""
    day, first, last = (pl.col(name) for name in ("activity_day", "from_date", "until_date"))
    within = {
        "platform": pl.col("activity_platform") == pl.col("platform"),
        "account": pl.col("is_owner"),
        "type": pl.col("activity_type") == pl.col("type"),
        "from_date": day >= first,
        "until_date": day <= last,
    }
    return {
        limit: pl.col(limit).is_null() | agrees.fill_null(value=False)
        for limit, agrees in within.items()
    }


def exclusion_reason() -> pl.Expr:
    """Why a tie excludes an activity, of a hit that `apply_limits` took away: "only for type reply"."""
    agrees = _agreements()
    return pl.coalesce(
        pl.when(~agrees["platform"]).then(pl.format("only for platform {}", "platform")),
        pl.when(~agrees["account"]).then(pl.format("only for account {}", "account")),
        pl.when(~agrees["type"]).then(pl.format("only for type {}", "type")),
        pl.when(pl.col("activity_day").is_null()).then(pl.lit("only for dated activities")),
        pl.when(~agrees["from_date"]).then(pl.format("only from {}", "from_date")),
        pl.format("only until {}", "until_date"),
    )


def account_owners(
    accounts: dict[int, str], activity_accounts: pl.DataFrame, rules: Rules
) -> pl.DataFrame:
    """Whether each account of an activity is the one that a claim asks for.

    `accounts` are those that claims ask for; `activity_accounts` has `activity_platform` and
    `activity_account`. One row per claim and distinct account, with `is_owner`: exports and
    strategies call an account by any of its handles.
    """
    pairs = activity_accounts.unique().rows() if accounts else []
    rows = [
        (claim, platform, account, rules.owner(platform, account) == rules.owner(platform, asked))
        for claim, asked in accounts.items()
        for platform, account in pairs
    ]
    schema = {"claim": pl.UInt32(), **dict.fromkeys(_OWNER, pl.String()), "is_owner": pl.Boolean()}
    return pl.DataFrame(rows, schema=schema, orient="row")
