"""The tables of YouTube Studio's advanced mode: a header, a row of totals, then the rows."""

import re
from dataclasses import dataclass, replace
from re import Pattern
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document, Sheet
from rhumbline.readers.youtube.words import IGNORED, IGNORED_LIKE, REVENUE, TELLING, TOTALS
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.table import Header, Table

# `Content 2026-05-28_2026-08-26 Riverside Food Bank.zip`, or the folder it was unpacked to.
FILE_NAME: Final = re.compile(
    r"^.+? (?P<from>\d{4}-\d\d-\d\d)_(?P<until>\d{4}-\d\d-\d\d) (?P<account>.+?)(?:\.(?:zip|xlsx))?$"
)
_TRAILER: Final = r"(?:^|[^0-9a-zA-Z:])500(?:[^0-9a-zA-Z:]|$)"  # Showing top 500 results


@dataclass(frozen=True, kw_only=True)
class YouTubeTable(Table):
    """A reader of one of these tables; `name_headers` says what its header's columns are to us."""

    platform: str = "youtube"
    kind: Kind = Kind.DAILY
    basis: Basis = Basis.WINDOW
    file_name: Pattern[str] | None = FILE_NAME
    ignored: frozenset[str] = IGNORED
    ignored_like: Pattern[str] | None = IGNORED_LIKE

    def name_headers(self, sheet: Sheet) -> list[str] | None:
        """The names of the first row in words of `fields` or `ignored`; None for another table."""
        raise NotImplementedError

    def find_header(self, document: Document) -> Header | None:
        """The first row of the first sheet, where that is a header of this table."""
        sheet = document.sheet if document.sheets else None
        if sheet is None or sheet.declares_separator or not header_cells(sheet):
            return None
        header_names = self.name_headers(sheet)
        if header_names is None:
            return None
        pairs = zip(self.describe_columns(header_names, sheet), header_cells(sheet), strict=True)
        return Header(sheet, 0, tuple(replace(column, header=cell) for column, cell in pairs))


def header_cells(sheet: Sheet) -> list[str]:
    """The cells of the first row, without empty ones at its end."""
    cells = list(sheet.head[0]) if sheet.head else []
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def header_names(sheet: Sheet) -> list[str]:
    """The header's cells, normalised."""
    return [normalise_header(cell) for cell in header_cells(sheet)]


def sample_cells(sheet: Sheet, place: int) -> list[str]:
    """The filled cells of a column in the first rows, the row of totals left out."""
    rows = [row for row in sheet.head[1:] if row and normalise_header(row[0]) not in TOTALS]
    return [row[place].strip() for row in rows if len(row) > place and row[place].strip()]


def has_own_name(names: list[str]) -> bool:
    """Whether one of these names of columns is one that YouTube alone gives."""
    return any(name in TELLING or REVENUE.search(name) for name in names)


def totals_row(sheet: Sheet) -> list[str]:
    """The row of totals, which is the first; empty where there is none."""
    first = next((row for row in sheet.head[1:] if any(cell.strip() for cell in row)), [])
    return first if first and normalise_header(first[0]) in TOTALS else []


def is_totals_cell(cell: pl.Expr) -> pl.Expr:
    """Whether the first cell of a row says that it is the row of totals."""
    return cell.str.replace_all("\u00ad", "", literal=True).str.to_lowercase().is_in(list(TOTALS))


def is_trailer(cell: pl.Expr) -> pl.Expr:
    """Whether the first cell of a row is the sentence that says after how many rows the table ends."""
    return cell.str.contains(_TRAILER)
