"""What narrows a tie: the platform, account, type and days of the activities it may claim."""

from typing import Final

import polars as pl

from rhumbline.alignment.rules import Rules

_NARROWING: Final = ("platform", "account", "type", "from_date", "until_date")
_OWNER: Final = {
    "claim": pl.UInt32(),
    "its_platform": pl.String(),
    "its_account": pl.String(),
    "is_owner": pl.Boolean(),
}


def narrowed(
    hits: pl.DataFrame, activities: pl.DataFrame, rules: Rules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The hits that narrowing leaves, and those it takes away, with `because` in words.

    `activities` has `row`, `platform`, `account`, `type` (folded) and `day`, the day of publication
    in the strategy's zone. An undated activity is in no tie that has a `from` or an `until`.
    """
    narrow = rules.claims.filter(pl.any_horizontal(pl.col(_NARROWING).is_not_null()))
    if narrow.is_empty():
        return hits, hits.clear().select("row", "claim", pl.lit("").alias("because"))
    asked = hits.join(narrow.select("claim", *_NARROWING), on="claim")
    its = {f"its_{name}": name for name in ("platform", "account", "type", "day")}
    judged = (
        asked.join(activities.select("row", **its), on="row")
        .join(
            _owners(narrow, activities, rules),
            on=["claim", "its_platform", "its_account"],
            how="left",
            nulls_equal=True,
        )
        .with_columns(because=_because())
    )
    kept = judged.filter(pl.col("because").is_null()).select(hits.columns)
    free = hits.join(narrow.select("claim"), on="claim", how="anti")
    away = judged.filter(pl.col("because").is_not_null()).select("row", "claim", "because")
    return pl.concat([free, kept]), away


def _because() -> pl.Expr:
    """Why the tie leaves the activity out; null where it does not."""
    day = pl.col("its_day")
    undated = day.is_null() & pl.any_horizontal(pl.col("from_date", "until_date").is_not_null())
    return pl.coalesce(
        _other("platform", pl.col("its_platform") == pl.col("platform")),
        _other("account", pl.col("is_owner")),
        _other("type", pl.col("its_type") == pl.col("type")),
        pl.when(undated).then(pl.lit("only on dated activities")),
        pl.when(day < pl.col("from_date")).then(pl.format("only from {}", "from_date")),
        pl.when(day > pl.col("until_date")).then(pl.format("only until {}", "until_date")),
    )


def _other(column: str, agrees: pl.Expr) -> pl.Expr:
    asked = pl.col(column).is_not_null()
    said = pl.format(f"only for {column} {{}}", column)
    return pl.when(asked & ~agrees.fill_null(value=False)).then(said)


def _owners(narrow: pl.DataFrame, activities: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Per tie and account met, whether the account is the tie's, whatever either is called."""
    ties = narrow.filter(pl.col("account").is_not_null()).select("claim", "account").rows()
    met = activities.select("platform", "account").unique().rows()
    rows = [
        (claim, platform, account, rules.owner(platform, account) == rules.owner(platform, asked))
        for claim, asked in ties
        for platform, account in met
    ]
    return pl.DataFrame(rows, schema=_OWNER, orient="row")
