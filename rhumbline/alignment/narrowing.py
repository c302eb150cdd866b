"""What narrows a tie: the platform, account, type and days of the activities it may claim."""

from typing import Final

import polars as pl

from rhumbline.alignment.rules import Rules

_NARROWING: Final = ("platform", "account", "type", "from_date", "until_date")
_PAIR: Final = ("its_platform", "its_account")


def narrowed(
    hits: pl.DataFrame, activities: pl.DataFrame, rules: Rules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The hits that narrowing leaves, and those it takes away, for `because` to explain.

    `activities` has `row`, counting from 0, `platform`, `account`, `type` (folded) and `day`, that
    of publication in the strategy's zone. What has no date is in no tie with a `from` or `until`.
    """
    narrow = rules.claims.filter(pl.any_horizontal(pl.col(_NARROWING).is_not_null()))
    asked = hits.join(narrow.select("claim", *_NARROWING), on="claim")
    its = activities.select("platform", "account", "type", "day")
    judged = pl.concat(
        [asked, its.select(pl.all().gather(asked["row"]).name.prefix("its_"))], how="horizontal"
    )
    accounts = dict(narrow.drop_nulls("account").select("claim", "account").iter_rows())
    owned = owners(accounts, activities, rules)
    judged = judged.join(owned, on=["claim", *_PAIR], how="left", nulls_equal=True)
    applies = judged.select(pl.all_horizontal(*_agreements().values()).alias("a")).to_series()
    free = hits.join(narrow.select("claim"), on="claim", how="anti")
    return pl.concat([free, judged.filter(applies).select(hits.columns)]), judged.filter(~applies)


def _agreements() -> dict[str, pl.Expr]:
    """What must hold of an activity for a tie to claim it; what is not written always holds."""
    day, since, until = (pl.col(name) for name in ("its_day", "from_date", "until_date"))
    asked = {
        "platform": pl.col("its_platform") == pl.col("platform"),
        "account": pl.col("is_owner"),
        "type": pl.col("its_type") == pl.col("type"),
        "from_date": day >= since,
        "until_date": day <= until,
    }
    return {
        name: pl.col(name).is_null() | agrees.fill_null(value=False)
        for name, agrees in asked.items()
    }


def because() -> pl.Expr:
    """Why a tie leaves an activity out, of a hit that narrowing took away."""
    agrees = _agreements()
    return pl.coalesce(
        pl.when(~agrees["platform"]).then(pl.format("only for platform {}", "platform")),
        pl.when(~agrees["account"]).then(pl.format("only for account {}", "account")),
        pl.when(~agrees["type"]).then(pl.format("only for type {}", "type")),
        pl.when(pl.col("its_day").is_null()).then(pl.lit("only for dated activities")),
        pl.when(~agrees["from_date"]).then(pl.format("only from {}", "from_date")),
        pl.format("only until {}", "until_date"),
    )


def owners(accounts: dict[int, str], activities: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Per claim and account met, whether the account is the one asked for, whatever it is called."""
    met = activities.select("platform", "account").unique().rows() if accounts else []
    rows = [
        (claim, platform, account, rules.owner(platform, account) == rules.owner(platform, asked))
        for claim, asked in accounts.items()
        for platform, account in met
    ]
    schema = {"claim": pl.UInt32(), **dict.fromkeys(_PAIR, pl.String()), "is_owner": pl.Boolean()}
    return pl.DataFrame(rows, schema=schema, orient="row")
