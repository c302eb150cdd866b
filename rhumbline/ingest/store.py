"""Storing an export: its parts become snapshots in core, whatever the order of arrival."""

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from models.metrics import NAMES
from rhumbline.ingest.attribute_history import forget_versions, settle
from rhumbline.ingest.storable import reject_unstorable
from rhumbline.ingest.store_posts import store_posts
from rhumbline.reading.batch import Batch, Column, Kind
from rhumbline.reading.provenance import Provenance
from rhumbline.warehouse.connection import Warehouse


@dataclass
class RowCounts:
    """What became of the rows of one export so far; `seen` is kept, folded and rejected together."""

    seen: int = 0
    kept: int = 0
    folded: int = 0  # rows that repeat another row of the file for the same thing
    rejected: int = 0
    told_unlike: set[str] = field(default_factory=set)  # ids of which rows tell different figures
    remarks: set[str] = field(default_factory=set)  # what a person should know of the reading
    is_at_row_cap: bool = False  # a document of it has as many rows as its platform gives at most


def next_export_key(warehouse: Warehouse) -> int:
    """The number of the next export."""
    return int(warehouse.one("select coalesce(max(export_key), 0) + 1 from core.exports"))


def store_part(
    warehouse: Warehouse, part: Batch, provenance: Provenance, counts: RowCounts
) -> None:
    """Add one part to core and count its rows; the caller holds the transaction.

    Rows that core cannot hold are counted and listed as rejected.
    """
    part = reject_unstorable(part)
    counts.remarks |= part.remarks
    if part.kind is Kind.POSTS:
        kept, unlike = store_posts(warehouse, part.rows, provenance)
        counts.told_unlike |= unlike
    else:
        kept = _STORE[part.kind](warehouse, part.rows, provenance)
    counts.seen += part.seen
    counts.rejected += part.rejected.height
    counts.kept += kept
    counts.folded += part.seen - part.rejected.height - kept
    store_rejections(warehouse, part.rejected, provenance)


def store_rejections(warehouse: Warehouse, rejected: pl.DataFrame, provenance: Provenance) -> None:
    """List the rejected rows of a document, each with its line and its reason."""
    if rejected.height:
        whence = {"export_id": provenance.export_id, "document": provenance.document}
        listed = rejected.with_columns(pl.lit(text).alias(name) for name, text in whence.items())
        warehouse.append("core.rejections", listed)


def store_columns(warehouse: Warehouse, columns: list[Column], provenance: Provenance) -> None:
    """Note what became of every column of a document."""
    rows = [
        {
            "export_id": provenance.export_id,
            "document": provenance.document,
            "sheet": column.sheet,
            "header": column.header,
            "fate": str(column.fate),
            "name": column.name,
        }
        for column in columns
    ]
    if rows:
        warehouse.append("raw.columns", pl.DataFrame(rows, schema_overrides={"name": pl.String()}))


def store_links(warehouse: Warehouse, links: pl.DataFrame, provenance: Provenance) -> None:
    """Keep where shortened links lead, as an export expands them: other exports have them too."""
    if links.height:
        whence = pl.lit(provenance.export_id).alias("export_id")
        warehouse.append("core.links", links.with_columns(whence))


