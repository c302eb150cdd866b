"""A reader: how it recognises a document of one format, and the rows it reads from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from re import Pattern
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Column, Kind
from rhumbline.reading.provenance import Provenance

LINK_ROW: Final = pl.Schema({"short": pl.String(), "target": pl.String(), "line": pl.Int64()})


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads one format; a subclass says how it recognises a document and reads its rows."""

    format: str  # unique, platform first: x_content
    platform: str
    kind: Kind  # the main one, where a document holds several
    basis: Basis = Basis.LIFETIME
    bases: Mapping[str, Basis] = field(default_factory=dict)  # metrics on another basis
    row_cap: int | None = None  # rows at which the platform is known to cut an export
    file_name: Pattern[str] | None = None  # may name account, from, until, exported_ms
    figures: bool = True  # whether it has any; of a zip, files without figures are stored last
    rank: int = 0  # asked in this order: 0 code, 1 a workspace's mappings, 2 those that ship

    def claims(self, document: Document) -> bool:
        """Whether the document is of this format, by its content alone; exactly one reader may say so."""
        raise NotImplementedError

    def columns(self, document: Document) -> list[Column]:
        """Every column of the document, and whether it is mapped, ignored or unknown."""
        raise NotImplementedError

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The rows in batches; every row of the file is kept, folded or rejected in one of them."""
        raise NotImplementedError

    def account(self, document: Document) -> str | None:
        """The account, where the content names it for the whole file."""
        return None

    def links(self, document: Document) -> pl.DataFrame:
        """Where shortened links lead, as `short`, `target` and `line`; of most formats no rows."""
        return pl.DataFrame(schema=LINK_ROW)

    def exported_at(self, document: Document, provenance: Provenance) -> datetime | None:
        """The moment of export in UTC, where the content names it.

        `provenance.observed_at` is when the file was last written, which may be later.
        """
        return None

    def period(self, document: Document) -> tuple[date, date] | None:
        """The first and last day that the figures cover, where the content names them."""
        return None

    def platform_of(self, document: Document) -> str:
        """The platform of the document: the reader's, or one of several where the content names it."""
        return self.platform
