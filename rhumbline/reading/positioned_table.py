"""Tables in languages whose words are not known: their columns are told by their positions."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rhumbline.opening import Document, Sheet
from rhumbline.reading.batch import Column, Fate
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.table import HEADER_WITHIN, PAID, Header, Table

LEFT_ASIDE: Final = ""  # stands in an order of fields for a column that is ignored

Row = Sequence[str]


def looks_like(*patterns: str | None) -> Callable[[Row], bool]:
    """A test whether the first cells of a row match these patterns; None fits any cell."""
    forms = [re.compile(pattern or ".*", re.DOTALL) for pattern in patterns]

    def matches(row: Row) -> bool:
        return len(row) >= len(forms) and all(
            form.fullmatch(cell.strip()) for form, cell in zip(forms, row, strict=False)
        )

    return matches


@dataclass(frozen=True, kw_only=True)
class PositionedTable(Table):
    """A table whose columns stand in the same order in every language.

    A header is found by its words first. Where no row has them, it is the row above the first one
    that looks like a row of this table; its columns are then told by their positions.
    """

    order_for: Callable[[int], Sequence[str]]  # a header's width → fields from its first column on
    is_row: Callable[[Row], bool]  # whether cells in that order are a row of this table

    def find_header(self, document: Document) -> Header | None:
        """The first row that names all that is needed, else the first that heads a row."""
        return self.find_by_words(document) or self.find_by_position(document)

    def find_by_words(self, document: Document) -> Header | None:
        """The first row that names all that is needed, or None."""
        return super().find_header(document)

    def find_by_position(self, document: Document) -> Header | None:
        """The first row of names with a row of this table under it, or None."""
        return next(self._headers_above_rows(document), None)

    def order_columns(self, headers: Row, sheet: Sheet) -> tuple[Column, ...]:
        """What becomes of columns, by their positions; of those behind the order, by their words."""
        order = self.order_of(headers)
        by_position = (
            Column(header, Fate.MAPPED, field, sheet.name)
            if field != LEFT_ASIDE
            else Column(header, Fate.IGNORED, None, sheet.name)
            for header, field in zip(headers, order, strict=False)
        )
        return (*by_position, *self.describe_columns(headers[len(order) :], sheet))

    def order_of(self, headers: Row) -> Sequence[str]:
        """The fields of columns with these headers, blank ones at the end left out; none if unknown."""
        filled = [place for place, header in enumerate(headers, 1) if header.strip()]
        return self.order_for(filled[-1] if filled else 0)

    def _headers_above_rows(self, document: Document) -> Iterator[Header]:
        for sheet in document.sheets:
            for at, headers in enumerate(sheet.head[:HEADER_WITHIN]):
                width = len(self.order_of(headers))
                below = next((row for row in sheet.head[at + 1 :] if any(row)), [])
                is_of_ads = self.is_organic and any(
                    PAID.search(normalise_header(h)) for h in headers
                )
                if is_of_ads:
                    continue
                if width and _are_headers(headers[:width]) and self.is_row(below):
                    yield Header(sheet, at, self.order_columns(headers, sheet))


def _are_headers(cells: Row) -> bool:
    """Whether cells may head columns: no two are the same, and none is a number."""
    names = {normalise_header(cell) for cell in cells}
    return len(names) == len(cells) and not any(cell.strip().isdigit() for cell in cells)
