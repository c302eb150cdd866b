"""Intake: every archived export that core does not know yet is read, once, or refused with a reason."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import polars as pl

from models.strategy import Strategy
from rhumbline import __version__
from rhumbline.archive.notes import Archived, unread_exports, write_note
from rhumbline.archive.sidecar import moment
from rhumbline.ingest.export_rows import add_export, add_refusal, keep_refusals, take_back_refusal
from rhumbline.ingest.faults import is_of_rhumbline, is_of_the_machine, why_refused
from rhumbline.ingest.identify import claim_documents
from rhumbline.ingest.provenance import (
    provenance_of,
    settle,
    with_declared_account,
    with_declared_accounts,
)
from rhumbline.ingest.repeats import remark_on_repeats
from rhumbline.ingest.scratch import scratch_folder, sweep_scratch
from rhumbline.ingest.store import (
    RowCounts,
    next_export_key,
    store_columns,
    store_links,
    store_part,
)
from rhumbline.opening import open_documents
from rhumbline.reading.batch import Kind
from rhumbline.reading.provenance import Provenance
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
    remark: str | None = None  # what a person should know of how it was read


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
    sweep_scratch(workspace)
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
        if file.remark:
            warnings.append(f"{file.name}: {file.remark}")
        if file.status == "read" or archived.sha256 not in again:
            files.append(file)
    keep_refusals(warehouse, readers)
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
            take_back_refusal(warehouse, archived)
            read = _store_export(workspace, warehouse, strategy, archived, declared)
    except (Exception, pl.exceptions.PanicException) as error:
        if is_of_the_machine(error):
            raise  # the file is read by the next night
        if is_of_rhumbline(error):
            log.exception("%s could not be read, by a mistake of Rhumbline's", archived.name)
        read = refused(archived, why_refused(error, archived.name))
        with warehouse.transaction():
            add_refusal(warehouse, archived, read.reason or "")
    log.info("%s: %s", read.name, _outcome(read))
    return read


def _store_export(
    workspace: Workspace,
    warehouse: Warehouse,
    strategy: Strategy,
    archived: Archived,
    declared: Sequence[Reader],
) -> Read:
    """Store every document of the file that a reader claims; BadExport where nobody claims any."""
    file = provenance_of(archived, strategy.timezone, next_export_key(warehouse))
    counts = RowCounts()
    path = workspace.archive / archived.archived_as
    with open_documents(path, archived.name, scratch_folder(workspace)) as documents:
        claims = claim_documents(archived.name, documents, declared)
        settled = [
            with_declared_account(settle(file, reader, document), strategy)
            for document, reader in claims
        ]
        for (document, reader), provenance in zip(claims, settled, strict=True):
            store_columns(warehouse, reader.columns(document), provenance)
            store_links(warehouse, reader.links(document), provenance)
            seen_before = counts.seen
            parts = reader.read(document, provenance)
            for part in with_declared_accounts(parts, strategy, provenance):
                store_part(warehouse, part, provenance, counts)
            seen = counts.seen - seen_before
            counts.is_at_row_cap |= reader.row_cap is not None and seen >= reader.row_cap
    main = min(settled, key=lambda provenance: list(Kind).index(provenance.kind))
    formats = "+".join(sorted({provenance.format for provenance in settled}))
    add_export(warehouse, archived, replace(main, format=formats), counts)
    _keep_moment(workspace, archived, main)
    return read_from(main, counts)


def _keep_moment(workspace: Workspace, archived: Archived, main: Provenance) -> None:
    """Note when the export was made, so that a rebuild finds the same moment."""
    if archived.observed_at is None:
        moment, source = main.observed_at, main.observed_source
        write_note(workspace, replace(archived, observed_at=moment, observed_source=source))


def read_from(provenance: Provenance, counts: RowCounts) -> Read:
    """What became of a file that was read."""
    return Read(
        name=provenance.name,
        export_id=provenance.export_id,
        status="read",
        platform=provenance.platform,
        kind=str(provenance.kind),
        format=provenance.format,
        account=provenance.account,
        rows=counts.seen,
        rejected=counts.rejected,
        remark=_remark_on(counts),
    )


def _remark_on(counts: RowCounts) -> str | None:
    repeats = remark_on_repeats(len(counts.told_unlike))
    return " ".join(sorted(counts.remarks | {repeats} - {""})) or None


def refused(archived: Archived, reason: str) -> Read:
    """What became of a file that could not be read."""
    kept = archived.archived_as
    return Read(archived.name, archived.export_id, "refused", reason=reason, archived_as=kept)


def _outcome(read: Read) -> str:
    """What became of a file, in a line of the log."""
    if read.status == "refused":
        return f"refused. {(read.reason or '').splitlines()[0]}"
    whose = f" of {read.account}" if read.account else ""
    return f"{read.platform} {read.kind}{whose}, {read.rows:,} rows, {read.rejected:,} rejected"
