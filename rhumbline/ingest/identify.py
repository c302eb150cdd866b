"""Which reader claims a document, and what is known of a file from its name, folder and sidecar."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Final

from rhumbline.archive.notes import EARLIEST, LATEST
from rhumbline.archive.sidecar import moment
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
    told = reader.period(document)
    period = provenance.period or (told if told and _is_plausible(*told) else _period(named))
    account = reader.account(document) or provenance.account or named.get("account") or None
    return replace(provenance, account=account, period=period)


def observed(
    reader: Reader, document: Document, provenance: Provenance, modified_at: datetime
) -> tuple[datetime, str]:
    """The moment of export (UTC), and where it comes from: file, sidecar, name or modification time.

    The end of a range in a name is a lower bound: a later modification time wins. A moment that no
    export can be of is passed over for the next.
    """
    written = replace(provenance, observed_at=provenance.observed_at or modified_at)
    named = _from_name(reader, provenance)
    moments = (
        (reader.exported_at(document, written), "file"),
        (moment(provenance.sidecar.get("observed_at", "")), "sidecar"),
        (_from_milliseconds(named), "name"),
        (_end_of_period(provenance, named, modified_at), "name"),
    )
    for exported_at, source in moments:
        if exported_at is not None and EARLIEST <= exported_at < LATEST:
            return exported_at, source
    return min(max(modified_at, EARLIEST), LATEST), "modification time"


def _from_milliseconds(named: dict[str, str]) -> datetime | None:
    milliseconds = named.get("exported_ms")
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else None


def _end_of_period(
    provenance: Provenance, named: dict[str, str], modified_at: datetime
) -> datetime | None:
    """The last second of the period; None where none is known or the file was written later."""
    period = provenance.period or _period(named)
    if period is None:
        return None
    end = datetime.combine(period[1], time.max.replace(microsecond=0), UTC)
    return end if end > modified_at else None


def _from_name(reader: Reader, provenance: Provenance) -> dict[str, str]:
    """What the file's name says, or that of the folder its zip was unpacked to."""
    for name in (provenance.name, provenance.folder.rpartition("/")[2]):
        found = reader.file_name.search(_COPY.sub("", name)) if reader.file_name else None
        if found:
            return {k: v for k, v in found.groupdict().items() if v}
    return {}


def _period(named: dict[str, str]) -> tuple[date, date] | None:
    first, last = _day(named.get("from")), _day(named.get("until"))
    return (first, last) if first and last and _is_plausible(first, last) else None


def _is_plausible(first: date, last: date) -> bool:
    """Whether an export can be of these days."""
    return EARLIEST.date() <= first <= last < LATEST.date()


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
