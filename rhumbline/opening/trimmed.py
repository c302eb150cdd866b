"""Sheets without what is put around an export: a column that numbers its rows, titles above it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from rhumbline.opening.sheet import Cells

_NUMBERING: Final = ("", "#", "index", "no", "no.", "nr", "nr.", "n°")
_TITLE_ROWS: Final = 8  # more than anybody puts above a table
_TITLE_CELLS: Final = 2  # Exported by: Ines


@dataclass(frozen=True)
class TrimmedCells:
    """The cells of a sheet without its first rows or columns; lines are still the file's."""

    cells: Cells
    rows_off: int = 0
    columns_off: int = 0

    def head(self, rows: int) -> list[list[str]]:
        """The first rows of what is left."""
        left = self.cells.head(rows + self.rows_off)[self.rows_off :]
        return [row[self.columns_off :] for row in left]

    def batches(self, skip: int, width: int) -> Iterator[pl.DataFrame]:
        """Rows after the first `skip` of what is left, columns counted from the first that is."""
        off = self.columns_off
        for frame in self.cells.batches(skip + self.rows_off, width + off):
            if not off:
                yield frame
                continue
            kept = frame.drop(f"c{i}" for i in range(off))
            names = [c for c in kept.columns if c.startswith("c")]
            moved = kept.rename({name: f"c{int(name[1:]) - off}" for name in names})
            empty = [pl.col(f"c{i}").fill_null("").str.strip_chars() == "" for i in range(width)]
            yield moved.filter(~pl.all_horizontal(empty))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row of what is left with its line number."""
        for at, (line, row) in enumerate(self.cells.rows()):
            if at >= self.rows_off:
                yield line, row[self.columns_off :]

    def lines_wider_than(self, width: int) -> frozenset[int]:
        """The lines whose rows have more than `width` cells of what is left."""
        return self.cells.lines_wider_than(width + self.columns_off)


def count_numbering_columns(head: list[list[str]]) -> int:
    """How many first columns only number the rows: 0, 1, 2 … under no name, #, or Unnamed: 0."""
    off = 0
    while _numbers_rows([row[off:] for row in head]):
        off += 1
    return off


def _numbers_rows(head: list[list[str]]) -> bool:
    at = next((at for at, row in enumerate(head) if sum(bool(c.strip()) for c in row) > 1), None)
    if at is None:
        return False
    name = head[at][0].strip().casefold()
    if name not in _NUMBERING and not name.startswith("unnamed: 0"):
        return False
    numbers = [row[0].strip() for row in head[at + 1 :] if any(cell.strip() for cell in row)]
    starts = (("0", "0.0"), ("1", "1.0"))
    first = next((n for n, forms in enumerate(starts) if numbers[:1] and numbers[0] in forms), None)
    return (
        first is not None
        and len(numbers) > 1
        and all(cell.removesuffix(".0") == str(n) for n, cell in enumerate(numbers, first))
    )


def titles_above(head: list[list[str]]) -> Iterator[int]:
    """How many first rows may be titles that somebody put above a table, fewest first."""
    for at, row in enumerate(head[:_TITLE_ROWS]):
        if sum(bool(cell.strip()) for cell in row) > _TITLE_CELLS:
            return
        yield at + 1
