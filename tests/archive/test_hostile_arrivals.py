"""What an export is called, what lies beside it and its going away cost that file, never the others."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rhumbline.archive import inbox
from rhumbline.archive.inbox import Collected, collect_inbox
from rhumbline.archive.listing import files_waiting, list_inbox
from rhumbline.archive.notes import LATEST, unread_exports
from rhumbline.archive.sidecar import MOST_BYTES, read_sidecar
from rhumbline.workspace import Workspace
from tests.night.workspaces import put

_TEXT = b"a,b\n1,2\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "inbox").mkdir()
    return Workspace(tmp_path)


def _collect(workspace: Workspace) -> Collected:
    """Collect the inbox, where a good file lies besides: it is taken in any case."""
    put(workspace, "zz-good.csv", b"good\n1\n")
    collected = collect_inbox(workspace, settle=0.0)
    assert "zz-good.csv" in [archived.name for archived in collected.new]
    return collected


def _in_inbox(workspace: Workspace) -> set[bytes]:
    return {os.fsencode(path.name) for path in workspace.inbox.iterdir()}


def test_a_name_that_is_no_utf8_is_noted_as_text(workspace: Workspace) -> None:
    name = b"caf\xe9\xff.csv"
    Path(os.fsdecode(os.fsencode(workspace.inbox) + b"/" + name)).write_bytes(_TEXT)
    collected = _collect(workspace)
    assert [archived.name for archived in collected.new] == ["caf��.csv", "zz-good.csv"]
    assert not _in_inbox(workspace)
    assert unread_exports(workspace, set()).exports[-1].name in {"caf��.csv", "zz-good.csv"}


@pytest.mark.parametrize("length", [247, 250, 251, 252, 255])
def test_a_name_too_long_for_a_sidecar_has_none(workspace: Workspace, length: int) -> None:
    name = "n" * (length - 4) + ".csv"
    put(workspace, name, _TEXT)
    collected = _collect(workspace)
    assert [archived.name for archived in collected.new] == [name, "zz-good.csv"]
    assert collected.warnings == ()
    assert not _in_inbox(workspace)


def test_a_file_that_goes_away_before_it_is_read_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = put(workspace, "gone.csv", _TEXT)
    listed = list_inbox

    def and_then_gone(of: Workspace) -> Any:
        listing = listed(of)
        gone.unlink()
        return listing

    monkeypatch.setattr(inbox, "list_inbox", and_then_gone)
    assert _collect(workspace).warnings == ("gone.csv was not read: it went away.",)


def _forbid(monkeypatch: pytest.MonkeyPatch, call: str, path: Path) -> None:
    """Make a call of the system fail for one file, as it does for whoever may not; root always may."""
    allowed: Callable[..., Any] = getattr(os, call)

    def forbidden(given: Any, *args: Any, **named: Any) -> Any:
        if Path(given) == path:
            raise PermissionError(13, "Permission denied", str(given))
        return allowed(given, *args, **named)

    monkeypatch.setattr(os, call, forbidden)


def test_a_file_that_may_not_be_read_stays_and_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(workspace, "locked.csv", _TEXT)
    _forbid(monkeypatch, "open", path)
    assert _collect(workspace).warnings == ("locked.csv was not read: Permission denied.",)
    assert _in_inbox(workspace) == {b"locked.csv"}
    assert not list(workspace.archive.glob(".arriving*"))


def test_a_file_that_may_not_be_removed_is_archived_and_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(workspace, "kept.csv", _TEXT)
    _forbid(monkeypatch, "unlink", path)
    collected = _collect(workspace)
    assert [archived.name for archived in collected.new] == ["kept.csv", "zz-good.csv"]
    assert collected.warnings == (
        "kept.csv is archived and stays in inbox/ all the same: Permission denied.",
    )


def test_only_files_are_taken_and_the_rest_is_named_once(workspace: Workspace) -> None:
    secret = workspace.root / "secret.csv"
    secret.write_bytes(_TEXT)
    outside = workspace.root / "outside"
    outside.mkdir()
    (outside / "within.csv").write_bytes(_TEXT)
    (workspace.inbox / "link.csv").symlink_to(secret)
    (workspace.inbox / "environ.csv").symlink_to("/proc/self/environ")
    (workspace.inbox / "nowhere.csv").symlink_to("nowhere")
    (workspace.inbox / "folder").symlink_to(outside)
    os.mkfifo(workspace.inbox / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(workspace.inbox / "socket"))
        collected = _collect(workspace)
    assert collected.warnings == (
        "Only files are taken from inbox/, not environ.csv (a link), folder (a link), link.csv (a link), "
        "nowhere.csv (a link), pipe.csv (a pipe), socket (a socket).",
    )
    assert len(collected.new) == 1
    assert files_waiting(workspace) == []
    assert secret.exists()


def test_a_file_that_becomes_a_link_before_it_is_opened_is_not_followed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(workspace, "posts.csv", _TEXT)
    opened = os.open

    def after_a_change(given: Any, flags: int, *args: Any) -> int:
        if Path(given) == path:
            path.unlink()
            path.symlink_to("/proc/self/environ")
        return opened(given, flags, *args)

    monkeypatch.setattr(os, "open", after_a_change)
    (warning,) = _collect(workspace).warnings
    assert warning.startswith("posts.csv was not read: ")
    assert len(list(workspace.archive.glob("*.csv"))) == 1, "the good one"


def test_a_folder_too_deep_to_look_into_is_named(workspace: Workspace) -> None:
    here = os.open(workspace.inbox, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=here)
        there = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = there
    os.close(here)
    (warning,) = _collect(workspace).warnings
    assert "File name too long" in warning


@pytest.mark.parametrize("seconds", [-(10**9), 10**11])
def test_a_modification_time_that_no_file_can_have_becomes_the_nearest(
    workspace: Workspace, seconds: int
) -> None:
    os.utime(put(workspace, "old.csv", _TEXT), (seconds, seconds))
    (old,) = [archived for archived in _collect(workspace).new if archived.name == "old.csv"]
    assert old.modified_at.year in {1970, LATEST.year}


_BOMB = "\n".join(
    ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    + [
        f"{after}: &{after} [{','.join(['*' + name] * 10)}]"
        for name, after in zip("abcdefg", "bcdefgh", strict=True)
    ]
)
_WRONG: list[tuple[bytes, str]] = [
    ("account: Café".encode("latin-1"), "it is not UTF-8 text"),
    (b"observed_at: 2026-02-30T10:00:00Z", "its observed_at is '2026-02-30T10:00:00Z'"),
    (b"observed_at: yesterday", "its observed_at is 'yesterday'"),
    (b"observed_at: 9999-12-31T23:59:00-12:00", "its observed_at is '9999-12-31T23:59:00-12:00'"),
    (b"observed_at: 0001-01-01", "its observed_at is '0001-01-01'"),
    (_BOMB.encode(), "line 1 is no `key: value`"),
    (b"a: &a v\nb: *a", "it repeats parts by *"),
    (b"a: b\n---\nc", "it is not YAML"),
    (b"account: [a, b]", "line 1 is no `key: value`"),
    (b"platform: x\naccount:\n  name: a", "line 3 is no `key: value`"),
    (b"- account", "it is no list of `key: value`"),
    (b"account", "it is no list of `key: value`"),
    (b"account: {broken", "line 1 is no `key: value`"),
    (b"account: 'broken", "it is not YAML"),
    (b"account: \x00", "it is not YAML"),
    (b"[" * 10_000, "it is no list of `key: value`"),
    (b"{a: " * 4_000, "line 1 is no `key: value`"),
    (b"? " * 8_000, "line 1 is no `key: value`"),
    (b"a: '" + b"x" * 10_000, "it is not YAML"),
    (b"# much\n" * MOST_BYTES, "it is larger than 16 KiB"),
]


@pytest.mark.parametrize(("raw", "why"), _WRONG)
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_a_wrong_sidecar_is_passed_over_and_kept(
    workspace: Workspace, raw: bytes, why: str, suffix: str
) -> None:
    put(workspace, "posts.csv", _TEXT)
    put(workspace, f"posts.csv{suffix}", raw)
    collected = _collect(workspace)
    assert [archived.sidecar for archived in collected.new] == [{}, {}]
    passed_over, kept = collected.warnings
    assert passed_over.startswith(f"posts.csv{suffix} was passed over: {why}")
    place = kept.removeprefix(f"posts.csv{suffix} is kept as ").removesuffix(".")
    assert (workspace.root / place).read_bytes() == raw
    assert not _in_inbox(workspace)
    assert len(unread_exports(workspace, set()).exports) == 2, "it is no export"


def test_a_sidecar_that_is_no_file_is_passed_over_and_stays(workspace: Workspace) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        put(workspace, name, name.encode())
    (workspace.inbox / "a.csv.yaml").mkdir()
    (workspace.inbox / "b.csv.yaml").symlink_to("/proc/self/environ")
    os.mkfifo(workspace.inbox / "c.csv.json")
    collected = _collect(workspace)
    assert [archived.sidecar for archived in collected.new] == [{}, {}, {}, {}]
    assert collected.warnings == (
        "a.csv.yaml was passed over: it is a folder.",
        "b.csv.yaml was passed over: it is a link.",
        "c.csv.json was passed over: it is a pipe.",
        "Only files are taken from inbox/, not b.csv.yaml (a link), c.csv.json (a pipe).",
    )
    assert _in_inbox(workspace) == {b"a.csv.yaml", b"b.csv.yaml", b"c.csv.json"}


def test_a_sidecar_says_what_is_written_in_it(tmp_path: Path) -> None:
    export = tmp_path / "posts.csv"
    (tmp_path / "posts.csv.yaml").write_text(
        "account: 007\nplatform: x\nobserved_at: 2026-09-23T08:00:00+02:00\nnote:\n"
    )
    says = {"account": "007", "platform": "x", "observed_at": "2026-09-23T08:00:00+02:00"}
    assert read_sidecar(export).says == says
    (tmp_path / "posts.csv.json").write_text('{"account": "other"}')
    both = read_sidecar(export)
    assert both.says == says
    assert both.warnings == ("posts.csv.json was passed over: posts.csv.yaml is used instead.",)
    (tmp_path / "posts.csv.yaml").write_text("account: [")
    assert read_sidecar(export).says == {"account": "other"}
    (tmp_path / "posts.csv.yaml").write_text("")
    assert read_sidecar(export).warnings != ()


def test_what_was_kept_as_a_sidecar_can_still_arrive_as_an_export(workspace: Workspace) -> None:
    put(workspace, "posts.csv", _TEXT)
    put(workspace, "posts.csv.json", b"[1, 2, 3]")
    assert len(_collect(workspace).new) == 2
    put(workspace, "numbers.json", b"[1, 2, 3]")
    (late,) = collect_inbox(workspace, settle=0.0).new
    assert (late.role, late.name) == ("export", "posts.csv.json")
    assert late in unread_exports(workspace, set()).exports
