"""What one file holds, without storing anything: what `rhumbline inspect` prints."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from models.metrics import NAMES
from rhumbline.archive.content import moment_of
from rhumbline.archive.listing import printable
from rhumbline.archive.notes import EARLIEST
from rhumbline.errors import BadExport
from rhumbline.ingest.identify import claim_documents
from rhumbline.ingest.periods import add_up_campaigns, remark_on_rows
from rhumbline.ingest.provenance import settle
from rhumbline.ingest.repeats import pick_of_repeats, remark_on_repeats
from rhumbline.ingest.storable import reject_unstorable
from rhumbline.opening import Document, open_documents
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

_MAIN_FIRST = (Kind.POSTS, Kind.DAILY, Kind.CONVERSIONS, Kind.TRAFFIC, Kind.AUDIENCE, Kind.OTHER)


@dataclass
class FileTotals:
    """What the parts of one file add up to."""

    rows: int = 0
    rejected: int = 0
    posts: set[str] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None
    precise: bool = True
    days: set[date] = field(default_factory=set)
    metrics: dict[str, float] = field(default_factory=dict)
    accounts: set[str] = field(default_factory=set)
    rejections: list[dict[str, Any]] = field(default_factory=list)
    told_unlike: set[str] = field(default_factory=set)  # posts whose rows tell different figures
    remarks: set[str] = field(default_factory=set)

    def add(self, part: Batch) -> None:
        """Count a part in; a post that another part told is not counted again."""
        self.rows += part.seen
        self.rejected += part.rejected.height
        self.rejections += part.rejected.to_dicts()
        self.days |= part.days
        self.remarks |= part.remarks
        if "account" in part.rows.columns:
            self.accounts |= set(part.rows["account"].drop_nulls().unique())
        if part.kind is Kind.POSTS:
            self._add_posts(part.rows)
        elif part.kind is Kind.DAILY:
            self.days |= set(part.rows["date"].drop_nulls().unique())

    def _add_posts(self, rows: pl.DataFrame) -> None:
        platform = pl.col("platform").fill_null("")
        keyed = rows.with_columns(key=pl.concat_str(platform, "native_id", separator=":"))
        picked, unlike = pick_of_repeats(_campaigns_added_up(keyed), "key")
        self.told_unlike |= unlike
        new = picked.filter(~pl.col("key").is_in(list(self.posts)))
        self.posts |= set(new["key"])
        first, last = new["published_at"].min(), new["published_at"].max()
        if isinstance(first, datetime) and isinstance(last, datetime):
            self.first = min(self.first or first, first)
            self.last = max(self.last or last, last)
        self.precise &= not (new["published_precision"] == "day").any()
        for name in NAMES:
            if new[name].null_count() < new.height:
                total = new[name].sum()
                self.metrics[name] = self.metrics.get(name, 0) + (
                    float(total) if new[name].dtype.is_float() else int(total)
                )


def _campaigns_added_up(keyed: pl.DataFrame) -> pl.DataFrame:
    """The posts, with the periods of each campaign that count added up to one row."""
    is_campaign = pl.col("period_from").is_not_null()
    campaigns = keyed.filter(is_campaign)
    if campaigns.is_empty():
        return keyed
    campaigns = campaigns.with_columns(observed_at=pl.lit(EARLIEST), export_id=pl.lit(""))
    campaigns = campaigns.with_columns(remark_on_rows(campaigns, "key"))
    begun = campaigns.group_by("key").agg(
        pl.col("published_at").min(), pl.col("published_precision").first()
    )
    added_up = add_up_campaigns(campaigns, "key").join(begun, on="key", how="left")
    return pl.concat([keyed.filter(~is_campaign), added_up], how="diagonal")


def inspect(
    path: Path, provenance: Provenance | None = None, declared: Sequence[Reader] = ()
) -> dict[str, Any]:
    """What a file holds, as the JSON of `rhumbline inspect`.

    Raises BadExport for a file that cannot be opened or that nobody recognises.
    """
    file = provenance or Provenance(printable(path.name))
    file = replace(file, modified_at=moment_of(path.stat().st_mtime_ns))
    with open_documents(path, file.name) as documents:
        claims = claim_documents(file.name, documents, declared)
        claims.sort(key=lambda claim: _MAIN_FIRST.index(claim[1].kind))
        settled = [settle(file, reader, document) for document, reader in claims]
        totals, columns = FileTotals(), []
        for (document, reader), known in zip(claims, settled, strict=True):
            columns += reader.columns(document)
            for part in reader.read(document, known):
                totals.add(reject_unstorable(part))
        return _printed(settled[0], totals, columns) | {
            "unread_members": _unread(documents, claims),
        }


def _unread(documents: Sequence[Document], claims: Sequence[tuple[Document, Reader]]) -> list[str]:
    left = [document.name for document in documents]
    for document, _ in claims:
        left.remove(document.name)
    return left


def _printed(main: Provenance, totals: FileTotals, columns: list[Column]) -> dict[str, Any]:
    only_account = next(iter(totals.accounts)) if len(totals.accounts) == 1 else None
    published = _iso if totals.precise else _day
    return {
        "recognised": True,
        "platform": main.platform,
        "kind": str(main.kind),
        "format": main.format,
        "account": main.account or only_account,
        "accounts": sorted(totals.accounts),
        "rows": totals.rows,
        "posts": len(totals.posts) if main.kind is Kind.POSTS else None,
        "rejected": totals.rejected,
        "first_published": published(totals.first),
        "last_published": published(totals.last),
        "days": len(totals.days) or None,
        "metrics": {name: totals.metrics[name] for name in NAMES if name in totals.metrics},
        "unmapped_columns": sorted({c.header for c in columns if c.fate is Fate.UNMAPPED}),
        "rejections": totals.rejections[:20],
        "remarks": sorted(totals.remarks | {remark_on_repeats(len(totals.told_unlike))} - {""}),
        "observed_at": _iso(main.observed_at),
        "observed_source": main.observed_source,
    }


def refused(path: Path, error: BadExport) -> dict[str, Any]:
    """The JSON of `rhumbline inspect` for a file nobody reads."""
    return {"recognised": False, "file": printable(path.name), "reason": str(error)}


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None