def _dated(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    return rows.with_columns(
        export_id=pl.lit(provenance.export_id),
        observed_at=pl.lit(provenance.observed_at),
        format=pl.lit(provenance.format),
    )


def _owned(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    return _dated(rows, provenance).with_columns(
        platform=pl.col("platform").fill_null(provenance.platform),
        account=pl.col("account").fill_null(pl.lit(provenance.account, pl.String)),
    )


_OF_DAYS: Final = (*NAMES, "currency")


def _store_days(warehouse: Warehouse, rows: pl.DataFrame, provenance: Provenance) -> int:
    """One row per account and day: series of one file that share a day are put side by side."""
    days = _owned(rows, provenance)
    keys = ["export_id", "platform", "account", "date", "observed_at", "format"]
    merged = days.group_by(keys, maintain_order=True).agg(
        pl.col("line").first(), *(pl.col(name).drop_nulls().first() for name in _OF_DAYS)
    )
    merged = _without_stored_days(warehouse, merged, provenance)
    warehouse.append("core.account_days", merged)
    return rows.height


def _without_stored_days(
    warehouse: Warehouse, days: pl.DataFrame, provenance: Provenance
) -> pl.DataFrame:
    """Days that an earlier part of the same export gave are filled in, the others returned."""
    stored = warehouse.frame(
        "select platform, account, date from core.account_days where export_id = ? and format = ?",
        provenance.export_id,
        provenance.format,
    )
    if stored.is_empty():
        return days
    keys = ["platform", "account", "date"]
    again = days.join(stored, on=keys, how="semi", nulls_equal=True)
    if again.height:
        filled = ", ".join(
            f"{name} = coalesce(account_days.{name}, again.{name})" for name in _OF_DAYS
        )
        with warehouse.seeing(again=again):
            warehouse.run(
                f"""
                update core.account_days set {filled}
                from again
                where
                    account_days.export_id = again.export_id
                    and account_days.format = again.format
                    and account_days.platform = again.platform
                    and account_days.account is not distinct from again.account
                    and account_days.date = again.date
                """  # noqa: S608
            )
    return days.join(stored, on=keys, how="anti", nulls_equal=True)


def _store_audience(warehouse: Warehouse, rows: pl.DataFrame, provenance: Provenance) -> int:
    warehouse.append("core.audiences", _owned(rows, provenance))
    return rows.height


def _store_traffic(warehouse: Warehouse, rows: pl.DataFrame, provenance: Provenance) -> int:
    traffic = _dated(rows, provenance).with_columns(
        account=pl.col("account").fill_null(pl.lit(provenance.account, pl.String))
    )
    warehouse.append("core.traffic", traffic)
    return rows.height


def _store_outcomes(warehouse: Warehouse, rows: pl.DataFrame, provenance: Provenance) -> int:
    warehouse.append("core.outcomes", _dated(rows, provenance).drop("format"))
    return rows.height


def _store_nothing(_warehouse: Warehouse, rows: pl.DataFrame, _provenance: Provenance) -> int:
    return rows.height


_STORE: Final = {
    Kind.DAILY: _store_days,
    Kind.AUDIENCE: _store_audience,
    Kind.TRAFFIC: _store_traffic,
    Kind.CONVERSIONS: _store_outcomes,
    Kind.OTHER: _store_nothing,
}


def forget(warehouse: Warehouse, export_id: str) -> None:
    """Remove all that an own file said, before its new content is read."""
    changed = forget_versions(warehouse, export_id)
    _process_again(warehouse, export_id)
    _note_touched(warehouse, export_id)
    for table in ("rejections", "observations", "outcomes", "plan", "links", "exports"):
        warehouse.run(f"delete from core.{table} where export_id = ?", export_id)  # noqa: S608
    warehouse.run("delete from raw.columns where export_id = ?", export_id)
    warehouse.run(
        """
        delete from core.activities
        where not exists (
            select 1 from core.observations
            where observations.activity_key = activities.activity_key
        )
        """
    )
    settle(warehouse, changed)


def _note_touched(warehouse: Warehouse, export_id: str) -> None:
    """Note the activities that lose a figure by id too: a number may come to name another one."""
    warehouse.run(
        """
        insert into intermediate.touched_activities
        select activity_key, activity_id from core.observations where export_id = ?
        """,
        export_id,
    )


def _process_again(warehouse: Warehouse, export_id: str) -> None:
    """Note the other exports that tell of the same activities as not compared with each other yet."""
    warehouse.run(
        """
        delete from core.formed_exports
        where export_id in (
            select others.export_id
            from core.observations as others
            semi join (
                select activity_key from core.observations where export_id = ?
            ) as forgotten on others.activity_key = forgotten.activity_key
            where others.export_id <> ?
        )
        """,
        export_id,
        export_id,
    )
