"""The organisation's own files: what is in them now is the truth, so new content replaces the old."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final

import duckdb
import polars as pl

from models.strategy import Strategy
from rhumbline.archive.journal import OWN_FILES
from rhumbline.archive.notes import Archived
from rhumbline.archive.own_files import archive_own_files, own_files_in_force
from rhumbline.errors import UserError
from rhumbline.ingest.export_rows import add_export
from rhumbline.ingest.exports import Read, read_from
from rhumbline.ingest.faults import is_of_the_data, why_refused
from rhumbline.ingest.provenance import provenance_of
from rhumbline.ingest.storable import separate
from rhumbline.ingest.store import (
    RowCounts,
    forget,
    next_export_key,
    store_part,
    store_rejections,
)
from rhumbline.readers.own.tables import read_links, read_own, read_plan, require_header
from rhumbline.reading.batch import Kind
from rhumbline.reading.provenance import Provenance
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace

_KINDS: Final = {
    "activities": Kind.POSTS,
    "plan": Kind.OTHER,
    "outcomes": Kind.CONVERSIONS,
    "links": Kind.OTHER,
}
# The columns of core.plan and core.links that are never empty, in a person's words.
_REQUIRED: Final = {
    "plan": {"date": "day", "measure": "measure"},
    "links": {"short": "short link", "target": "target"},
}


def note_own_files(workspace: Workspace) -> None:
    """Archive the own files as they are now.

    Raises UserError for one that is not what it is called, before anything is noted.
    """
    archive_own_files(workspace, require_header)


def ingest_own_files(workspace: Workspace, warehouse: Warehouse, strategy: Strategy) -> list[Read]:
    """Bring core in line with the own files in force; what was read anew.

    Raises UserError for one that says what the database cannot hold; the others are in core then.
    """
    in_force = own_files_in_force(workspace)
    stored = _stored_own_files(warehouse)
    read = []
    for role in OWN_FILES:
        archived = in_force.get(role)
        if stored.get(role) == (archived.export_id if archived else None):
            continue
        with _telling_of(archived), warehouse.transaction():
            if role in stored:
                forget(warehouse, stored[role])
            if archived:
                read.append(_store(workspace, warehouse, archived, strategy))
    return read


def _stored_own_files(warehouse: Warehouse) -> dict[str, str]:
    """Role → export_id of the content of each own file that core has."""
    return dict(
        warehouse.rows(
            """
            select replace(format, 'own_', ''), export_id
            from core.exports
            where starts_with(format, 'own_') and export_id <> left(sha256, 16)
            """
        )
    )


@contextmanager
def _telling_of(archived: Archived | None) -> Iterator[None]:
    """What breaks at the database because of data becomes an error that names the file."""
    try:
        yield
    except duckdb.Error as error:
        if archived is None or not is_of_the_data(error):
            raise
        raise UserError(why_refused(error, f"{archived.role}.csv")) from error


def _store(
    workspace: Workspace, warehouse: Warehouse, archived: Archived, strategy: Strategy
) -> Read:
    path = workspace.archive / archived.archived_as
    provenance = _provenance(archived, strategy, next_export_key(warehouse))
    counts = RowCounts()
    match archived.role:
        case "plan":
            _store_list(warehouse, "plan", read_plan(path), provenance, counts)
        case "links":
            _store_list(warehouse, "links", read_links(path), provenance, counts)
        case "activities" | "outcomes" as role:
            for part in read_own(path, role, provenance):
                store_part(warehouse, part, provenance, counts)
    add_export(warehouse, archived, provenance, counts)
    return read_from(provenance, counts)


def _provenance(archived: Archived, strategy: Strategy, export_key: int) -> Provenance:
    """An own file is of the day it was changed, not the second.

    So only a figure of the file itself moves a figure of a mart.
    """
    return replace(
        provenance_of(archived, strategy.timezone, export_key),
        platform="log",
        document=archived.name,
        format=f"own_{archived.role}",
        kind=_KINDS[archived.role],
        observed_at=datetime.combine(archived.modified_at.date(), time.min, UTC),
        observed_source="modification time",
    )


def _store_list(
    warehouse: Warehouse,
    role: str,
    read: tuple[pl.DataFrame, pl.DataFrame],
    provenance: Provenance,
    counts: RowCounts,
) -> None:
    """Store the kept and the rejected rows of a plan or a list of links."""
    kept, unstorable = separate(read[0], _REQUIRED[role])
    rejected = pl.concat([read[1], unstorable])
    export_id = pl.lit(provenance.export_id)
    warehouse.append(f"core.{role}", kept.with_columns(export_id=export_id))
    store_rejections(warehouse, rejected, provenance)
    counts.seen, counts.kept = kept.height + rejected.height, kept.height
    counts.rejected = rejected.height
