"""Intake: every archived export that core does not know yet is read, once, or refused with a reason."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import polars as pl

from models.strategy import Strategy
from rhumbline import __version__
from rhumbline.archive.notes import Archived, unread_exports, write_note
from rhumbline.archive.sidecar import moment
from rhumbline.ingest.faults import is_of_rhumbline, is_of_the_machine, why_refused
from rhumbline.ingest.identify import claimed, unknown
from rhumbline.ingest.provenance import Claim, claim_of, with_accounts
from rhumbline.ingest.store import Stored, next_export_key, store_columns, store_part
from rhumbline.opening import open_documents
from rhumbline.readers import READERS
from rhumbline.reading.batch import Kind
from rhumbline.reading.reader import Reader
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace

log = logging.getLogger("rhumbline")


@dataclass(frozen=True)
class Read:
    """What became of one file."""

    name: str
    export_id: str
    status: str  # read or refused
    platform: str | None = None
    kind: str | None = None
    format: str | None = None
    account: str | None = None
    rows: int = 0
    rejected: int = 0
    reason: str | None = None
    archived_as: str | None = None  # where archive/ keeps a file that was refused


@dataclass(frozen=True)
class Ingested:
    """What became of the files that the warehouse did not have."""

    files: tuple[Read, ...] = ()
    warnings: tuple[str, ...] = ()  # what was passed over, and why


def ingest_exports(
    workspace: Workspace,
    warehouse: Warehouse,
    strategy: Strategy,
    declared: Sequence[Reader] = (),
) -> Ingested:
    """Read every archived export that core.exports does not have, each in one transaction.

    Those refused before are tried again when there are other readers, and told of if that helped.
    """
    readers = _fingerprint(workspace)
    tried = warehouse.rows("select sha256 from raw.refusals where readers <> ?", readers)
    again = {sha for (sha,) in tried}
    done = {sha for (sha,) in warehouse.rows("select sha256 from core.exports")} - again
    unread = unread_exports(workspace, done)
    warnings = [*unread.damaged]
    files: list[Read] = []
    for archived in unread.exports:
        if (why := _why_unreadable(workspace, archived)) is not None:
            warnings.append(why)
            continue
        warnings += _doubts(archived)
        file = ingest_export(workspace, warehouse, strategy, archived, declared)
        if file.status == "read" or archived.sha256 not in again:
            files.append(file)
    _note_refusals(warehouse, readers)
    return Ingested(tuple(files), tuple(warnings))


def _why_unreadable(workspace: Workspace, archived: Archived) -> str | None:
    """Why the archived copy cannot be opened; the next night tries again."""
    try:
        (workspace.archive / archived.archived_as).open("rb").close()
    except OSError as error:
        why = error.strerror or str(error)
        return f"archive/{archived.archived_as} ({archived.name}) cannot be read: {why}."
    return None


def _doubts(archived: Archived) -> Iterator[str]:
    """What the sidecar says and cannot be used, where it was archived before it was looked at."""
    written = archived.sidecar.get("observed_at")
    if written is not None and moment(written) is None:
        yield f"The sidecar of {archived.name} was passed over: its observed_at is '{written}'."


def _fingerprint(workspace: Workspace) -> str:
    """Changes with Rhumbline's version and with any mapping of the workspace."""
    digest = sha256(__version__.encode())
    for mapping in sorted(workspace.formats.glob("*.y*ml")):
        digest.update(mapping.name.encode() + b"\0" + mapping.read_bytes())
    return digest.hexdigest()


def _note_refusals(warehouse: Warehouse, readers: str) -> None:
    with warehouse.transaction():
        warehouse.run("delete from raw.refusals")
        warehouse.run(
            """
            insert into raw.refusals
            select sha256, $readers from core.exports where status = 'refused'
            """,
            readers=readers,
        )


def ingest_export(
    workspace: Workspace,
    warehouse: Warehouse,
    strategy: Strategy,
    archived: Archived,
    declared: Sequence[Reader] = (),
) -> Read:
    """Read one archived file into core, or store why it is refused; all or nothing."""
    try:
        with warehouse.transaction():
            _take_back_refusal(warehouse, archived)
            read = _into_core(workspace, warehouse, strategy, archived, declared)
    except (Exception, pl.exceptions.PanicException) as error:
        if is_of_the_machine(error):
            raise  # the file is read by the next night
        if is_of_rhumbline(error):
            log.exception("%s could not be read, by a mistake of Rhumbline's", archived.name)
        with warehouse.transaction():
            read = _refuse(warehouse, archived, why_refused(error, archived.name))
    log.info("%s: %s", read.name, _said(read))
    return read


