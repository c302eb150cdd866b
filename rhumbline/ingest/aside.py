"""Sets aside what exports tell of accounts that are others', and brings it back where they are ours."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from models.strategy import Strategy
from rhumbline.warehouse.connection import Warehouse

NOT_OURS: Final = "not ours"
NOT_ASKED: Final = "not asked"

_BY_ACTIVITY: Final = ("activity_versions", "observations", "metric_changes", "activities")
_BY_ACCOUNT: Final = ("account_days", "audiences", "account_day_events", "audience_events")
_ACCOUNTS: Final = """
    select platform, account, count(*) as activities
    from core.activities
    where account is not null
    group by all
    union
    select platform, account, 0 as activities
    from core.account_days
    where account is not null
    union
    select platform, account, 0 as activities
    from core.audiences
    where account is not null
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


def _why_aside(strategy: Strategy, platform: str, account: str) -> str | None:
    if strategy.disowns(platform, account):
        return NOT_OURS
    return None if strategy.knows_account(platform, account) else NOT_ASKED


def _move(warehouse: Warehouse) -> None:
    named = "(platform, account) in (select (platform, account) from aside.accounts)"
    keys = f"activity_key in (select activity_key from core.activities where {named})"  # noqa: S608
    for table in (*_BY_ACTIVITY, *_BY_ACCOUNT):
        which = named if table in _BY_ACCOUNT or table == "activities" else keys
        warehouse.run(f"insert into aside.{table} by name from core.{table} where {which}")
        warehouse.run(f"delete from core.{table} where {which}")  # noqa: S608


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
