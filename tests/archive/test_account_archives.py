"""An account archive holds a life: its posts are read, and nothing else of it is opened, copied or named."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rhumbline.archive.inbox import collect_inbox
from rhumbline.archive.notes import unread_exports
from rhumbline.ingest.exports import ingest_exports
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace
from tests.night.workspaces import STORED, put, workspace_in

SECRET = b"the-secret-that-nobody-may-find"
POST = {
    "id_str": "1898765432109876543",
    "created_at": "Tue Mar 10 09:15:00 +0000 2026",
    "full_text": "Seeds are here #gardens https://t.co/abc",
    "favorite_count": "12",
    "retweet_count": "3",
    "entities": {
        "urls": [
            {
                "url": "https://t.co/abc",
                "expanded_url": "https://riverside.example/seeds?utm_campaign=s",
            }
        ]
    },
}
OTHERS = (
    "data/direct-messages.js", "data/contact.js", "data/device-token.js", "data/ad-impressions.js",
    "data/email-address-change.js", "data/deleted-tweets.js", "data/like.js", "data/profile.js",
    "data/ip-audit.js", "Your archive.html", "data/tweets_media/1898765432109876543-a.jpg",
)  # fmt: skip


def member(name: str, *entries: object) -> bytes:
    return f"window.YTD.{name}.part0 = {json.dumps(entries)}".encode()


def archive(**changed: bytes) -> bytes:
    members = {
        "data/account.js": member(
            "account",
            {"account": {"email": SECRET.decode(), "username": "riverside", "accountId": "1"}},
        ),
        "data/tweets.js": member("tweets", {"tweet": POST}),
        "data/tweets-part1.js": member(
            "tweets",
            {"tweet": POST | {"id_str": "1898765432109876544", "full_text": "RT @o: hello"}},
        ),
        **{name: member("x", {"secret": SECRET.decode()}) for name in OTHERS},
        **changed,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path / "w")


@pytest.fixture
def warehouse(workspace: Workspace) -> Iterator[Warehouse]:
    with open_for_writing(workspace) as opened:
        yield opened


def everything_but_the_inbox(workspace: Workspace) -> Iterator[bytes]:
    """All that the workspace holds, packed members unpacked."""
    for path in workspace.root.rglob("*"):
        if path.is_file() and workspace.inbox not in path.parents:
            yield path.name.encode()
            yield path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as zipped:
                    for name in zipped.namelist():
                        yield name.encode() + zipped.read(name)


def test_a_secret_in_any_other_member_is_nowhere_in_the_workspace(workspace: Workspace) -> None:
    put(workspace, "twitter-2026.zip", archive())
    with open_for_writing(workspace) as warehouse:
        collected = collect_inbox(workspace)
        (read,) = ingest_exports(workspace, warehouse, STORED).files
        warehouse.run("checkpoint")
    assert (read.status, read.platform, read.account, read.rows) == ("read", "x", "riverside", 2)
    found = list(everything_but_the_inbox(workspace))
    assert not [content for content in found if SECRET in content]
    assert not [content for content in found for name in OTHERS if name.encode() in content]
    (warning,) = collected.warnings
    assert "It stays untouched as inbox/twitter-2026.zip" in warning


def test_the_same_archive_again_is_nothing_new_and_its_note_knows_the_original(
    workspace: Workspace,
) -> None:
    original = put(workspace, "twitter.zip", archive())
    before = original.read_bytes()
    assert len(collect_inbox(workspace).new) == 1
    assert original.read_bytes() == before
    again = collect_inbox(workspace)
    assert (again.new, len(again.known)) == ((), 1)
    (note,) = unread_exports(workspace, set()).exports
    assert note.original_sha256 is not None
    assert note.original_sha256 != note.sha256


def test_links_that_the_archive_expands_resolve_those_of_other_exports(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    put(workspace, "twitter.zip", archive())
    collect_inbox(workspace)
    ingest_exports(workspace, warehouse, STORED)
    assert warehouse.rows("select short, target from core.links") == [
        ("https://t.co/abc", "https://riverside.example/seeds?utm_campaign=s")
    ]
    (text,) = warehouse.rows("select text from core.activities")
    assert text == ("Seeds are here #gardens https://riverside.example/seeds?utm_campaign=s",)


def test_of_an_unpacked_archive_only_the_posts_leave_the_inbox(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    with zipfile.ZipFile(io.BytesIO(archive())) as zipped:
        for name in ("data/account.js", "data/tweets.js", "data/direct-messages.js"):
            put(workspace, name, zipped.read(name))
    collected = collect_inbox(workspace)
    (read,) = ingest_exports(workspace, warehouse, STORED).files
    assert (read.name, read.account) == ("tweets.js", "riverside")
    left = sorted(path.name for path in workspace.inbox.rglob("*.js"))
    assert left == ["account.js", "direct-messages.js"]
    assert collected.warnings[0].startswith("2 files of an unpacked account archive in inbox/")


def test_members_that_are_not_opened_cost_their_directory_entry(
    workspace: Workspace, warehouse: Warehouse
) -> None:
    many = {
        f"data/tweets_media/{n}.jpg": b"" for n in range(5_000)
    }  # as many as a test has time for
    put(workspace, "twitter.zip", archive(**many))
    collect_inbox(workspace)
    (read,) = ingest_exports(workspace, warehouse, STORED).files
    assert read.status == "read"


def test_a_damaged_archive_is_named_and_stays(workspace: Workspace) -> None:
    whole = archive()
    at = whole.index(b"Seeds are here")
    put(workspace, "twitter.zip", whole[:at] + b"\0\0\0" + whole[at + 3 :])
    collected = collect_inbox(workspace)
    assert collected.new == ()
    assert collected.warnings[0].startswith("twitter.zip was not read: ")
    assert (workspace.inbox / "twitter.zip").is_file()
