"""Tiny workbooks written by hand, .xlsx and BIFF .xls: the same rows give the same bytes, always."""

import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | float | bool | date | datetime | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EPOCH: Final = datetime(1899, 12, 30)
_PLAIN, _DAY, _MOMENT = 0, 1, 2  # the three cell formats of both kinds of file


def xlsx(sheets: Sheets) -> bytes:
    """A workbook as Excel writes it, uncompressed; an empty row or None leaves its place blank."""
    names = dict(enumerate(sheets, 1))
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in names.items()
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in names
    )
    typed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in names
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{typed}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}'
        f"</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>'
        f'<xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(_xml_rows(rows))}</sheetData>'
            f"</worksheet>"
        )
    return _zipped(parts)


def _zipped(parts: Mapping[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, xml in parts.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'
            archive.writestr(zipfile.ZipInfo(name), declared.encode())
    return target.getvalue()


def _xml_rows(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    for at, row in enumerate(rows, 1):
        cells = "".join(
            _xml_cell(f"{_letters(column)}{at}", cell)
            for column, cell in enumerate(row)
            if cell is not None
        )
        if cells:
            yield f'<row r="{at}">{cells}</row>'


def _xml_cell(place: str, cell: Cell) -> str:
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, str):
        text = f'<is><t xml:space="preserve">{escape(cell)}</t></is>'
        return f'<c r="{place}" t="inlineStr">{text}</c>'
    number, style = _number(cell)
    return f'<c r="{place}" s="{style}"><v>{number!r}</v></c>'


def _number(cell: float | date | datetime | None) -> tuple[int | float, int]:
    """A cell as spreadsheets keep it: a number, and the format that makes it a date."""
    if isinstance(cell, datetime):
        return (cell - _EPOCH) / timedelta(days=1), _MOMENT
    if isinstance(cell, date):
        return (datetime(cell.year, cell.month, cell.day) - _EPOCH).days, _DAY
    return cell or 0, _PLAIN


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters


# BIFF8 in an OLE2 container: what LinkedIn's company pages give.
_SECTOR: Final = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls(sheets: Sheets) -> bytes:
    """A BIFF8 workbook, for sheets whose texts stay below four thousand characters."""
    substreams = [_biff_sheet(rows) for rows in sheets.values()]
    head = [
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)),
        *(_record(0x00E0, struct.pack("<HHHH12x", 0, form, 0, 0)) for form in (0, 14, 22)),
    ]
    bounds = [len(_bound(0, name)) for name in sheets]
    at = sum(map(len, head)) + sum(bounds) + 4
    for name, substream in zip(sheets, substreams, strict=True):
        head.append(_bound(at, name))
        at += len(substream)
    return _compound(b"".join([*head, _record(0x000A), *substreams]))


def _record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _bound(at: int, name: str) -> bytes:
    text = name.encode("utf-16-le")
    return _record(0x0085, struct.pack("<IHBB", at, 0, len(name), 1) + text)


def _biff_sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    width = max((len(row) for row in rows), default=0)
    records = [
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)),
        _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)),
    ]
    for at, row in enumerate(rows):
        records += [_biff_cell(at, n, cell) for n, cell in enumerate(row) if cell is not None]
    return b"".join([*records, _record(0x000A)])


def _biff_cell(row: int, column: int, cell: Cell) -> bytes:
    if isinstance(cell, bool):
        return _record(0x0205, struct.pack("<HHHBB", row, column, _PLAIN, cell, 0))
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        head = struct.pack("<HHHHB", row, column, _PLAIN, len(text) // 2, 1)
        return _record(0x0204, head + text)
    number, style = _number(cell)
    return _record(0x0203, struct.pack("<HHHd", row, column, style, number))


def _compound(stream: bytes) -> bytes:
    """The OLE2 container: a header, one allocation table, a directory and the stream, in sectors."""
    size = max(len(stream), 4096)  # smaller streams would need a table of their own
    sectors = -(-size // _SECTOR)
    tables = -(-(sectors + 2) // 127)
    chain = [*range(tables + 2, tables + sectors + 1), _END]
    table = [*[_TABLE] * tables, _END, *chain]
    table += [_FREE] * (tables * 128 - len(table))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, tables, 0, 4096, _END, 0, _END, 0),
    ) + struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    entries = [
        _entry("Root Entry", 5, child=1, start=_END, size=0),
        _entry("Workbook", 2, child=_FREE, start=tables + 1, size=size),
        *[_entry("", 0, child=_FREE, start=0, size=0)] * 2,
    ]
    allocation = struct.pack(f"<{len(table)}I", *table)
    return header + allocation + b"".join(entries) + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ",
        text, len(text), kind, 1, _FREE, _FREE, child, 0, start, size,
    )  # fmt: skip
