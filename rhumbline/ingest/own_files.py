"""The organisation's own files: what is in them now is the truth, so new content replaces the old."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final, Literal, cast

import polars as pl

from models.metrics import Basis
from models.strategy import Strategy
from rhumbline.archive.journal import OWN_FILES
from rhumbline.archive.notes import Archived
from rhumbline.archive.own_files import archive_own_files, own_files_in_force
from rhumbline.ingest.exports import Read, add_file, identity
from rhumbline.ingest.store import Origin, Stored, forget, next_export_key, store_part
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


def note_own_files(workspace: Workspace) -> None:
    """Archive the own files as they are now.

    Raises UserError for one that is not what it is called, before anything is noted.
    """
    archive_own_files(workspace, require_header)


def ingest_own_files(workspace: Workspace, warehouse: Warehouse, strategy: Strategy) -> list[Read]:
    """Bring core in line with the own files in force; what was read anew."""
    in_force = own_files_in_force(workspace)
    stored = dict(
        warehouse.rows(
            """
            select replace(format, 'own_', ''), export_id
            from core.exports
            where starts_with(format, 'own_') and export_id <> left(sha256, 16)
            """
        )
    )
    read = []
    for role in OWN_FILES:
        archived = in_force.get(role)
        if stored.get(role) == (archived.export_id if archived else None):
            continue
        with warehouse.transaction():
            if role in stored:
                forget(warehouse, stored[role])
            if archived:
                read.append(_store(workspace, warehouse, archived, strategy))
    return read


def _store(
    workspace: Workspace, warehouse: Warehouse, archived: Archived, strategy: Strategy
) -> Read:
    path = workspace.archive / archived.archived_as
    provenance = Provenance(archived.name, timezone=strategy.timezone)
    stored = Stored()
    origin = Origin(
        export_key=next_export_key(warehouse),
        export_id=archived.export_id,
        platform="log",
        account=None,
        format=f"own_{archived.role}",
        observed_at=_observed(archived),
        period_from=None,
        basis=Basis.LIFETIME,
        document=archived.name,
    )
    if archived.role in ("plan", "links"):
        _store_list(warehouse, archived, path, origin, stored)
    else:
        role = cast("Literal['activities', 'outcomes']", archived.role)
        for part in read_own(path, role, provenance):
            store_part(warehouse, part, origin, stored)
    _note(warehouse, archived, origin, stored)
    kind = str(_KINDS[archived.role])
    return Read(
        archived.name, archived.export_id, "read", "log", kind, origin.format,
        rows=stored.seen, rejected=stored.rejected,
    )  # fmt: skip


def _observed(archived: Archived) -> datetime:
    """The start of the day it was changed: only a figure of the file itself moves a figure of a mart."""
    return datetime.combine(archived.modified_at.date(), time.min, UTC)


def _store_list(
    warehouse: Warehouse, archived: Archived, path: Path, origin: Origin, stored: Stored
) -> None:
    kept, refused = (read_plan if archived.role == "plan" else read_links)(path)
    warehouse.append(f"core.{archived.role}", kept.with_columns(export_id=pl.lit(origin.export_id)))
    stored.seen, stored.kept, stored.rejected = (
        kept.height + refused.height,
        kept.height,
        refused.height,
    )
    if refused.height:
        place = {"export_id": origin.export_id, "document": origin.document}
        warehouse.append(
            "core.rejections",
            refused.with_columns(pl.lit(v).alias(k) for k, v in place.items()),
        )


def _note(warehouse: Warehouse, archived: Archived, origin: Origin, stored: Stored) -> None:
    add_file(warehouse, archived)
    row = identity(archived, origin.export_key) | {
        "status": "read",
        "platform": "log",
        "kind": str(_KINDS[archived.role]),
        "format": origin.format,
        "observed_at": origin.observed_at,
        "observed_source": "modification time",
        "rows_seen": stored.seen,
        "rows_kept": stored.kept,
        "rows_folded": stored.folded,
        "rows_rejected": stored.rejected,
        "is_at_row_cap": False,
    }
    warehouse.append("core.exports", pl.DataFrame([row]))
