"""What leaves the inbox, what stays, and that nothing is lost on the way."""

import os
import threading
import time
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pytest

from rhumbline.archive import inbox
from rhumbline.archive.content import copy_and_hash
from rhumbline.archive.inbox import collect_inbox
from rhumbline.archive.journal import NightJudged, append_to_journal, read_journal
from rhumbline.archive.listing import files_waiting
from rhumbline.archive.notes import unread_exports
from rhumbline.workspace import Workspace
from tests.night.workspaces import TIKTOK, X, drop, put, workspace_in


def _names(workspace: Workspace) -> set[str]:
    return {path.name for path in workspace.inbox.rglob("*") if path.is_file()}


def test_a_finished_file_moves_to_the_archive_under_its_hash(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    text = drop(workspace, X).read_bytes()
    (archived,) = collect_inbox(workspace).new
    assert archived.sha256 == sha256(text).hexdigest()
    assert (workspace.archive / archived.archived_as).read_bytes() == text
    assert archived.export_id == archived.sha256[:16]
    assert _names(workspace) == set()


def test_a_json_export_and_the_note_beside_it_do_not_share_a_name(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    put(workspace, "outbox.json", b'{"orderedItems": []}')
    (archived,) = collect_inbox(workspace).new
    assert (workspace.archive / archived.archived_as).read_bytes() == b'{"orderedItems": []}'
    assert unread_exports(workspace, set()).exports == (archived,)


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        "~$posts.xlsx",
        "posts.csv.crdownload",
        "posts.csv.part",
        "Thumbs.db",
        "desktop.ini",
        ".hidden/posts.csv",
    ],
)
def test_what_is_no_export_stays_where_it_lies(tmp_path: Path, name: str) -> None:
    workspace = workspace_in(tmp_path / "w")
    put(workspace, name, b"a,b\n1,2\n")
    drop(workspace, X)
    assert len(collect_inbox(workspace).new) == 1
    assert _names(workspace) == {Path(name).name}


def test_a_growing_file_is_left_for_the_next_run(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    growing = workspace.inbox / "growing.csv"
    stop = threading.Event()

    def grow() -> None:
        with growing.open("ab") as file:
            while not stop.is_set():
                file.write(b"1,2\n")
                file.flush()
                time.sleep(0.02)

    growing.write_bytes(b"a,b\n")
    writer = threading.Thread(target=grow)
    writer.start()
    try:
        found = collect_inbox(workspace, settle=0.3)
    finally:
        stop.set()
        writer.join()
    assert found.left_alone == ("growing.csv",)
    assert len(found.new) == 1
    assert [archived.name for archived in collect_inbox(workspace, settle=0.0).new] == [
        "growing.csv"
    ]


def test_a_file_that_changes_under_the_copy_is_left_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspace_in(tmp_path / "w")
    path = drop(workspace, X)
    copied = copy_and_hash

    def and_then_more(source: BinaryIO, scratch: Path) -> str:
        digest = copied(source, scratch)
        with path.open("ab") as file:
            file.write(b"the rest\n")
        return digest

    monkeypatch.setattr(inbox, "copy_and_hash", and_then_more)
    assert collect_inbox(workspace).left_alone == (path.name,)
    assert path.read_bytes().endswith(b"the rest\n")
    assert not list(workspace.archive.iterdir())


def test_a_moment_in_the_future_keeps_no_file_waiting(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    path = drop(workspace, X)
    os.utime(path, (time.time() + 86_400,) * 2)
    started = time.monotonic()
    assert len(collect_inbox(workspace).new) == 1
    assert time.monotonic() - started < 1.5


def test_a_sidecar_goes_with_its_file(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    path = drop(workspace, X)
    put(workspace, f"{path.name}.yaml", b"account: riverside\nobserved_at: 2026-09-23T08:00:00Z\n")
    assert files_waiting(workspace) == [path]
    (archived,) = collect_inbox(workspace).new
    assert archived.sidecar["account"] == "riverside"
    assert _names(workspace) == set()


def test_a_broken_sidecar_does_not_stop_its_file(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    path = drop(workspace, X)
    put(workspace, f"{path.name}.json", b"{[broken")
    (archived,) = collect_inbox(workspace).new
    assert archived.sidecar == {}


def test_the_same_content_again_is_known_whatever_its_name_and_folder(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    text = drop(workspace, TIKTOK).read_bytes()
    put(workspace, "one/Content (1).zip", text)
    put(workspace, "two/Content.zip", text)
    found = collect_inbox(workspace)
    assert len(found.new) == 1
    assert len(found.known) == 2
    drop(workspace, TIKTOK)
    assert [one.name for one in collect_inbox(workspace).known] == ["Content.zip"]
    assert len(unread_exports(workspace, set()).exports) == 1


def test_a_folder_of_the_inbox_stays_for_the_next_download(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    put(workspace, "riverside/posts.csv", b"a,b\n1,2\n")
    (archived,) = collect_inbox(workspace).new
    assert archived.folder == "riverside"
    assert (workspace.inbox / "riverside").is_dir()


def test_what_a_killed_run_left_in_the_archive_is_swept(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    workspace.archive.mkdir()
    for leftover in (".arriving-1", "0123.json.new"):
        (workspace.archive / leftover).write_text("half")
    collect_inbox(workspace)
    assert sorted(p.suffix for p in workspace.archive.iterdir()) == [".csv", ".json"]


def test_a_note_without_its_file_is_no_archived_export(tmp_path: Path) -> None:
    """Killed between the note and the file: the inbox still has it."""
    workspace = workspace_in(tmp_path / "w")
    text = drop(workspace, X).read_bytes()
    (archived,) = collect_inbox(workspace).new
    (workspace.archive / archived.archived_as).unlink()
    assert not unread_exports(workspace, set()).exports
    drop(workspace, X)
    assert len(collect_inbox(workspace).new) == 1
    assert (workspace.archive / archived.archived_as).read_bytes() == text


def test_a_cut_line_of_the_journal_costs_only_itself(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    append_to_journal(workspace, NightJudged(date(2026, 10, 1)))
    with (workspace.archive / "journal.jsonl").open("a") as file:
        file.write('{"what": "night", "as_')
    append_to_journal(workspace, NightJudged(date(2026, 10, 2)))
    journal = read_journal(workspace)
    assert [line.as_of.day for line in journal.lines if isinstance(line, NightJudged)] == [1, 2]
    assert not journal.warnings, "what the cut line began was done again"
