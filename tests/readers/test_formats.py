"""Every format, by example: a folder with one export as downloaded and what a right reader gets out of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from rhumbline.ingest.identify import recognise
from rhumbline.ingest.inspect import inspect
from rhumbline.ingest.provenance import settle
from rhumbline.opening import open_documents
from rhumbline.readers import READERS
from rhumbline.reading.batch import Kind
from rhumbline.reading.provenance import Provenance

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/expect.yaml"))


def export_of(case: Path) -> Path:
    (export,) = (p for p in case.iterdir() if p.name != "expect.yaml")
    return export


def expected(case: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(case / "expect.yaml")
    if isinstance(loaded.get("rows"), list):  # rows by content; `rows: 3` is their number
        loaded["rows_are"] = loaded.pop("rows")
    return loaded


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    with open_documents(path) as documents:
        for document in documents:
            reader = recognise(document, READERS)
            if reader is not None:
                written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                provenance = settle(Provenance(path.name, modified_at=written), reader, document)
                for part in reader.read(document, provenance):
                    if part.kind is not Kind.OTHER:
                        yield from part.rows.to_dicts()


def plain(value: object) -> object:
    return str(value) if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_reader_gets_what_is_there(case: Path) -> None:
    want = expected(case)
    got = inspect(export_of(case))
    stated = {k: v for k, v in want.items() if k not in ("rows_are", "rejections")}
    assert stated, f"{case}/expect.yaml states nothing"
    assert {k: got.get(k) for k in stated} == {k: plain(v) for k, v in stated.items()}
    for row, reason in (want.get("rejections") or {}).items():
        said = {r["line"]: r["reason"] for r in got["rejections"]}
        assert reason in said[row]


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if expected(c).get("rows_are")],
    ids=lambda case: f"{case.parent.name}/{case.name}",
)
def test_the_rows_say_what_the_file_says(case: Path) -> None:
    got = list(rows_of(export_of(case)))
    for want, row in zip(expected(case)["rows_are"], got, strict=False):
        assert {k: plain(row[k]) for k in want} == {k: plain(v) for k, v in want.items()}
    assert len(got) >= len(expected(case)["rows_are"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_one_reader_claims_it(case: Path) -> None:
    """The reader that the folder is named for claims the export, and no document has two."""
    with open_documents(export_of(case)) as documents:
        claims = [[r.format for r in READERS if r.claims(document)] for document in documents]
    assert all(len(formats) <= 1 for formats in claims), claims
    assert [case.parent.name] in claims
