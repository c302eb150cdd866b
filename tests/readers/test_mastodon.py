"""Mastodon: what people wrote as plain text, and what an outbox can have in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.errors import BadExport
from rhumbline.opening import open_documents
from rhumbline.readers.mastodon import READERS
from rhumbline.reading.batch import Batch
from rhumbline.reading.html import html_to_text
from rhumbline.reading.provenance import Provenance

OUTBOX = READERS[0]


def read(tmp_path: Path, items: list[Any], **head: Any) -> Batch:
    file = tmp_path / "outbox.json"
    file.write_text(json.dumps({"type": "OrderedCollection", **head, "orderedItems": items}))
    with open_documents(file) as documents:
        assert OUTBOX.claims(documents[0])
        (part,) = OUTBOX.read(documents[0], Provenance("outbox.json"))
    return part


def said(post: object) -> dict[str, Any]:
    return {"type": "Create", "object": post}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ('<a href="https://a.example/x"><span>https://</span>a.example/x</a>', "https://a.example/x"),
        ('<a href="https://a.example/x">here</a>', "here (https://a.example/x)"),
        ('<a class="mention" href="https://m.example/@ana">@<span>ana</span></a>', "@ana"),
        ('<a href="https://m.example/tags/soup">#<span>soup</span></a>', "#soup"),
        ('<a href="javascript:alert(1)">press</a>', "press"),
        ("<ul><li>leek</li><li>bean</li></ul>", "- leek\n- bean"),
        ("Fish &amp; chips &lt;3", "Fish & chips <3"),
        ("<script>steal()</script>soup", "soup"),
        ('never closed <a href="https://a.example">https://a.example', "never closed https://a.example"),
        ("a\n  b", "a b"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_becomes_the_text_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


@given(st.text(alphabet='<>/ab"= &;p\n', max_size=80))
def test_any_html_is_read_as_far_as_it_goes(html: str) -> None:
    assert "\n\n\n" not in html_to_text(html)


def test_what_is_not_said_is_counted_and_no_post(tmp_path: Path) -> None:
    part = read(tmp_path, [{"type": kind, "object": "https://a"} for kind in ("Announce", "Like")])
    assert (part.rows.height, part.rejected.height, part.seen) == (0, 0, 2)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("https://a.example/1", "holds no post"),
        (said("https://a.example/1"), "holds no post"),
        (said({"published": "2026-01-01T00:00:00Z"}), "has no id"),
        (said({"id": "https://a.example/1"}), "not a moment"),
        (said({"id": "https://a.example/1", "published": 5}), "not a moment"),
    ],
)
def test_what_cannot_be_read_is_rejected_by_its_place(
    tmp_path: Path, item: object, reason: str
) -> None:
    part = read(tmp_path, [{"type": "Announce", "object": "https://a"}, item])
    (refused,) = part.rejected.to_dicts()
    assert refused["line"] == 2
    assert reason in refused["reason"]


def test_other_servers_ids_stay_whole(tmp_path: Path) -> None:
    post = {
        "id": "https://gts.example/users/ana/statuses/01HX",
        "published": "2026-01-01T01:00:00+02:00",
    }
    row = read(tmp_path, [said(post)]).rows.row(0, named=True)
    assert row["native_id"] == "https://gts.example/users/ana/statuses/01HX"
    assert str(row["published_at"]) == "2025-12-31 23:00:00+00:00"
    assert row["account"] == "ana@gts.example"


def test_likes_and_bookmarks_of_the_archive_are_no_outbox(tmp_path: Path) -> None:
    for name in ("likes", "bookmarks"):
        file = tmp_path / f"{name}.json"
        collection = {
            "id": f"{name}.json",
            "type": "OrderedCollection",
            "orderedItems": ["https://a"],
        }
        file.write_text(json.dumps(collection))
        with open_documents(file) as documents:
            assert not OUTBOX.claims(documents[0])


def test_an_empty_outbox_is_one(tmp_path: Path) -> None:
    file = tmp_path / "outbox.json"
    file.write_text(
        json.dumps({"id": "outbox.json", "type": "OrderedCollection", "orderedItems": []})
    )
    with open_documents(file) as documents:
        assert OUTBOX.claims(documents[0])
        assert list(OUTBOX.read(documents[0], Provenance("outbox.json"))) == []
        assert OUTBOX.account(documents[0]) is None


def test_a_cut_off_outbox_is_refused_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "outbox.json"
    file.write_text('{"type":"OrderedCollection","orderedItems":[{"type":"Crea')
    with open_documents(file) as documents, pytest.raises(BadExport, match="damaged JSON"):
        OUTBOX.claims(documents[0])
