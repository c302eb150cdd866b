"""A sheet: a rectangle of text cells with line numbers, wherever its cells come from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol

import polars as pl

CELLS_BEYOND: Final = 8  # behind the last header, that a row is looked at for
HEAD_ROWS: Final = 64  # rows a reader may look at to recognise a sheet


class Cells(Protocol):
    """Where a sheet's cells come from."""

    def head(self, rows: int) -> list[list[str]]:
        """The first rows, each as long as it is in the file."""
        ...

    def batches(self, skip: int, width: int) -> Iterator[pl.DataFrame]:
        """Rows after the first `skip`, as text columns `c0`, `c1`, … up to `width`, `_line`, `_cut`."""
        ...

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its line number."""
        ...

    def lines_wider_than(self, width: int) -> frozenset[int]:
        """The lines whose rows have more than `width` cells, empty ones included."""
        ...


@dataclass(frozen=True)
class Sheet:
    """A rectangle of text cells: a CSV file, a worksheet, or a SpreadsheetML sheet."""

    name: str
    cells: Cells = field(repr=False)
    declares_separator: bool = False  # the text began with a line `sep=,`

    @cached_property
    def head(self) -> list[list[str]]:
        """The first 64 rows as they are in the file, blank rows included, ragged as they come."""
        return self.cells.head(HEAD_ROWS)

    def batches(self, header_at: int, width: int | None = None) -> Iterator[pl.DataFrame]:
        """The rows after row `header_at` (0-based) of the head, in batches, blank rows left out.

        Columns are `c0`, `c1`, … of text (eight more than the header is wide, so that overflowing
        cells show), `_line`, the 1-based line where the row starts, and `_cut`, true for a last row
        that the file breaks off in. A cell that a row has is text, "" where it is empty; one that
        a ragged row lacks is null or "".
        """
        wide = (width or len(self.head[header_at])) + CELLS_BEYOND
        return self.cells.batches(header_at + 1, wide)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row as (line, cells), ragged as it is, a blank row as []: for small, stacked files."""
        for line, cells in self.cells.rows():
            yield line, cells if any(cell.strip() for cell in cells) else []
