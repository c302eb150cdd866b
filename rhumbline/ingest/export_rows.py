"""The rows of core.exports and raw.files that say what became of a file."""

import json

import polars as pl

from rhumbline.archive.notes import Archived
from rhumbline.ingest.store import RowCounts, next_export_key
from rhumbline.reading.provenance import Provenance
from rhumbline.warehouse.connection import Warehouse


def add_export(
    warehouse: Warehouse, archived: Archived, provenance: Provenance, counts: RowCounts
) -> None:
    """Note a file that was read; `provenance` is that of its main document."""
    first, last = provenance.period or (None, None)
    row = _identity(archived, provenance.export_key) | {
        "status": "read",
        "platform": provenance.platform,
        "kind": str(provenance.kind),
        "format": provenance.format,
        "account": provenance.account,
        "observed_at": provenance.observed_at,
        "observed_source": provenance.observed_source,
        "period_from": first,
        "period_until": last,
        "rows_seen": counts.seen,
        "rows_kept": counts.kept,
        "rows_folded": counts.folded,
        "rows_rejected": counts.rejected,
        "is_at_row_cap": counts.is_at_row_cap,
    }
    _add_file(warehouse, archived)
    warehouse.append("core.exports", pl.DataFrame([row]))


def add_refusal(warehouse: Warehouse, archived: Archived, reason: str) -> None:
    """Note a file that cannot be read, in place of an earlier refusal."""
    take_back_refusal(warehouse, archived)
    counts = dict.fromkeys(("rows_seen", "rows_kept", "rows_folded", "rows_rejected"), 0)
    row = _identity(archived, next_export_key(warehouse)) | counts
    row |= {"status": "refused", "reason": reason, "is_at_row_cap": False}
    _add_file(warehouse, archived)
    warehouse.append("core.exports", pl.DataFrame([row]))


def take_back_refusal(warehouse: Warehouse, archived: Archived) -> None:
    """Forget that a file was refused."""
    warehouse.run(
        "delete from core.exports where sha256 = ? and status = 'refused'", archived.sha256
    )


def keep_refusals(warehouse: Warehouse, readers: str) -> None:
    """Note of every refused file that it was tried with these readers."""
    with warehouse.transaction():
        warehouse.run("delete from raw.refusals")
        warehouse.run(
            """
            insert into raw.refusals
            select sha256, $readers from core.exports where status = 'refused'
            """,
            readers=readers,
        )


def _identity(archived: Archived, export_key: int) -> dict[str, object]:
    return {
        "export_key": export_key,
        "export_id": archived.export_id,
        "sha256": archived.sha256,
        "name": archived.name,
        "folder": archived.folder,
    }


def _add_file(warehouse: Warehouse, archived: Archived) -> None:
    row = {
        "sha256": archived.sha256,
        "name": archived.name,
        "folder": archived.folder,
        "role": archived.role,
        "bytes": archived.bytes,
        "modified_at": archived.modified_at,
        "sidecar": json.dumps(archived.sidecar) if archived.sidecar else None,
        "archived_as": archived.archived_as,
    }
    warehouse.run("delete from raw.files where sha256 = ?", archived.sha256)
    warehouse.append("raw.files", pl.DataFrame([row], schema_overrides={"sidecar": pl.String()}))
