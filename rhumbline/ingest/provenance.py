"""Completes a file's provenance: whose it is, of which platform and period, and when it was exported."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Final

import polars as pl

from models.strategy import Strategy
from rhumbline.archive.notes import EARLIEST, LATEST, Archived
from rhumbline.archive.sidecar import moment
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

_COPY: Final = re.compile(r" ?\(\d+\)(?=\.[^.]+$)")  # the browser's " (1)"
_DAY_FORMATS: Final = ("%Y-%m-%d", "%Y%m%d", "%b-%d-%Y", "%m-%d-%Y", "%Y_%m_%d")


def provenance_of(archived: Archived, timezone: str, export_key: int = 0) -> Provenance:
    """What the archive knows of a file, before any reader claims a document of it."""
    return Provenance(
        name=archived.name,
        folder=archived.folder,
        account=archived.sidecar.get("account"),
        platform=archived.sidecar.get("platform"),
        modified_at=archived.modified_at,
        observed_at=archived.observed_at,
        observed_source=archived.observed_source,
        timezone=timezone,
        sidecar=archived.sidecar,
        export_key=export_key,
        export_id=archived.export_id,
    )


def settle(file: Provenance, reader: Reader, document: Document) -> Provenance:
    """The provenance of a document that the reader claims: all that its content and name add."""
    claimed = replace(
        file,
        document=document.name,
        format=reader.format,
        kind=reader.kind,
        basis=reader.basis,
    )
    named = with_account_and_period(claimed, reader, document)
    dated = named if file.observed_source else with_moment(named, reader, document)
    return replace(dated, platform=_platform(reader.platform_of(document), file.platform))


def _platform(platform: str, in_sidecar: str | None) -> str:
    """What the content says; where it says only Meta, a sidecar may say which of the two."""
    is_finer = platform == "meta" and in_sidecar in ("facebook", "instagram")
    return in_sidecar if is_finer and in_sidecar else platform


def with_account_and_period(
    provenance: Provenance, reader: Reader, document: Document
) -> Provenance:
    """The provenance with the account and the period that the file's content or name say."""
    named = _from_name(reader, provenance)
    in_content = reader.period(document)
    period = provenance.period or (
        in_content if in_content and _is_plausible(*in_content) else _period(named)
    )
    account = reader.account(document) or provenance.account or named.get("account") or None
    return replace(provenance, account=account, account_as_told=account, period=period)


def with_moment(provenance: Provenance, reader: Reader, document: Document) -> Provenance:
    """The provenance with the moment of export, and where that comes from.

    Asked in turn: the file, a sidecar, the name, the modification time. The end of a range in a
    name is a lower bound: a later modification time wins. A moment that no export can be of is
    passed over for the next.
    """
    named = _from_name(reader, provenance)
    modified_at = provenance.modified_at or EARLIEST
    written = replace(provenance, observed_at=provenance.observed_at or modified_at)
    moments = (
        (reader.exported_at(document, written), "file"),
        (moment(provenance.sidecar.get("observed_at", "")), "sidecar"),
        (_from_milliseconds(named), "name"),
        (_end_of_period(provenance, named, modified_at), "name"),
        (min(max(modified_at, EARLIEST), LATEST), "modification time"),
    )
    observed_at, source = next(
        (at, source) for at, source in moments if at is not None and EARLIEST <= at <= LATEST
    )
    return replace(provenance, observed_at=observed_at, observed_source=source)


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
        match = reader.file_name.search(_COPY.sub("", name)) if reader.file_name else None
        if match:
            return {part: text for part, text in match.groupdict().items() if text}
    return {}


def _period(named: dict[str, str]) -> tuple[date, date] | None:
    first, last = _day(named.get("from")), _day(named.get("until"))
    return (first, last) if first and last and _is_plausible(first, last) else None


def _is_plausible(first: date, last: date) -> bool:
    """Whether an export can be of these days."""
    return EARLIEST.date() <= first <= last < LATEST.date()


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    if len(written) == 10 and written.isdigit():  # seconds since 1970
        return datetime.fromtimestamp(int(written), UTC).date()
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def with_declared_account(provenance: Provenance, strategy: Strategy) -> Provenance:
    """The provenance with the account as the strategy names it, where it declares one that fits.

    Else it is what the export calls it, else the name of the folder.
    """
    path = f"{provenance.folder}/{provenance.name}".lstrip("/")
    declared = strategy.accounts_matching(
        provenance.platform or "", named=provenance.account, path=path
    )
    folder = provenance.folder.split("/")[0] or None
    account = declared[0] if len(declared) == 1 else provenance.account or folder
    return replace(provenance, account=account)


def with_declared_accounts(
    parts: Iterable[Batch], strategy: Strategy, provenance: Provenance
) -> Iterator[Batch]:
    """The parts with the accounts of their rows named as the strategy names them."""
    platform = provenance.platform or ""
    for part in parts:
        yield _with_declared_accounts(part, strategy, platform) if strategy.accounts else part


def _with_declared_accounts(part: Batch, strategy: Strategy, platform: str) -> Batch:
    if "account" not in part.rows.columns:
        return part
    accounts = part.rows["account"].drop_nulls().unique().to_list()
    declared = {name: strategy.accounts_matching(platform, named=name) for name in accounts}
    names = {name: matching[0] for name, matching in declared.items() if len(matching) == 1}
    if not names:
        return part
    return replace(part, rows=part.rows.with_columns(pl.col("account").replace(names)))
