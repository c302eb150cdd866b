"""Whatever happens to an export on its way, no row is lost in silence and nothing but a refusal is raised."""

import csv
import io
import random
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhumbline.errors import UserError
from rhumbline.ingest.provenance import settle
from rhumbline.opening import Document, open_documents
from rhumbline.readers import READERS
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader
from rhumbline.reading.table import Table
from tests.readers.test_formats import CASES, export_of

Damage = Callable[[bytes, random.Random], bytes]
Rows = list[list[str]]

ODD: Final = (
    "", " ", "-", "#NAME?", "6.49E+17", "1213499430137060.00", "31/02/2026", "Feb 29, 2025", "99:99",
    "=cmd()", "'@riverside", "9" * 400, "-0", "1e999", "NaN", "1.234.567,89", "\u202e", "🥣" * 50,
    "a\nb", 'say "soup"', "null", "Total", "2026-13-45T25:61:61Z", "０１２", "\x00\x01", "--", "true",
)  # fmt: skip


def text_of(raw: bytes) -> tuple[str, str]:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(encoding, errors="replace"), encoding


def on_rows(change: Callable[[Rows, random.Random], Rows]) -> Damage:
    """A change of the table, written back as it was: its encoding, its separator."""

    def damage(raw: bytes, chance: random.Random) -> bytes:
        text, encoding = text_of(raw)
        top = text.splitlines()[:6] or [""]  # a title without any mark may stand above the table
        mark = max(",;\t", key=lambda sign: max(line.count(sign) for line in top))
        rows = change(list(csv.reader(io.StringIO(text), delimiter=mark)), chance)
        out = io.StringIO()
        csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
            rows
        )
        return out.getvalue().encode(encoding, errors="replace")

    return damage


def cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def junk_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.randbytes(chance.randint(1, 12)) + raw[at:]


def lost_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[at + chance.randint(1, 40) :]


def other_encoding(raw: bytes, chance: random.Random) -> bytes:
    text, _ = text_of(raw)
    to = chance.choice(
        ["cp1252", "cp1251", "utf-16-le", "utf-16", "utf-8-sig", "shift_jis", "utf-8"]
    )
    return text.encode(to, errors="replace")


def shuffled_columns(rows: Rows, chance: random.Random) -> Rows:
    width = max(map(len, rows), default=0)
    order = chance.sample(range(width), width)
    return [[row[i] if i < len(row) else "" for i in order] for row in rows]


def doubled_column(rows: Rows, chance: random.Random) -> Rows:
    at = chance.randrange(max(map(len, rows), default=1) or 1)
    return [[*row[: at + 1], *row[at:]] for row in rows]


def lost_column(rows: Rows, chance: random.Random) -> Rows:
    at = chance.randrange(max(map(len, rows), default=1) or 1)
    return [row[:at] + row[at + 1 :] for row in rows]


def odd_cells(rows: Rows, chance: random.Random) -> Rows:
    for row in chance.choices(rows, k=min(6, len(rows))) if rows else ():
        if row:
            row[chance.randrange(len(row))] = chance.choice(ODD)
    return rows


def junk_rows(rows: Rows, chance: random.Random) -> Rows:
    for _ in range(3):
        width = chance.randint(1, 60)
        junk = [chance.choice(ODD) for _ in range(width)]
        rows.insert(chance.randrange(len(rows) + 1), junk)
    return rows


def ragged_rows(rows: Rows, chance: random.Random) -> Rows:
    return [row[: chance.randint(0, len(row))] if chance.random() < 0.3 else row for row in rows]


def wrapped_in_quotes(raw: bytes, chance: random.Random) -> bytes:
    text, encoding = text_of(raw)
    lines = ('"' + line.replace('"', '""') + '"' for line in text.splitlines())
    return "\r\n".join(lines).encode(encoding)


