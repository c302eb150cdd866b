"""What spreadsheets and programs make of an export reads as the export did, or is refused with a reason."""

import csv
import io
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from rhumbline.errors import UserError
from rhumbline.ingest.inspect import inspect
from rhumbline.opening import open_documents
from tests.readers.test_formats import CASES, export_of
from tests.readers.workbooks import xlsx

Rows = list[list[str]]
Resave = Callable[[Rows], bytes]


def written(
    rows: Rows, *, mark: str = ",", encoding: str = "utf-8", quoted: bool = False, end: str = "\r\n"
) -> bytes:
    out = io.StringIO()
    write = csv.writer(
        out,
        delimiter=mark,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
        lineterminator=end,
    )
    write.writerows(rows)
    return out.getvalue().encode(encoding, errors="replace")


def rectangle(rows: Rows) -> Rows:
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def header_at(rows: Rows) -> int:
    return next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def on_header(rows: Rows, change: Callable[[str], str]) -> Rows:
    at = header_at(rows)
    return [*rows[:at], [change(cell) for cell in rows[at]], *rows[at + 1 :]]


def numbered(rows: Rows, name: str, first: int) -> Rows:
    """As a program adds its index, to a table that begins with its header."""
    head, *body = rows
    return [[name, *head], *([str(at), *row] for at, row in enumerate(body, first))]


def titled(rows: Rows) -> Rows:
    return [["Our report"], [], ["Exported by", "Ines"], *rows]


RESAVED: Final[dict[str, Resave]] = {
    "everything quoted, empty columns and rows at the end": lambda rows: written(
        [*([*row, "", "", ""] for row in rectangle(rows)), *[[""] * 5] * 3], quoted=True
    ),
    "semicolons, a byte-order mark and a header in capitals": lambda rows: written(
        on_header(rows, str.upper), mark=";", encoding="utf-8-sig"
    ),
    "Unicode text and a header with marks and hard spaces": lambda rows: written(
        rectangle(on_header(rows, lambda c: f"\ufeff{c.replace(' ', chr(0xA0))}\u200f ")),
        mark="\t",
        encoding="utf-16",
    ),
    "an index without a name": lambda rows: written(numbered(rows, "", 0), end="\n"),
    "an index twice": lambda rows: written(
        numbered(numbered(rows, "Unnamed: 0", 0), "", 0), end="\n"
    ),
    "rows counted by hand": lambda rows: written(numbered(rows, "#", 1)),
    "titles above": lambda rows: written(titled(rows)),
    "a workbook of text after an empty sheet": lambda rows: xlsx({"Notes": [], "Sheet1": rows}),
}
# What has to begin with its header, and more than one row below it, to be told from other tables.
NUMBERED: Final = ("an index without a name", "an index twice", "rows counted by hand")
# Files of blocks or of labels, and comments: another title is one of theirs, and no row a header.
STACKED: Final = frozenset(
    [
        "meta_insights", "meta_audience", "meta_formats", "google_analytics_reports",
        "x_video_overview", "mailchimp_report", "constant_contact_overview", "linkedin_single_post",
    ]
)  # fmt: skip
MODIFIED: Final = datetime(2026, 9, 30, 12, tzinfo=UTC).timestamp()


@cache
def table_of(case: Path) -> Rows | None:
    """The export's only sheet as text, None where it has none or several."""
    with open_documents(export_of(case)) as documents:
        sheets = [sheet for document in documents for sheet in document.sheets]
        if len(sheets) != 1 or len(documents) != 1:
            return None
        return [list(cells) for _, cells in sheets[0].cells.rows()]


def tried(case: Path, name: str) -> bool:
    rows = table_of(case)
    if rows is None:
        return False
    if name in NUMBERED:
        filled = [row for row in rows if any(row)]
        return header_at(rows) == 0 and len(filled) > 2 and case.parent.name not in STACKED
    heads = name == "titles above" or "a header" in name
    return not heads or case.parent.name not in STACKED


@cache
def of_the_original(case: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / export_of(case).name
        copy.write_bytes(export_of(case).read_bytes())
        return yielded(copy)


def yielded(path: Path) -> dict[str, Any]:
    os.utime(path, (MODIFIED, MODIFIED))
    found = inspect(path)
    names = ("format", "platform", "account", "rows", "posts", "rejected", "first_published",
             "last_published", "days", "metrics")  # fmt: skip
    return {name: found[name] for name in names}


@pytest.mark.parametrize("name", RESAVED)
def test_a_resaved_export_reads_as_it_did(name: str) -> None:
    """Every format's examples that are one table; ids and dates are left as they were written."""
    wrong: dict[str, object] = {}
    cases = [case for case in CASES if tried(case, name)]
    assert len(cases) > len(CASES) / 4, "too few examples are tables to prove anything"
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            export = export_of(case)
            kind = ".xlsx" if "workbook" in name else ".csv"
            copy = Path(folder) / f"{export.stem}{kind}"
            copy.write_bytes(RESAVED[name](table_of(case) or []))
            want = of_the_original(case)
            try:
                got = yielded(copy)
            except UserError as error:
                got = {"refused": str(error)}
            if got != want:
                wrong[f"{case.parent.name}/{case.name}"] = got
    assert not wrong
