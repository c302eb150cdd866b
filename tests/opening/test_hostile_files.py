"""What a file holds or is called costs that file, never the program: a refusal, in moderate memory."""

import io
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from rhumbline.errors import BadExport
from rhumbline.opening import open_documents
from rhumbline.readers.mastodon import READERS as MASTODON

_SHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>
<Row><Cell><Data ss:Type="String">day</Data></Cell></Row>{}</Table></Worksheet></Workbook>"""
_CELL = '<Cell{}><Data ss:Type="Number">1</Data></Cell>'


def _sheet(row: str = "", cell: str = "") -> str:
    return _SHEET.format(f"<Row{row}>{_CELL.format(cell)}</Row>")


@pytest.mark.parametrize(
    "text",
    [
        _sheet(row=' ss:Index="2000000000"'),
        _sheet(cell=' ss:Index="2000000000"'),
        _sheet(row=' ss:Index="abc"'),
        _sheet(cell=' ss:Index="-1"'),
        _sheet(row=' ss:Index="1"'),  # a row above the last
        _sheet(row=' ss:Index="1048576"', cell=' ss:Index="16384"'),  # a rectangle of 17 billion
        _sheet().replace('version="1.0"', 'version="1.0" encoding="klingon"'),
    ],
)
def test_a_cell_where_no_spreadsheet_has_any_refuses_the_file(tmp_path: Path, text: str) -> None:
    export = tmp_path / "update.xls"
    export.write_text(text)
    tracemalloc.start()
    try:
        with (
            pytest.raises(BadExport, match=r"update\.xls is damaged XML"),
            open_documents(export) as documents,
        ):
            assert documents
        assert tracemalloc.get_traced_memory()[1] < 120 * 1024**2
    finally:
        tracemalloc.stop()


def test_rows_and_cells_that_are_left_out_are_empty(tmp_path: Path) -> None:
    export = tmp_path / "update.xls"
    export.write_text(_sheet(row=' ss:Index="4"', cell=' ss:Index="3"'))
    with open_documents(export) as (document,):
        assert list(document.sheet.rows()) == [(1, ["day"]), (2, []), (3, []), (4, ["", "", "1"])]


def _xlsx_with_a_flipped_version() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    raw = bytearray(packed.getvalue())
    raw[raw.index(b"PK\x01\x02") + 6] ^= 0xFF  # the version needed to extract the member
    return bytes(raw)


def _zip_with_a_name_that_is_no_text() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("é.csv", "a,b\n1,2\n")
    return packed.getvalue().replace("é".encode(), b"\xff\xfe")


@pytest.mark.parametrize(
    "raw", [_xlsx_with_a_flipped_version(), _zip_with_a_name_that_is_no_text()]
)
def test_a_zip_with_a_flipped_byte_is_damaged(tmp_path: Path, raw: bytes) -> None:
    export = tmp_path / "posts.zip"
    export.write_bytes(raw)
    with pytest.raises(BadExport, match="damaged or protected zip"), open_documents(export):
        pass


def test_a_member_of_a_tar_whose_name_is_no_text_is_read_under_one_that_is(tmp_path: Path) -> None:
    export = tmp_path / "posts.tar.gz"
    with tarfile.open(export, "w:gz") as archive:
        member = tarfile.TarInfo(b"caf\xe9.csv".decode(errors="surrogateescape"))
        member.size = 8
        archive.addfile(member, io.BytesIO(b"a,b\n1,2\n"))
    with open_documents(export) as (document,):
        assert document.name == "caf\ufffd.csv"


def test_half_a_character_in_json_is_replaced(tmp_path: Path) -> None:
    export = tmp_path / "outbox.json"
    post = '{"id": "1", "content": "half \\ud83e, whole \\ud83e\\udd63, written \\\\ud83e"}'
    export.write_text(f'{{"orderedItems": [{post}]}}')
    with open_documents(export) as (document,):
        assert document.json == {
            "orderedItems": [{"id": "1", "content": "half �, whole 🥣, written \\ud83e"}]
        }
        assert not any(reader.claims(document) for reader in MASTODON)


@pytest.mark.parametrize("length", [251, 252, 255])
def test_a_name_as_long_as_names_can_be_is_no_obstacle(tmp_path: Path, length: int) -> None:
    export = tmp_path / ("n" * (length - 4) + ".csv")
    export.write_bytes("Café,Plätze\r\n1,2\r\n".encode("utf-16"))  # transcoded beside it
    with open_documents(export) as (document,):
        assert document.sheet.head == [["Café", "Plätze"], ["1", "2"]]


def test_temporary_files_lie_where_they_are_wanted_and_go_with_the_documents(
    tmp_path: Path,
) -> None:
    export, scratch = tmp_path / "posts.csv", tmp_path / "scratch"
    export.write_bytes("Café\r\n1\r\n".encode("utf-16"))
    scratch.mkdir()
    with open_documents(export, scratch_in=scratch) as (document,):
        assert document.sheet.head == [["Café"], ["1"]]
        assert len([path for path in scratch.rglob("*") if path.is_file()]) == 1
    assert not list(scratch.iterdir())