DAMAGES: Final[dict[str, Damage]] = {
    "cut off": cut,
    "junk bytes": junk_bytes,
    "lost bytes": lost_bytes,
    "another encoding": other_encoding,
    "shuffled columns": on_rows(shuffled_columns),
    "a column twice": on_rows(doubled_column),
    "a column lost": on_rows(lost_column),
    "odd cells": on_rows(odd_cells),
    "junk rows": on_rows(junk_rows),
    "ragged rows": on_rows(ragged_rows),
    "wrapped in quotes": wrapped_in_quotes,
}
# Damage that leaves the header and the first row as they are, so that the export stays known.
BELOW: Final[dict[str, Callable[[Rows, random.Random], Rows]]] = {
    "odd cells below the first row": odd_cells,
    "ragged rows below the first row": ragged_rows,
}
MODIFIED: Final = datetime(2026, 9, 30, 12, tzinfo=UTC)
# Files in which a second table stands below the first.
SEVERAL_TABLES: Final = frozenset({"x_video_overview"})
BINARY: Final = ("cut off", "junk bytes", "lost bytes")
TEXT_SUFFIXES: Final = (".csv", ".tsv", ".txt", ".json", ".xml")


@dataclass
class Account:
    """What the readers of a file account for."""

    platforms: set[str] = field(default_factory=set)
    seen: int = 0  # rows kept, folded or rejected
    in_file: int | None = None  # rows under the header, where all of them must have been seen


@cache
def first_row_at(case: Path) -> int | None:
    """The row of an export under its header; None where it is no text of one table."""
    if export_of(case).suffix.lower() not in TEXT_SUFFIXES:
        return None
    with open_documents(export_of(case)) as (document, *others):
        readers = [r for r in READERS if isinstance(r, Table) and r.claims(document)]
        is_of_several = case.parent.name in SEVERAL_TABLES or case.name.startswith("joined")
        if others or is_of_several or document.shape != "csv" or not readers:
            return None
        return readers[0].header_of(document).at + 1


def below(change: Callable[[Rows, random.Random], Rows], at: int) -> Damage:
    """A change of the rows after the first, which stands at `at`."""
    return on_rows(lambda rows, chance: rows[: at + 1] + change(rows[at + 1 :], chance))


def account_of(path: Path) -> Account:
    """What all readers account for; fails where two claim a document or a row is lost."""
    account = Account()
    with open_documents(path) as documents:
        for document in documents:
            claiming = [reader for reader in READERS if reader.claims(document)]
            assert len(claiming) <= 1, [reader.format for reader in claiming]
            for reader in claiming:
                account.platforms.add(reader.platform)
                account.seen += seen_by(reader, document, path)
                if isinstance(reader, Table) and reader.structural is None:
                    header = reader.header_of(document)
                    under = list(header.sheet.rows())[header.at + 1 :]
                    account.in_file = sum(bool(cells) for _, cells in under)
    return account


def seen_by(reader: Reader, document: Document, path: Path) -> int:
    file = Provenance(path.name, timezone="America/Toronto", modified_at=MODIFIED)
    assert reader.columns(document) or not isinstance(reader, Table)
    assert reader.platform_of(document)
    seen = 0
    for batch in reader.read(document, settle(file, reader, document)):
        assert batch.rows.height + batch.rejected.height <= batch.seen
        assert batch.rejected["reason"].null_count() == 0
        seen += batch.seen
    return seen


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damage_ends_in_rows_kept_or_refused(case: Path, data: st.DataObject) -> None:
    """Damage below the first row leaves the export known, and each of its rows accounted for."""
    export = export_of(case)
    at = first_row_at(case)
    damages = dict(DAMAGES)
    if export.suffix.lower() not in TEXT_SUFFIXES:
        damages = {name: DAMAGES[name] for name in BINARY}
    if at is not None:
        damages |= {name: below(change, at) for name, change in BELOW.items()}
    name = data.draw(st.sampled_from(sorted(damages)))
    chance = data.draw(st.randoms(use_true_random=False))
    with tempfile.TemporaryDirectory() as folder:
        damaged = Path(folder) / export.name
        damaged.write_bytes(damages[name](export.read_bytes(), chance))
        if name not in BELOW:
            with suppress(UserError):  # a refusal of the whole file is an end, too
                account_of(damaged)
            return
        account = account_of(damaged)
    assert account.platforms == {
        reader.platform for reader in READERS if reader.format == case.parent.name
    }
    assert account.in_file in (None, account.seen)
