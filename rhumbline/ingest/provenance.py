"""What is known of a document that a reader claims: whose it is, of which platform, of what moment."""

from dataclasses import dataclass, replace

import polars as pl

from models.platforms import record_of
from models.strategy import Strategy
from rhumbline.archive.notes import Archived
from rhumbline.ingest.identify import about_named, observed
from rhumbline.ingest.store import Origin
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader


@dataclass(frozen=True)
class Claim:
    """A document, the one reader that claims it, and what is known of it."""

    document: Document
    reader: Reader
    provenance: Provenance
    origin: Origin
    observed_source: str


def claim_of(
    document: Document, reader: Reader, archived: Archived, strategy: Strategy, key: int
) -> Claim:
    """The claim of a reader on a document, with its account, platform and moment settled."""
    sidecar = archived.sidecar
    provenance = Provenance(
        name=archived.name,
        folder=archived.folder,
        account=sidecar.get("account"),
        platform=sidecar.get("platform"),
        timezone=strategy.timezone,
        sidecar=sidecar,
    )
    provenance = about_named(reader, document, provenance)
    moment, source = archived.observed_at, archived.observed_source
    if moment is None or source is None:
        moment, source = observed(reader, document, provenance, archived.modified_at)
    platform = _platform(reader.platform_of(document), provenance)
    provenance = replace(
        provenance,
        observed_at=moment,
        account=_account(strategy, platform, provenance.account, archived),
    )
    origin = Origin(
        export_key=key,
        export_id=archived.export_id,
        platform=platform,
        account=provenance.account,
        format=reader.format,
        observed_at=moment,
        period_from=provenance.period[0] if provenance.period else None,
        basis=reader.basis,
        document=document.name,
    )
    return Claim(document, reader, provenance, origin, source)


def _platform(by_content: str, provenance: Provenance) -> str:
    """The platform that the content shows; of those that it may be, a sidecar may name one."""
    named = provenance.platform
    return named if named and named in record_of(by_content).may_be else by_content


def _account(
    strategy: Strategy, platform: str, named: str | None, archived: Archived
) -> str | None:
    """The declared account where it is one, else what the export calls it, else the folder's name."""
    path = f"{archived.folder}/{archived.name}".lstrip("/")
    matching = strategy.accounts_matching(platform, named=named, path=path)
    folder = archived.folder.split("/")[0] or None
    return matching[0] if len(matching) == 1 else named or folder


def with_accounts(part: Batch, strategy: Strategy, origin: Origin) -> Batch:
    """The part with the accounts of its rows named as the strategy names them."""
    if "account" not in part.rows.columns or not strategy.accounts:
        return part
    said = part.rows["account"].drop_nulls().unique().to_list()
    matches = {name: strategy.accounts_matching(origin.platform, named=name) for name in said}
    names = {name: found[0] for name, found in matches.items() if len(found) == 1}
    if not names:
        return part
    return replace(part, rows=part.rows.with_columns(pl.col("account").replace(names)))
