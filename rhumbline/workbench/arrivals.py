"""What arrived: the exports that were read or refused, their accounts, and those that are overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rhumbline.ingest.overdue import MissingExport, missing_exports
from rhumbline.strategy.file import loads
from rhumbline.warehouse.connection import Warehouse

EXPORTS_SHOWN: Final = 50


@dataclass(frozen=True)
class ExportRow:
    """A file that arrived and what became of it."""

    export_id: str
    name: str
    folder: str
    status: str  # read or refused
    reason: str | None  # why it was refused
    platform: str | None
    kind: str | None
    account: str | None
    observed_at: datetime | None
    rows_seen: int
    rows_kept: int
    rows_rejected: int
    rejections: Sequence[str]  # at most five reasons, each with its line


@dataclass(frozen=True)
class AccountRow:
    """An account that exports tell of."""

    platform: str
    account: str | None
    posts: int
    first_post: datetime | None
    last_post: datetime | None


@dataclass(frozen=True)
class NewAccount:
    """An account that nobody has said yet whether it is ours."""

    platform: str
    account: str
    posts: int


@dataclass(frozen=True)
class Arrivals:
    """What the inbox page shows of what is published."""

    exports: Sequence[ExportRow]
    exports_count: int
    accounts: Sequence[AccountRow]
    new_accounts: Sequence[NewAccount]
    overdue: Sequence[MissingExport]


def read_arrivals(published: Warehouse, today: date) -> Arrivals:
    """The latest exports, refused ones first; all accounts; exports overdue as of `today`."""
    text = published.one("select text from core.strategies order by in_force_from desc limit 1")
    return Arrivals(
        exports=[ExportRow(*row) for row in published.rows(_EXPORTS, EXPORTS_SHOWN)],
        exports_count=published.one("select count(*) from core.exports"),
        accounts=[AccountRow(*row) for row in published.rows(_ACCOUNTS)],
        new_accounts=_new_accounts(published),
        overdue=missing_exports(published, loads(text).strategy, today) if text else (),
    )


def _new_accounts(published: Warehouse) -> list[NewAccount]:
    if not published.one(_HAS_ASIDE):  # published by a version that asked about no account
        return []
    return [NewAccount(*row) for row in published.rows(_NOT_ASKED)]


_EXPORTS: Final = """
with shown as (
    select *
    from core.exports
    order by status = 'refused' desc, export_key desc
    limit ?
),

rejected as (
    select
        export_id,
        list(concat_ws(': ', 'line ' || line, reason) order by line)[:5] as rejections
    from core.rejections
    semi join shown using (export_id)
    group by export_id
)

select
    shown.export_id, shown.name, shown.folder, shown.status, shown.reason, shown.platform,
    shown.kind, shown.account, shown.observed_at, shown.rows_seen, shown.rows_kept,
    shown.rows_rejected, coalesce(rejected.rejections, [])
from shown
left join rejected using (export_id)
order by shown.status = 'refused' desc, shown.export_key desc
"""
_ACCOUNTS: Final = """
select platform, account, count(*) as posts, min(published_at), max(published_at)
from core.activities
group by platform, account
order by platform, posts desc
limit 200
"""
_HAS_ASIDE: Final = """
select count(*) from duckdb_tables() where schema_name = 'aside' and table_name = 'accounts'
"""
_NOT_ASKED: Final = """
select platform, account, activities from aside.accounts where why = 'not asked' order by 1, 2
"""
