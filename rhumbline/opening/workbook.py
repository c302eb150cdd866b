"""Workbooks: .xlsx and BIFF .xls through calamine, SpreadsheetML (an .xls that is XML) through defusedxml."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from rhumbline.errors import BadExport
from rhumbline.opening.long_numbers import restore_long_numbers
from rhumbline.opening.workbook_process import Unreadable, read_workbook

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_ROWS: Final = 2**20  # of a sheet, as Excel has them
MAX_COLUMNS: Final = 2**14
MAX_CELLS: Final = 10**7  # of all sheets, empty ones included: 80 MB before any text
_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_TIME_ALONE: Final = (
    r"^(?:1899-12-31|1900-01-(?<days>\d\d)) (?<hours>\d\d):(?<rest>\d\d:\d\d)(?:\.\d+)?$"
)


@dataclass(frozen=True)
class FrameCells:
    """Cells held in memory, for workbooks cannot be read in part; row numbers are the sheet's own."""

    frame: pl.DataFrame  # columns c0, c1, … of text
    first_row: int = 1

    def head(self, rows: int) -> list[list[str]]:
        """The first rows, trailing empty cells cut."""
        return [_trimmed(row) for row in self.frame.head(rows).iter_rows()]

    def batches(self, skip: int, width: int) -> Iterator[pl.DataFrame]:
        """All rows after the first `skip` in one batch."""
        frame = self.frame.slice(skip).with_row_index("_line", offset=self.first_row + skip)
        columns = [c for c in frame.columns if c != "_line"]
        missing = [pl.lit(None, pl.String).alias(f"c{i}") for i in range(len(columns), width)]
        filled = (
            pl.any_horizontal(pl.col(columns).fill_null("").str.strip_chars() != "")
            if columns
            else False
        )
        yield frame.filter(filled).with_columns(
            pl.col("_line").cast(pl.Int64), pl.lit(False).alias("_cut"), *missing
        )

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its number in the sheet, trailing empty cells cut."""
        for number, row in enumerate(self.frame.iter_rows(), self.first_row):
            yield number, _trimmed(row)

    def lines_wider_than(self, width: int) -> frozenset[int]:
        """No line: the rows of a sheet are equally wide."""
        return frozenset()


def sheets(path: Path, name: str, scratch: Path) -> Iterator[tuple[str, FrameCells]]:
    """Every worksheet with its name, all cells as text.

    Calamine runs in a process of its own: there are damaged files that end the process it is in.
    """
    folder = Path(tempfile.mkdtemp(dir=scratch))
    try:
        titles = read_workbook(path, folder)
    except Unreadable as why:
        raise BadExport(
            f"{name} is a damaged or protected workbook ({why}).",
            None,
            "Download the export again.",
        ) from None
    for number, title in enumerate(titles):
        frame = _lettered(pl.read_ipc(folder / f"{number}.arrow"))
        exact = restore_long_numbers(frame, path, title)
        yield title, FrameCells(exact.with_columns(_duration(pl.all())))


def _lettered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.rename({old: f"c{i}" for i, old in enumerate(frame.columns)}).cast(pl.String)


def _duration(cell: pl.Expr) -> pl.Expr:
    """A time without a day as hours:minutes:seconds; calamine shows it as a time of 1900."""
    parts = cell.str.extract_groups(_TIME_ALONE).struct
    hours = parts.field("days").cast(pl.Int64, strict=False).fill_null(0) * 24
    hours += parts.field("hours").cast(pl.Int64, strict=False)
    spelled = pl.format("{}:{}", hours.cast(pl.String).str.zfill(2), parts.field("rest"))
    return pl.when(spelled.is_not_null()).then(spelled).otherwise(cell).name.keep()


def is_spreadsheet_ml(start: str) -> bool:
    """Whether a text is the XML that Excel 2003 wrote, whatever its file is called."""
    return (
        start.lstrip().startswith("<?xml")
        and "urn:schemas-microsoft-com:office:spreadsheet" in start
    )


def spreadsheet_ml(path: Path, name: str) -> Iterator[tuple[str, FrameCells]]:
    """Every sheet of a SpreadsheetML file; entities and external references are refused.

    Raises BadExport for damaged XML, and for cells placed where no spreadsheet has any.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError

    try:
        parsed = _xml_sheets(path)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise BadExport(
            f"{name} is damaged XML ({error}).", None, "Download the export again."
        ) from error
    for title, rows in parsed:
        yield title, FrameCells(rows.as_frame())


def _xml_sheets(path: Path) -> list[tuple[str, "_XmlRows"]]:
    """The rows of each sheet by its name; ValueError for a place where there can be no cell."""
    from defusedxml.ElementTree import iterparse

    sheets: list[tuple[str, _XmlRows]] = []
    cells_before = 0
    for event, element in iterparse(path, events=("start", "end")):
        if element.tag == f"{_SS}Worksheet" and event == "start":
            cells_before += sheets[-1][1].cells if sheets else 0
            sheets.append((element.get(f"{_SS}Name", ""), _XmlRows()))
        elif element.tag == f"{_SS}Row" and event == "end" and sheets:
            sheets[-1][1].add(element, MAX_CELLS - cells_before)
            element.clear()
    return sheets


@dataclass
class _XmlRows:
    """The rows of a SpreadsheetML sheet, each with its number; blank ones may be left out."""

    rows: list[tuple[int, list[str | None]]] = field(default_factory=list)
    width: int = 0

    @property
    def height(self) -> int:
        """The number of the last row."""
        return self.rows[-1][0] if self.rows else 0

    @property
    def cells(self) -> int:
        """The cells of the rectangle around all rows, empty ones included."""
        return self.height * self.width

    def add(self, row: "Element", most: int) -> None:
        """Add a row at the place it names, else below the last.

        Raises ValueError for a wrong place, and for more than `most` cells: two that are far apart
        make a rectangle of millions.
        """
        number = _place(row, self.height, MAX_ROWS)
        cells: list[str | None] = []
        for cell in row.iter(f"{_SS}Cell"):
            cells.extend([None] * (_place(cell, len(cells), MAX_COLUMNS) - 1 - len(cells)))
            data = cell.find(f"{_SS}Data")
            cells.append(None if data is None else "".join(data.itertext()))
        self.rows.append((number, cells))
        self.width = max(self.width, len(cells))
        if self.cells > most:
            raise ValueError(f"a sheet of {self.height:,} rows and {self.width:,} columns")

    def as_frame(self) -> pl.DataFrame:
        """All rows, blank ones included, equally long."""
        padded: list[list[str | None]] = [[None] * self.width for _ in range(self.height)]
        for number, cells in self.rows:
            padded[number - 1][: len(cells)] = cells
        columns = {f"c{i}": pl.String for i in range(self.width)}
        return pl.DataFrame(padded, schema=columns, orient="row")


def _place(element: "Element", filled: int, most: int) -> int:
    """The number of a row or cell, from 1: its Index, else one more than are filled."""
    place = int(element.get(f"{_SS}Index", filled + 1))
    if not filled < place <= most:
        raise ValueError(f"a row or cell has Index {place}, where {filled + 1} to {most} can be")
    return place


def _trimmed(row: tuple[str | None, ...]) -> list[str]:
    cells = [cell or "" for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
