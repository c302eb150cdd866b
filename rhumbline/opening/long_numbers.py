"""Long numbers of an .xlsx as its file spells them, since read as numbers their last digits are lost."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import polars as pl

from rhumbline.opening.packed import DAMAGE

_LONG: Final = r"^-?\d{16,}$"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_PLACE: Final = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")


def restore_long_numbers(frame: pl.DataFrame, path: Path, title: str) -> pl.DataFrame:
    """The sheet with numbers of sixteen digits and more as written: 17935189202838003, or 1.79E+16.

    Programs write all digits, spreadsheets a rounded number in powers of ten; text cells stay.
    """
    long = [c for c in frame.columns if frame[c].str.contains(_LONG).any()]
    if not long or not zipfile.is_zipfile(path):
        return frame
    first, spelled = _spelled(path, title)
    for column in long:
        at = frame.columns.index(column) + first
        in_column = {row: text for (row, place), text in spelled.items() if place == at}
        in_column = {row - 1: text for row, text in in_column.items() if 0 < row <= frame.height}
        series = (
            frame[column].scatter(list(in_column), list(in_column.values()))
            if in_column
            else frame[column]
        )
        frame = frame.with_columns(series.alias(column))
    return frame


def _spelled(path: Path, title: str) -> tuple[int, dict[tuple[int, int], str]]:
    """The sheet's first column that holds anything, and its long numbers by row and column."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError

    numbers: dict[tuple[int, int], str] = {}
    first = 2**14
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, title)) as sheet:
            for row, column, text, is_number in _cells(sheet):
                first = min(first, column)
                if is_number and len(text) >= 16 and abs(float(text)) >= 10**15:
                    numbers[row, column] = text
    except (*DAMAGE, OSError, KeyError, ParseError, DefusedXmlException):
        return 0, {}  # the workbook was read, if not by us: its numbers stay as they are
    return first, numbers


def _member(archive: zipfile.ZipFile, title: str) -> str:
    """The file inside that holds the sheet of that title."""
    from defusedxml.ElementTree import fromstring

    related = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    book = fromstring(archive.read("xl/workbook.xml"))
    named = {s.get("name"): s.get(related) for s in book.iter() if s.tag.endswith("}sheet")}
    targets = {
        r.get("Id"): str(r.get("Target"))
        for r in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    target = targets[named[title]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _cells(sheet: IO[bytes]) -> Iterator[tuple[int, int, str, bool]]:
    """Row, column (from 0), text and whether it is a number, of each cell that holds something."""
    from defusedxml.ElementTree import iterparse

    for _, row in iterparse(sheet):
        if row.tag not in (f"{_MAIN}row", f"{_STRICT}row"):
            continue
        for cell in row:
            place = _PLACE.match(cell.get("r", ""))
            text = "".join(cell.itertext())
            if place and text:
                is_number = cell.get("t", "n") == "n"
                value = next((v.text or "" for v in cell if v.tag.endswith("}v")), "")
                yield int(place[2]), _number(place[1]), value if is_number else text, is_number
        row.clear()


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
