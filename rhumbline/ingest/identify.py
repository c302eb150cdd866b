"""Which reader claims a document, and what is known of a file from its name, folder and sidecar."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Final

from rhumbline.errors import BadExport
from rhumbline.opening import Document
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

_COPY: Final = re.compile(r" ?\(\d+\)(?=\.[^.]+$)")  # the browser's " (1)"


def recognise(
    document: Document, built_in: Sequence[Reader], declared: Sequence[Reader] = ()
) -> Reader | None:
    """The one reader that claims the document, or None.

    Declared mappings are asked after all code, those of the workspace before those that ship.
    Raises UserError naming both where two of one rank claim it.
    """
    ranks = sorted({reader.rank for reader in declared})
    by_rank = ([reader for reader in declared if reader.rank == rank] for rank in ranks)
    for readers in (built_in, *by_rank):
        claiming = [reader for reader in readers if reader.claims(document)]
        if len(claiming) > 1:
            names = " and ".join(reader.format for reader in claiming)
            raise BadExport(
                f"{document.name} is claimed by {names}.",
                None,
                "Narrow `needs` in the mapping under formats/ so that only one fits.",
            )
        if claiming:
            return claiming[0]
    return None


def claimed(
    document: Document, built_in: Sequence[Reader], declared: Sequence[Reader] = ()
) -> tuple[Document, Reader] | None:
    """The document and the one reader that claims it, or None.

    Where nobody does, titles that somebody put above the table are left out of it.
    """
    if (reader := recognise(document, built_in, declared)) is not None:
        return document, reader
    for below in document.below_titles():
        if (reader := recognise(below, built_in, declared)) is not None:
            return below, reader
    return None


def unknown(name: str, readers: Sequence[Reader]) -> BadExport:
    """The refusal of a file that no reader recognises."""
    platforms = ", ".join(sorted({reader.platform for reader in readers}))
    return BadExport(
        f"No reader recognises {name}.",
        f"Formats known: {platforms}.",
        f"Run `rhumbline inspect {name} --suggest` to draft a mapping for it.",
    )


def about_named(reader: Reader, document: Document, provenance: Provenance) -> Provenance:
    """The provenance with what the file's name and content add: account, period, moment of export."""
    named = _from_name(reader, provenance)
    period = provenance.period or reader.period(document) or _period(named)
    account = reader.account(document) or provenance.account or named.get("account") or None
    return replace(provenance, account=account, period=period)


def observed(
    reader: Reader, document: Document, provenance: Provenance, modified_at: datetime
) -> tuple[datetime, str]:
    """The moment of export (UTC), and where it comes from: file, sidecar, name or modification time.

    The end of a range in a name is a lower bound: a later modification time wins.
    """
    written = replace(provenance, observed_at=provenance.observed_at or modified_at)
    from_file = reader.exported_at(document, written)
    if from_file is not None:
        return from_file, "file"
    if said := provenance.sidecar.get("observed_at"):
        return _moment(said), "sidecar"
    named = _from_name(reader, provenance)
    if named.get("exported_ms"):
        return datetime.fromtimestamp(int(named["exported_ms"]) / 1000, UTC), "name"
    period = provenance.period or _period(named)
    if period is not None:
        bound = datetime.combine(period[1], time.max.replace(microsecond=0), UTC)
        if bound > modified_at:
            return bound, "name"
    return modified_at, "modification time"


def _from_name(reader: Reader, provenance: Provenance) -> dict[str, str]:
    """What the file's name says, or that of the folder its zip was unpacked to."""
    for name in (provenance.name, provenance.folder.rpartition("/")[2]):
        found = reader.file_name.search(_COPY.sub("", name)) if reader.file_name else None
        if found:
            return {k: v for k, v in found.groupdict().items() if v}
    return {}


def _period(named: dict[str, str]) -> tuple[date, date] | None:
    first, last = _day(named.get("from")), _day(named.get("until"))
    return (first, last) if first and last and first <= last else None


_DAY_FORMATS: Final = ("%Y-%m-%d", "%Y%m%d", "%b-%d-%Y", "%m-%d-%Y", "%Y_%m_%d")


def _day(said: str | None) -> date | None:
    if said and len(said) == 10 and said.isdigit():  # seconds since 1970
        return datetime.fromtimestamp(int(said), UTC).date()
    for form in _DAY_FORMATS if said else ():
        try:
            return datetime.strptime(said or "", form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _moment(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise BadExport(
            f"The sidecar's observed_at is '{said}', not a date and time.",
            None,
            "Write it like 2026-10-01T06:30:00Z.",
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
