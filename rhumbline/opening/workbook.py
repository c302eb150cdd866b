"""Workbooks: .xlsx and BIFF .xls through calamine, SpreadsheetML (an .xls that is XML) through defusedxml."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rhumbline.errors import BadExport
from rhumbline.opening.apart import Unreadable, read_workbook
from rhumbline.opening.exact import restored

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_TIME_ALONE = r"^(?:1899-12-31|1900-01-(?<days>\d\d)) (?<hours>\d\d):(?<rest>\d\d:\d\d)(?:\.\d+)?$"


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


def sheets(path: Path, name: str) -> Iterator[tuple[str, FrameCells]]:
    """Every worksheet with its name, all cells as text.

    Calamine runs in a process of its own: there are damaged files that end the process it is in.
    """
    with tempfile.TemporaryDirectory(prefix="rhumbline-") as folder:
        try:
            titles = read_workbook(path, Path(folder))
        except Unreadable as why:
            raise BadExport(
                f"{name} is a damaged or protected workbook ({why}).",
                None,
                "Download the export again.",
            ) from None
        for number, title in enumerate(titles):
            frame = _lettered(pl.read_ipc(Path(folder) / f"{number}.arrow"))
            exact = restored(frame, path, title)
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
    """Every sheet of a SpreadsheetML file; entities and external references are refused."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        parsed = []
        for _, element in iterparse(path):
            if element.tag == f"{_SS}Worksheet":
                parsed.append((element.get(f"{_SS}Name", ""), FrameCells(_xml_rows(element))))
                element.clear()
    except (ParseError, DefusedXmlException) as error:
        raise BadExport(
            f"{name} is damaged XML ({error}).", None, "Download the export again."
        ) from error
    yield from parsed


def _xml_rows(worksheet: object) -> pl.DataFrame:
    rows: list[list[str | None]] = []
    for row in worksheet.iter(f"{_SS}Row"):  # type: ignore[attr-defined]
        at = int(row.get(f"{_SS}Index", len(rows) + 1))
        rows.extend([] for _ in range(at - 1 - len(rows)))
        rows.append(_xml_cells(row))
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return pl.DataFrame(padded, schema={f"c{i}": pl.String for i in range(width)}, orient="row")


def _xml_cells(row: object) -> list[str | None]:
    cells: list[str | None] = []
    for cell in row.iter(f"{_SS}Cell"):  # type: ignore[attr-defined]
        at = int(cell.get(f"{_SS}Index", len(cells) + 1))
        cells.extend([None] * (at - 1 - len(cells)))
        data = cell.find(f"{_SS}Data")
        cells.append(None if data is None else "".join(data.itertext()))
    return cells


def _trimmed(row: tuple[str | None, ...]) -> list[str]:
    cells = [cell or "" for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
