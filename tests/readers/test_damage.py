"""Whatever happens to an export on its way, no row is lost in silence and nothing but a refusal is raised."""

import csv
import io
import random
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhumbline.errors import UserError
from rhumbline.ingest.identify import about_named, observed
from rhumbline.opening import Document, open_documents
from rhumbline.readers import READERS
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader
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
        mark = max(",;\t", key=text.partition("\n")[0].count)
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
MODIFIED: Final = datetime(2026, 9, 30, 12, tzinfo=UTC)
# Formats whose rows hold several of ours: one row of a file may give more than one.
SPLITS_ROWS: Final[frozenset[str]] = frozenset()
BINARY: Final = ("cut off", "junk bytes", "lost bytes")
TEXT_SUFFIXES: Final = (".csv", ".tsv", ".txt", ".json", ".xml")


def seen_in(path: Path) -> int:
    """The rows that all readers account for; fails where two claim a document or a row is lost."""
    seen = 0
    with open_documents(path) as documents:
        for document in documents:
            claiming = [reader for reader in READERS if reader.claims(document)]
            assert len(claiming) <= 1, [reader.format for reader in claiming]
            for reader in claiming:
                seen += seen_by(reader, document, path)
    return seen


def seen_by(reader: Reader, document: Document, path: Path) -> int:
    provenance = about_named(reader, document, Provenance(path.name, timezone="America/Toronto"))
    moment, _ = observed(reader, document, provenance, MODIFIED)
    assert reader.columns(document) is not None
    assert reader.platform_of(document)
    seen = 0
    for part in reader.read(
        document, Provenance(path.name, observed_at=moment, account=provenance.account)
    ):
        folded = part.seen - part.rows.height - part.rejected.height
        assert folded >= 0 or reader.format in SPLITS_ROWS
        assert part.rejected["reason"].null_count() == 0
        seen += part.seen
    return seen


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damage_ends_in_rows_kept_or_refused(case: Path, data: st.DataObject) -> None:
    export = export_of(case)
    text = export.suffix.lower() in TEXT_SUFFIXES
    name = data.draw(st.sampled_from([*DAMAGES] if text else list(BINARY)))
    chance = data.draw(st.randoms(use_true_random=False))
    raw = DAMAGES[name](export.read_bytes(), chance)
    with tempfile.TemporaryDirectory() as folder:
        damaged = Path(folder) / export.name
        damaged.write_bytes(raw)
        with suppress(UserError):  # a refusal of the whole file is an end, too
            seen_in(damaged)
