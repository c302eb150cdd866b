"""A document is one file of an export (a zip holds several), as sheets of text cells with line numbers."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from rhumbline.errors import BadExport
from rhumbline.opening import delimited, encodings, packed, workbook, x_archive
from rhumbline.opening.sheet import HEAD_ROWS, Cells, Sheet
from rhumbline.opening.trimmed import TrimmedCells, count_numbering_columns, titles_above

Shape = Literal["csv", "workbook", "json"]


@dataclass(frozen=True)
class Document:
    """One file as its sheets, or its JSON text; `name` is the file's own name, inside a zip the member's."""

    name: str
    shape: Shape
    sheets: tuple[Sheet, ...] = ()
    encoding: str = ""
    load_json: Callable[[], object] | None = field(default=None, repr=False)

    @cached_property
    def json(self) -> object:
        """The parsed JSON of a JSON document, read once; raises BadExport where it is damaged."""
        return self.load_json() if self.load_json is not None else None

    @property
    def sheet(self) -> Sheet:
        """The first sheet, which for text is the only one."""
        return self.sheets[0]

    def below_titles(self) -> "Iterator[Document]":
        """The document without its first row, its first two, …, as long as those may be titles."""
        for rows in titles_above(self.sheet.head) if self.sheets else ():
            yield replace(
                self,
                sheets=tuple(
                    replace(sheet, cells=TrimmedCells(sheet.cells, rows))
                    if rows in titles_above(sheet.head)
                    else sheet
                    for sheet in self.sheets
                ),
            )


@contextmanager
def open_documents(
    path: Path, name: str | None = None, scratch_in: Path | None = None
) -> Iterator[tuple[Document, ...]]:
    """The documents inside a file: one, or one for each member of a zip.

    Raises BadExport for what cannot be opened as a whole: empty, encrypted, truncated, a bomb.
    Temporary files (transcoded text, unpacked members) lie in a folder below `scratch_in`, or the
    system's folder for such, and live as long as the context.
    """
    with tempfile.TemporaryDirectory(prefix="rhumbline-", dir=scratch_in) as scratch:
        yield tuple(_documents(path, name or path.name, Path(scratch), nested=False))


def _documents(path: Path, name: str, scratch: Path, *, nested: bool) -> Iterator[Document]:
    with path.open("rb") as file:
        signature = file.read(8)
    if not signature.strip(encodings.BLANK) and encodings.is_blank(path):
        raise BadExport(f"{name} is empty.", None, "Download the export again.")
    if signature.startswith(b"PK\x03\x04") and x_archive.is_x_archive(path):
        yield Document(name, "json", load_json=x_archive.load_archive(path, name))
        return
    if signature.startswith(b"PK\x03\x04") and not packed.is_workbook(path):
        unpack = packed.unpack_zip
    elif packed.is_gzip(signature):
        unpack = packed.unpack_gzip
    else:
        yield _document(path, name, signature, scratch)
        return
    if nested:
        raise BadExport(f"{name} is an archive inside another.", None, "Unpack the outer one.")
    for member, unpacked in unpack(path, name, scratch):
        yield from _documents(unpacked, member, scratch, nested=True)


def _document(path: Path, name: str, signature: bytes, scratch: Path) -> Document:
    if signature.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Document(name, "workbook", _sheets(workbook.sheets(path, name, scratch)))
    plain = encodings.as_utf8(path, scratch)
    start = plain.start()
    if (assigned := x_archive.assigned_name(start)) is not None:
        return Document(name, "json", load_json=x_archive.load_member(plain, path, assigned, name))
    if workbook.is_spreadsheet_ml(start):
        return Document(name, "workbook", _sheets(workbook.spreadsheet_ml(path, name)))
    if start[:1] in ("{", "["):
        return Document(name, "json", encoding=plain.encoding, load_json=plain.json)
    cells = delimited.TextCells(plain, scratch)
    sheet = Sheet("", _unnumbered(cells), declares_separator=cells.declares_separator)
    return Document(name, "csv", (sheet,), encoding=plain.encoding)


def _sheets(named: Iterator[tuple[str, workbook.FrameCells]]) -> tuple[Sheet, ...]:
    return tuple(Sheet(name, _unnumbered(cells)) for name, cells in named)


def _unnumbered(cells: Cells) -> Cells:
    """The cells without columns that only number the rows, as programs add them."""
    off = count_numbering_columns(cells.head(HEAD_ROWS))
    return TrimmedCells(cells, columns_off=off) if off else cells
