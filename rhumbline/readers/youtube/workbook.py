"""YouTube Studio's export to a spreadsheet: table, chart and totals as sheets of one workbook."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Column
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader


@dataclass(frozen=True, kw_only=True)
class YouTubeWorkbook(Reader):
    """Reads a document by its first sheet, and its other sheets by whichever reader claims them."""

    first: Reader
    others: tuple[Reader, ...]

    def claims(self, document: Document) -> bool:
        """Whether the first sheet is the first reader's."""
        return self.first.claims(document)

    def columns(self, document: Document) -> list[Column]:
        """The columns of every sheet that is read."""
        return [
            column for sheet, reader in self._pages(document) for column in reader.columns(sheet)
        ]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The parts of every sheet that is read."""
        for sheet, reader in self._pages(document):
            yield from reader.read(sheet, provenance)

    def _pages(self, document: Document) -> Iterator[tuple[Document, Reader]]:
        yield document, self.first
        for sheet in document.sheets[1:]:
            page = replace(document, sheets=(sheet,))
            yield from ((page, reader) for reader in self.others if reader.claims(page))


def add_other_sheets(first: Reader, others: tuple[Reader, ...]) -> YouTubeWorkbook:
    """A reader of the same format that also reads the sheets beside the first."""
    return YouTubeWorkbook(
        format=first.format,
        platform=first.platform,
        kind=first.kind,
        basis=first.basis,
        row_cap=first.row_cap,
        file_name=first.file_name,
        first=first,
        others=others,
    )
