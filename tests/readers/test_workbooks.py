"""What a workbook's cells become: text with its row number, whatever the kind of workbook."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.errors import BadExport
from rhumbline.opening import open_documents
from tests.readers.workbooks import Cell, Sheets, xls, xlsx

BOTH = pytest.mark.parametrize("written", [xlsx, xls], ids=["xlsx", "xls"])
Writer = Callable[[Sheets], bytes]


def read(content: bytes, folder: Path) -> dict[str, list[tuple[int, list[str]]]]:
    path = folder / "book"
    path.write_bytes(content)
    with open_documents(path) as (document,):
        return {sheet.name: list(sheet.rows()) for sheet in document.sheets}


@BOTH
def test_blank_rows_keep_their_place_and_empty_sheets_are_left_out(
    written: Writer, tmp_path: Path
) -> None:
    book: Sheets = {"Posts": [[], [], ["id", "likes"], [], ["a", 1]], "Empty": []}
    assert read(written(book), tmp_path) == {
        "Posts": [(1, []), (2, []), (3, ["id", "likes"]), (4, []), (5, ["a", "1"])],
    }


@BOTH
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (886092916972770, "886092916972770"),
        (17935189202838000, "17935189202838000"),
        (5.0, "5"),
        (-3, "-3"),
        (0.058823529, "0.058823529"),
        (1e-7, "0.0000001"),
        (date(2025, 2, 11), "2025-02-11 00:00:00"),
        (datetime(2025, 2, 11, 9, 30, 15), "2025-02-11 09:30:15"),
        (datetime(1899, 12, 30, 0, 3, 15), "00:03:15"),
        (datetime(1899, 12, 31, 2, 0, 1), "26:00:01"),
        (" kept, spaces and\nbreaks ", " kept, spaces and\nbreaks "),
        ("🙌 <b>&amp;</b>", "🙌 <b>&amp;</b>"),
    ],
    ids=str,
)
def test_a_cell_says_the_same_as_text(
    written: Writer, cell: Cell, text: str, tmp_path: Path
) -> None:
    assert read(written({"A": [["x", cell]]}), tmp_path) == {"A": [(1, ["x", text])]}


@BOTH
@settings(max_examples=15)
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N"])), max_size=4)))
def test_any_text_comes_back(
    written: Writer, tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    got = read(written({"A": rows}), tmp_path_factory.mktemp("book"))["A"]
    trimmed = [("\0".join(row)).rstrip("\0").split("\0") if any(row) else [] for row in rows]
    assert [cells for _, cells in got] == trimmed[: len(got)]
    assert not any(any(row) for row in rows[len(got) :])


FAR = (  # two cells so far apart that the rectangle between them fills any memory
    xlsx({"A": [["id"], [1]]}).replace(b"A2", b"XFD1048576").replace(b'r="2"', b'r="1048576"'),
    xls({"A": [["id"], [1]]}).replace(
        b"\x03\x02\x0e\x00\x01\0\0\0", b"\x03\x02\x0e\0\xff\xff\xff\xff"
    ),
)


@pytest.mark.parametrize("content", [*FAR, xls({"A": [["id"]]})[:1500]], ids=["xlsx", "xls", "cut"])
def test_a_workbook_that_its_reader_cannot_survive_is_refused(
    content: bytes, tmp_path: Path
) -> None:
    with pytest.raises(BadExport, match="damaged or protected"):
        read(content, tmp_path)


def edited(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with `new` for `old` in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(target, "w") as copy:
        for name in book.namelist():
            said = book.read(name)
            assert name != part or old in said
            copy.writestr(name, said.replace(old, new) if name == part else said)
    return target.getvalue()


def test_hidden_sheets_come_after_those_that_are_seen(tmp_path: Path) -> None:
    book = xlsx({"Lists": [["soup"]], "Posts": [["id"]]})
    hidden = edited(book, "xl/workbook.xml", b'sheetId="1"', b'sheetId="1" state="hidden"')
    assert list(read(hidden, tmp_path)) == ["Posts", "Lists"]


def test_a_workbook_of_empty_sheets_still_has_one(tmp_path: Path) -> None:
    assert read(xlsx({"One": [], "Two": []}), tmp_path) == {"One": []}


def test_long_numbers_are_what_the_file_spells(tmp_path: Path) -> None:
    """As numbers they would be rounded to the next even one, and not be told from true ids."""
    written = "17935189202838003"
    book = xlsx({"Posts": [[None, "id", "said"], [], [None, 1, written], [None, 2, written]]})
    sheet = "xl/worksheets/sheet1.xml"
    book = edited(book, sheet, b"<v>1</v>", f"<v>{written}</v>".encode())
    book = edited(book, sheet, b"<v>2</v>", b"<v>1.7935189202838E+16</v>")
    assert read(book, tmp_path)["Posts"][2:] == [
        (3, [written, written]),
        (4, ["1.7935189202838E+16", written]),
    ]