def _take_back_refusal(warehouse: Warehouse, archived: Archived) -> None:
    warehouse.run(
        "delete from core.exports where sha256 = ? and status = 'refused'", archived.sha256
    )


def _said(read: Read) -> str:
    if read.status == "refused":
        return f"refused. {(read.reason or '').splitlines()[0]}"
    whose = f" of {read.account}" if read.account else ""
    return f"{read.platform} {read.kind}{whose}, {read.rows:,} rows, {read.rejected:,} rejected"


def _into_core(
    workspace: Workspace,
    warehouse: Warehouse,
    strategy: Strategy,
    archived: Archived,
    declared: Sequence[Reader],
) -> Read:
    path = workspace.archive / archived.archived_as
    with open_documents(path, archived.name) as documents:
        found = [pair for d in documents if (pair := claimed(d, READERS, declared))]
        found.sort(key=lambda pair: not pair[1].figures)
        if not found:
            raise unknown(archived.name, [*READERS, *declared])
        key, stored = next_export_key(warehouse), Stored()
        claims = [claim_of(document, reader, archived, strategy, key) for document, reader in found]
        for claim in claims:
            before, cap = stored.seen, claim.reader.row_cap
            store_columns(warehouse, claim.reader.columns(claim.document), claim.origin)
            for part in claim.reader.read(claim.document, claim.provenance):
                store_part(
                    warehouse, with_accounts(part, strategy, claim.origin), claim.origin, stored
                )
            stored.is_at_row_cap |= cap is not None and stored.seen - before >= cap
    main = min(claims, key=lambda claim: list(Kind).index(claim.reader.kind))
    read = _as_read(archived, main, stored)
    add_file(warehouse, archived)
    _add_export(warehouse, archived, claims, main, stored)
    if archived.observed_at is None:  # a rebuild shall find the same moment
        moment, source = main.origin.observed_at, main.observed_source
        write_note(workspace, replace(archived, observed_at=moment, observed_source=source))
    return read


def _as_read(archived: Archived, main: Claim, stored: Stored) -> Read:
    return Read(
        name=archived.name,
        export_id=archived.export_id,
        status="read",
        platform=main.origin.platform,
        kind=str(main.reader.kind),
        format=main.reader.format,
        account=main.origin.account,
        rows=stored.seen,
        rejected=stored.rejected,
    )


def _add_export(
    warehouse: Warehouse, archived: Archived, claims: list[Claim], main: Claim, stored: Stored
) -> None:
    first, last = main.provenance.period or (None, None)
    row = identity(archived, main.origin.export_key) | {
        "status": "read",
        "platform": main.origin.platform,
        "kind": str(main.reader.kind),
        "format": "+".join(sorted({claim.reader.format for claim in claims})),
        "account": main.origin.account,
        "observed_at": main.origin.observed_at,
        "observed_source": main.observed_source,
        "period_from": first,
        "period_until": last,
        "rows_seen": stored.seen,
        "rows_kept": stored.kept,
        "rows_folded": stored.folded,
        "rows_rejected": stored.rejected,
        "is_at_row_cap": stored.is_at_row_cap,
    }
    warehouse.append("core.exports", pl.DataFrame([row]))


def identity(archived: Archived, key: int) -> dict[str, object]:
    """What identifies an export in core.exports."""
    return {
        "export_key": key,
        "export_id": archived.export_id,
        "sha256": archived.sha256,
        "name": archived.name,
        "folder": archived.folder,
    }


def add_file(warehouse: Warehouse, archived: Archived) -> None:
    """Note a file of the archive in raw.files."""
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


def _refuse(warehouse: Warehouse, archived: Archived, reason: str) -> Read:
    _take_back_refusal(warehouse, archived)
    counts = dict.fromkeys(("rows_seen", "rows_kept", "rows_folded", "rows_rejected"), 0)
    row = identity(archived, next_export_key(warehouse)) | counts
    row |= {"status": "refused", "reason": reason, "is_at_row_cap": False}
    add_file(warehouse, archived)
    warehouse.append("core.exports", pl.DataFrame([row]))
    return refused(archived, reason)


def refused(archived: Archived, reason: str) -> Read:
    """What became of a file that could not be read."""
    kept = archived.archived_as
    return Read(archived.name, archived.export_id, "refused", reason=reason, archived_as=kept)
