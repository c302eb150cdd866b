"""A damaged note or line of the archive is named and passed over; what is whole beside it is read."""

import json
from datetime import date
from pathlib import Path

import pytest

from rhumbline.archive.inbox import collect_inbox
from rhumbline.archive.journal import (
    Journal,
    NightJudged,
    OwnFileChanged,
    StrategyAdopted,
    append_to_journal,
    read_journal,
)
from rhumbline.archive.notes import has_exports, unread_exports
from rhumbline.archive.own_files import archive_own_files, restore_own_files
from rhumbline.errors import UserError
from rhumbline.workspace import Workspace
from tests.night.workspaces import put

_SHA = "ab" * 32


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "inbox").mkdir()
    return Workspace(tmp_path)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'"text"',
        b"{}",
        b'{"sha256": 5}',
        b"[" * 100_000,
        json.dumps({"sha256": _SHA, "name": "x", "folder": "", "role": "export", "bytes": 1,
                    "modified_at": "2026-09-01T00:00:00+00:00", "archived_as": "x.csv"}).encode(),
    ],
)  # fmt: skip
def test_a_damaged_note_is_named_and_costs_no_other_file(workspace: Workspace, note: bytes) -> None:
    put(workspace, "one.csv", b"1")
    put(workspace, "two.csv", b"2")
    one, two = collect_inbox(workspace).new
    path = workspace.archive / f"{one.sha256}.json"
    whole = path.read_bytes()
    path.write_bytes(note)
    unread = unread_exports(workspace, set())
    assert unread.exports == (two,)
    (warning,) = unread.damaged
    assert warning.startswith(f"archive/{path.name} cannot be read, so its file is passed over: ")
    assert has_exports(workspace)
    put(workspace, "one.csv", b"1")
    assert collect_inbox(workspace).new == (one,), "dropped again, it has its note again"
    assert path.read_bytes() == whole


def test_the_journal_tells_what_was_written_to_it(workspace: Workspace) -> None:
    lines = (
        StrategyAdopted(_SHA, date(2026, 9, 1)),
        OwnFileChanged("plan", _SHA),
        NightJudged(date(2026, 10, 1)),
        OwnFileChanged("plan", None),
        OwnFileChanged("links", _SHA),
        StrategyAdopted("cd" * 32, date(2026, 9, 1)),
        NightJudged(date(2026, 10, 2)),
    )
    assert read_journal(workspace) == Journal()
    for line in lines:
        append_to_journal(workspace, line)
    journal = read_journal(workspace)
    assert journal.lines == lines
    assert journal.last_night == date(2026, 10, 2)
    assert journal.own_files == {"links": _SHA}
    assert journal.strategies == {date(2026, 9, 1): "cd" * 32}


@pytest.mark.parametrize(
    "line",
    [
        b"no json}",
        b'{"what": "night"}',
        b'{"what": "night", "as_of": "2026-13-01"}',
        b'{"what": "strategy", "sha256": "../../etc/passwd", "in_force_from": "2026-09-01"}',
        b'{"what": "plan", "sha256": 5}',
        b'{"what": ["plan"], "sha256": null}',
        b'{"when": "night"}',
        b"\xff\xfe}",
        b"[" * 100_000 + b"}",
    ],
)
def test_a_damaged_line_of_the_journal_is_named_and_passed_over(
    workspace: Workspace, line: bytes
) -> None:
    append_to_journal(workspace, NightJudged(date(2026, 10, 1)))
    with (workspace.archive / "journal.jsonl").open("ab") as file:
        file.write(line + b"\n")
    append_to_journal(workspace, OwnFileChanged("plan", _SHA))
    journal = read_journal(workspace)
    assert journal.lines == (NightJudged(date(2026, 10, 1)), OwnFileChanged("plan", _SHA))
    assert journal.warnings == (
        "Line 2 of archive/journal.jsonl cannot be read and was passed over.",
    )
    assert collect_inbox(workspace).warnings == journal.warnings


def test_a_line_that_only_a_newer_rhumbline_knows_is_no_damage(workspace: Workspace) -> None:
    append_to_journal(workspace, NightJudged(date(2026, 10, 1)))
    with (workspace.archive / "journal.jsonl").open("ab") as file:
        file.write(b'{"what": "forgotten", "whom": "x:1"}\n')
    assert read_journal(workspace) == Journal((NightJudged(date(2026, 10, 1)),))


def test_an_own_file_that_the_archive_lost_is_named_with_its_cure(workspace: Workspace) -> None:
    plan = workspace.root / "plan.csv"
    plan.write_text("date,measure\n")
    archive_own_files(workspace, lambda path, role: None)
    plan.unlink()
    (note,) = workspace.archive.glob("*.json")
    note.write_text("{")
    with pytest.raises(UserError, match=r"archive/ has lost its copy of plan\.csv"):
        restore_own_files(workspace)
    plan.write_text("date,measure\n")
    archive_own_files(workspace, lambda path, role: None)
    plan.unlink()
    assert restore_own_files(workspace) == [plan], "run again with the file there, it is noted anew"


def test_a_file_where_the_archive_should_be_is_named(workspace: Workspace) -> None:
    workspace.archive.write_text("in the way")
    with pytest.raises(UserError, match="archive is no folder"):
        collect_inbox(workspace)
