"""Tries a mapping on a file: what it makes of every row, so that a draft that loses one is not shown."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from models.metrics import BY_NAME, NAMES
from rhumbline.formats.loading import read_mapping
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.provenance import Provenance

_KEYS: Final = {
    Kind.POSTS: ("platform", "native_id"),
    Kind.DAILY: ("account", "date"),
}


@dataclass(frozen=True)
class Trial:
    """What a mapping makes of a file."""

    seen: int = 0
    rejected: int = 0
    folded: int = 0  # rows that would replace another row of the same post or day
    sums: tuple[tuple[str, float], ...] = ()
    reason: str = ""  # why the first rejected row is rejected

    @property
    def lost(self) -> int:
        """How many rows would not be kept."""
        return self.rejected + self.folded

    def describe(self) -> str:
        """The trial in two sentences."""
        sums = "; ".join(f"{name} {total:,.2f}".removesuffix(".00") for name, total in self.sums)
        kept = self.seen - self.lost
        rows = f"Tried on this file: {self.seen:,} rows, {kept:,} kept"
        if self.rejected:
            rows += f", {self.rejected:,} rejected ({self.reason})"
        if self.folded:
            rows += f", {self.folded:,} that repeat another's id or day"
        return f"{rows}. Sums: {sums or 'no figures'}."


def try_mapping(mapping: str, document: Document, timezone: str = "UTC") -> Trial | None:
    """What the mapping makes of the document; None where it is no valid mapping yet."""
    reader, _ = read_mapping(mapping.encode(), "draft.yaml", 1)
    if reader is None or not reader.claims(document):
        return None
    batches = list(reader.read(document, Provenance(document.name, timezone=timezone)))
    rejected = sum(batch.rejected.height for batch in batches)
    reasons = [str(batch.rejected["reason"][0]) for batch in batches if batch.rejected.height]
    rows = pl.concat([batch.rows for batch in batches]) if batches else pl.DataFrame()
    return Trial(
        seen=sum(batch.seen for batch in batches),
        rejected=rejected,
        folded=_folded(rows, reader.kind),
        sums=_sums(batches),
        reason=reasons[0] if reasons else "",
    )


def _folded(rows: pl.DataFrame, kind: Kind) -> int:
    keys = _KEYS.get(kind)
    return rows.height - rows.select(keys).n_unique() if keys and rows.height else 0


def _sums(batches: list[Batch]) -> tuple[tuple[str, float], ...]:
    """The sum of every figure that adds up, over the rows that are kept."""
    sums: dict[str, float] = {}
    for batch in batches:
        for name in (n for n in NAMES if n in batch.rows.columns and BY_NAME[n].additive):
            if batch.rows[name].null_count() < batch.rows.height:
                sums[name] = sums.get(name, 0) + float(batch.rows[name].sum())
    return tuple(sums.items())
