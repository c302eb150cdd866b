"""Sets aside what exports tell of accounts that are others', and brings it back where they are ours."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from models.strategy import Strategy
from rhumbline.warehouse.connection import Warehouse

NOT_OURS: Final = "not ours"
NOT_ASKED: Final = "not asked"

# Their rows leave the marts; those of what is brought back come with their new verdicts.
_NOTE_GONE: Final = """
    insert into intermediate.touched_activities (activity_key, activity_id)
    select activity_key, activity_id
    from aside.activities
"""
_BY_ACTIVITY: Final = (
    *("activity_versions", "observations", "campaign_periods", "metric_changes"),
    "activities",
)
_BY_ACCOUNT: Final = ("account_days", "audiences", "account_day_events", "audience_events")
_ACCOUNTS: Final = """
    select platform, account, count(*) as activities
    from core.activities
    group by all
    union
    select platform, account, 0 as activities
    from core.account_days
    union
    select platform, account, 0 as activities
    from core.audiences
"""


def bring_back(warehouse: Warehouse) -> None:
    """Put all that is set aside back into core, where new exports are compared with it."""
    if not warehouse.one("select count(*) from aside.accounts"):
        return
    with warehouse.transaction():
        for table in (*_BY_ACTIVITY, *_BY_ACCOUNT):
            warehouse.run(f"insert into core.{table} by name from aside.{table}")
            warehouse.run(f"delete from aside.{table}")  # noqa: S608 - a name of ours


def set_aside(warehouse: Warehouse, strategy: Strategy) -> tuple[str, ...]:
    """Move what is told of accounts that are not ours, or not asked about, from core to aside.

    Returns a warning for each account that nobody was asked about yet, with what to write. What a
    mart or a measure is made of is then ours alone; where the accounts are others than before,
    all measures are counted anew.
    """
    before = set(warehouse.rows("select platform, account from aside.accounts"))
    accounts = _accounts_aside(warehouse, strategy)
    after = set(accounts.select("platform", "account").iter_rows())
    with warehouse.transaction():
        warehouse.replace("aside.accounts", accounts)
        if after:
            _move(warehouse)
        if before != after:
            warehouse.run("delete from main.measured_with")
            warehouse.run(_NOTE_GONE)
    return tuple(_questions(accounts))


def _accounts_aside(warehouse: Warehouse, strategy: Strategy) -> pl.DataFrame:
    stored = warehouse.frame(
        f"select platform, account, max(activities) from ({_ACCOUNTS}) group by all order by all"  # noqa: S608
    )
    rows = [
        (platform, account, why, activities)
        for platform, account, activities in stored.iter_rows()
        if (why := _why_aside(strategy, platform, account))
    ]
    schema = {
        "platform": pl.String(), "account": pl.String(), "why": pl.String(),
        "activities": pl.Int64(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema, orient="row")


def _why_aside(strategy: Strategy, platform: str, account: str | None) -> str | None:
    if strategy.disowns(platform, account):
        return NOT_OURS
    return None if strategy.knows_account(platform, account) else NOT_ASKED


def _move(warehouse: Warehouse) -> None:
    """Move the rows of the accounts; an account that exports do not name is one of its platform's."""
    for table in (*_BY_ACTIVITY, *_BY_ACCOUNT):
        by_account = table in _BY_ACCOUNT or table == "activities"
        which = _OF_ACCOUNT.format(table) if by_account else _OF_ACTIVITY
        warehouse.run(f"insert into aside.{table} by name from core.{table} where {which}")
        warehouse.run(f"delete from core.{table} where {which}")  # noqa: S608 - names of ours


_OF_ACCOUNT: Final = """
    exists (
        select 1
        from aside.accounts
        where
            accounts.platform = {0}.platform
            and accounts.account is not distinct from {0}.account
    )
"""
_OF_ACTIVITY: Final = """
    activity_key in (
        select activities.activity_key
        from core.activities
        inner join aside.accounts
            on
                activities.platform = accounts.platform
                and activities.account is not distinct from accounts.account
    )
"""


def _questions(accounts: pl.DataFrame) -> Iterator[str]:
    """What to ask of each account that the strategy does not know."""
    asked = accounts.filter(pl.col("why") == NOT_ASKED)
    for platform, account, _, activities in asked.iter_rows():
        kept = f"{activities:,} {'post is' if activities == 1 else 'posts are'}"
        yield (
            f"{platform}/{account} is new: is it yours? Its {kept} kept and not judged. If it "
            f"is, write it in strategy.yaml under `accounts: {platform}:`; if not, under "
            f"`not_ours: [{platform}/{account}]`."
        )
