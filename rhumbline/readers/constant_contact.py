"""Constant Contact: the table of e-mail campaigns, and the overview, which names none of them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.mailings import shape_mailings
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader
from rhumbline.reading.table import Table

_COLUMNS: Final = {
    "time sent": "sent",
    "campaign name": "text",
    "sends": "sends",
    "opens": "opens",
    "clicks": "clicks",
    "bounces": "bounces",
    "unsubscribes": "unsubscribes",
}
_IGNORED: Final = frozenset(
    {
        "open rate",
        "mobile open rate",
        "desktop open rate",
        "click rate",
        "bounce rate",
        "unsubscribe rate",
        "not opened",
        "did not open",
        "spam reports",
        "forwards",
        "successful deliveries",
        "delivered",
    }
)
_BLOCKS: Final = frozenset({"send rates", "open rates", "click rates"})


def _mailing(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """No export has an id: a mailing is known by the minute it was sent and its name."""
    return shape_mailings(rows, provenance.timezone)


CAMPAIGNS: Final = Table(
    format="constant_contact_campaigns",
    platform="constant-contact",
    kind=Kind.OTHER,
    rows_are=Kind.POSTS,
    basis=Basis.LIFETIME,
    fields=_COLUMNS,
    needs=frozenset({"sent", "text", "sends", "opens"}),
    ignored=_IGNORED,
    shape=_mailing,
)


class ConstantContactOverview(Reader):
    """Counts the rows of the e-mail overview, whose rates are of all campaigns together."""

    def claims(self, document: Document) -> bool:
        """By a block's title and, under it, a header of two cells that ends in Rate."""
        head = (
            [[normalise_header(c) for c in row if c.strip()] for row in document.sheets[0].head[:8]]
            if document.sheets
            else []
        )
        filled = [row for row in head if row]
        return any(
            title in ([name] for name in _BLOCKS) and len(header) == 2 and header[1] == "rate"
            for title, header in pairwise(filled)
        )  # fmt: skip

    def columns(self, document: Document) -> list[Column]:
        """The headers of the blocks, all left aside."""
        headers = {c: None for _, cells in _rows(document) if _is_header(cells) for c in cells}
        return [Column(header, Fate.IGNORED) for header in headers]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The rows, counted."""
        lines = [
            line for line, cells in _rows(document) if len(cells) > 1 and not _is_header(cells)
        ]
        yield Batch.of(Kind.OTHER, pl.DataFrame({"line": lines}, schema={"line": pl.Int64}))


def _rows(document: Document) -> Iterator[tuple[int, list[str]]]:
    for line, cells in document.sheet.rows():
        yield line, [cell.strip() for cell in cells if cell.strip()]


def _is_header(cells: list[str]) -> bool:
    return len(cells) == 2 and normalise_header(cells[1]) == "rate"


READERS: Final = (
    CAMPAIGNS,
    ConstantContactOverview(
        format="constant_contact_overview", platform="constant-contact", kind=Kind.OTHER
    ),
)
