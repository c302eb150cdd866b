"""The mappings that ship: each reads a table of the form it is written for, and takes no other."""

from pathlib import Path
from typing import Any

import pytest

from rhumbline.formats.loading import shipped_readers
from rhumbline.ingest.identify import recognise
from rhumbline.opening import open_documents
from rhumbline.readers import READERS
from rhumbline.reading.batch import Batch, Fate
from rhumbline.reading.provenance import Provenance

HERE = Path(__file__).parent / "shipped"
EXPORTS = sorted(HERE.glob("*.csv"))
FIXTURES = sorted(
    p for p in (HERE.parent.parent / "readers").glob("*/*/*") if p.name != "expect.yaml"
)

FIRST: dict[str, dict[str, Any]] = {
    "bluesky_posts": {
        "native_id": "3kabcdefgh2x", "type": "post", "reactions": 12, "comments": 3, "shares": 4,
        "published_at": "2026-09-05 13:00:00+00:00", "published_zone": "UTC",
    },
    "buffer_posts": {
        "native_id": "1963909600000000000", "platform": "x", "type": "post", "reach": None,
        "impressions": 800, "reactions": 15, "link_clicks": 12,
    },
    "hootsuite_posts": {
        "line": 4, "native_id": "122100000000000001", "platform": "facebook", "impressions": 1200,
        "video_views": None, "published_at": "2026-09-05 14:30:00+00:00",
    },
    "metricool_account": {
        "date": "2026-09-01", "followers": 2345, "follows": 12, "unfollows": 3, "impressions": 1200,
    },
    "metricool_posts": {
        "native_id": "C8abcDEF123", "platform": "instagram", "impressions": 1240, "reactions": 40,
        "published_at": "2026-09-05 18:30:00+00:00", "published_zone": "America/Toronto",
    },
    "pinterest_pins": {
        "native_id": "987654321012345678", "clicks": 41, "link_clicks": 17, "saves": 30,
        "impressions": 1240, "published_precision": "day",
    },
    "reddit_comments": {"native_id": "k2xyzab", "type": "reply", "text": "Yes, beginners too."},
    "reddit_posts": {
        "native_id": "1abcde", "text": "Cooks wanted for Saturday\nWe need six.",
        "published_at": "2026-09-04 18:20:11+00:00", "impressions": None,
    },
    "threads_posts": {
        "native_id": "18012345678901234", "account": "riversidefood", "views": 410, "reactions": 22,
        "impressions": None,
    },
}  # fmt: skip


def parts(path: Path) -> list[Batch]:
    with open_documents(path) as documents:
        reader = recognise(documents[0], READERS, shipped_readers())
        assert reader is not None
        assert reader.format == path.stem
        return list(reader.read(documents[0], Provenance(path.name, timezone="America/Toronto")))


def test_every_mapping_has_an_export_here() -> None:
    assert (
        [path.stem for path in EXPORTS]
        == [reader.format for reader in shipped_readers()]
        == [*FIRST]
    )


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: path.stem)
def test_its_first_row_says_what_the_file_says(export: Path) -> None:
    row = parts(export)[0].rows.row(0, named=True)
    want = FIRST[export.stem]
    assert {k: str(row[k]) if hasattr(row[k], "isoformat") else row[k] for k in want} == want


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: path.stem)
def test_no_column_of_it_goes_unread_in_silence(export: Path) -> None:
    with open_documents(export) as documents:
        (reader,) = (r for r in shipped_readers() if r.claims(documents[0]))
        assert [c.header for c in reader.columns(documents[0]) if c.fate is Fate.UNMAPPED] == []


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: path.stem)
def test_no_code_claims_what_a_mapping_does(export: Path) -> None:
    with open_documents(export) as documents:
        assert [r.format for r in READERS if r.claims(documents[0])] == []


@pytest.mark.parametrize("export", FIXTURES, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_mapping_claims_what_code_does(export: Path) -> None:
    with open_documents(export) as documents:
        assert [r.format for d in documents for r in shipped_readers() if r.claims(d)] == []


def test_a_row_without_a_link_to_know_it_by_is_refused() -> None:
    (part,) = parts(HERE / "buffer_posts.csv")
    assert part.rejected.to_dicts() == [{"line": 4, "sheet": "", "reason": "The row has no id."}]
    assert part.seen == part.rows.height + part.rejected.height


def test_all_of_them_say_that_nobody_has_verified_them() -> None:
    assert all(reader.spec.unverified for reader in shipped_readers())


def test_docs_call_each_of_them_unverified() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats" / "declarative.md").read_text("utf-8")
    listed = page.partition("## Mappings that ship, unverified")[2]
    assert all(f"`{reader.format}`" in listed for reader in shipped_readers())
