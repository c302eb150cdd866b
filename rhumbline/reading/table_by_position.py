"""Meta's content exports in languages whose words are not known: by place what describes a post."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from re import Pattern
from typing import Final, Self

from rhumbline.opening import Document, Sheet
from rhumbline.reading.batch import Batch, Column
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Table

_ID: Final = re.compile(r"\d{8,20}(?:[.,]0+)?|\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_TIME: Final = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}:\d\d(?::\d\d)?(?: [AaPp][Mm])?")


@dataclass(frozen=True, kw_only=True)
class Placed(Table):
    """A table whose first columns are always the same; figures stand behind them in any order.

    They are read where their names are known, and else listed as columns that nobody reads.
    """

    places: tuple[str, ...]  # ours in order, "" for what is left aside
    host: str  # what the address of a post belongs to

    def table(self, document: Document) -> tuple[Sheet, int] | None:
        """The sheet and the row of its header: by its words, else by the row below it."""
        return super().table(document) or next(self._shaped(document), None)

    def named(self, document: Document) -> Self:
        """This reader with the words of the document's header."""
        found = None if super().table(document) else next(self._shaped(document), None)
        if found is None:
            return self
        sheet, at = found
        names = [normalise_header(cell) for cell in sheet.head[at][: len(self.places)]]
        pairs = list(zip(names, self.places, strict=True))
        return replace(
            self,
            columns_={**self.columns_, **{name: ours for name, ours in pairs if ours}},
            ignored=self.ignored | {name for name, ours in pairs if not ours},
        )

    def columns(self, document: Document) -> list[Column]:
        """The header's columns and what becomes of them."""
        reader = self.named(document)
        return super(Placed, reader).columns(document)

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Batches of kept and rejected rows."""
        reader = self.named(document)
        yield from super(Placed, reader).read(document, provenance)

    def _shaped(self, document: Document) -> Iterator[tuple[Sheet, int]]:
        for sheet in document.sheets:
            for at, header in enumerate(sheet.head[: self._HEADER_WITHIN]):
                below = next((row for row in sheet.head[at + 1 :] if any(row)), [])
                names = {normalise_header(cell) for cell in header[: len(self.places)]}
                if len(names) == len(self.places) and self._looks_right(header, below):
                    yield sheet, at

    def _looks_right(self, header: list[str], row: list[str]) -> bool:
        """Whether ids, a time and an address stand in their places, and no id in the header."""
        forms: dict[str, Pattern[str]] = {
            "native_id": _ID,
            "published": _TIME,
            "permalink": re.compile(rf"https?://(?:www\.|m\.)?{re.escape(self.host)}/\S+"),
        }
        told = dict(zip(self.places, row, strict=False))
        return not _ID.fullmatch(header[0].strip()) and all(
            form.fullmatch(told.get(ours, "").strip()) for ours, form in forms.items()
        )
