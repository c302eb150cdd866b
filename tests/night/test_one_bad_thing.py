"""One bad thing never costs the rest: among nine good files, the nine are published all the same."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb
import pytest

from rhumbline.archive import inbox
from rhumbline.archive.listing import Listing, list_inbox
from rhumbline.archive.regular import open_regular
from rhumbline.ingest import exports
from rhumbline.measures import measure_progress
from rhumbline.night import publish_if_sound, rebuild, run_night
from rhumbline.reports.verdict import Verdict
from rhumbline.workspace import Workspace
from tests.night.workspaces import AS_OF, Content, content, put, unshaped, workspace_in

T = TypeVar("T")

_X_HEADER: Final = "Post id,Date,Post text,Post Link,Impressions,Likes\n"
_GOOD: Final = [f"good-{n}.csv" for n in range(9)]


def _posts(n: int, impressions: str = "100", day: str = '"Tue, Sep 1, 2026"') -> bytes:
    """An export of X with one post of its own."""
    post = 1_962_000_000_000_000_000 + n
    link = f"https://x.com/riverside_food/status/{post}"
    return f'{_X_HEADER}{post},{day},"Post {n}",{link},{impressions},3\n'.encode()


_SPREADSHEET: Final = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
    "<Row{}><Cell{}><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>"
)
_FAR: Final = ' ss:Index="2000000000"'
_ALIASES: Final = "a: &a [1,1]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{name}'] * 10)}]\n"
    for name, after in zip("abcdefgh", "bcdefghi", strict=True)
)


@dataclass(frozen=True)
class Bad:
    """A bad thing for the inbox, and what the night says of it."""

    put_in: Callable[[Workspace], Any]
    told: str  # among the reasons of refusals, the warnings or the reasons of rejected rows
    new_files: int = 1  # files that are read or refused beside the good ones


def _file(name: str, raw: bytes) -> Callable[[Workspace], Any]:
    return lambda workspace: put(workspace, name, raw)


def _with_sidecar(raw: bytes, n: int) -> Callable[[Workspace], Any]:
    def put_both(workspace: Workspace) -> None:
        put(workspace, f"beside-{n}.csv", _posts(100 + n))
        put(workspace, f"beside-{n}.csv.yaml", raw)

    return put_both


def _with_folder_for_sidecar(workspace: Workspace) -> None:
    put(workspace, "folder.csv", _posts(120))
    (workspace.inbox / "folder.csv.yaml").mkdir()


def _named(name: bytes, n: int) -> Callable[[Workspace], Any]:
    return lambda workspace: Path(
        os.fsdecode(os.fsencode(workspace.inbox) + b"/" + name)
    ).write_bytes(_posts(n))


_TABLE: Final = b"Subscription status,Views,Watch time (hours)\n,10,1\nSubscribed,30,2\n"
_BAD: Final[dict[str, Bad]] = {
    "a table with an empty first cell": Bad(
        _file("Table data.csv", _TABLE), "The row has no value."
    ),
    "a count that overflows": Bad(
        _file("overflow.csv", _posts(130, "9223372036854775807")),
        "impressions is 9223372036854775807, which is more than can be.",
    ),
    "a count beyond any number": Bad(
        _file("beyond.csv", _posts(131, "1e308")), "impressions is '1e308', not a number."
    ),
    "an outcome of the year 9999": Bad(
        _file("outcomes.csv", b"date,name,value,currency,source,medium,campaign,link,measure\n"
              b"9999-12-31,signups,3,,,,,,\n"),
        "date is 9999-12-31, which is no day from 1900 to 2099.",
    ),
    "bytes that are no text": Bad(
        _file("noise.csv", bytes(range(128, 256)) * 9), "No reader recognises"
    ),
    "text with a zero byte": Bad(
        _file("zero.csv", _posts(132).replace(b"Post 132", b"Po\0st")), "", new_files=1
    ),
    "a row at the end of the world": Bad(
        _file("row.xls", _SPREADSHEET.format(_FAR, "").encode()), "row.xls is damaged XML"
    ),
    "a cell at the end of the world": Bad(
        _file("cell.xls", _SPREADSHEET.format("", _FAR).encode()), "cell.xls is damaged XML"
    ),
    "a row at a word": Bad(
        _file("word.xls", _SPREADSHEET.format(' ss:Index="abc"', "").encode()),
        "word.xls is damaged XML",
    ),
    "a sidecar in Latin-1": Bad(
        _with_sidecar("account: Café".encode("latin-1"), 1), "it is not UTF-8 text"
    ),
    "a sidecar of an impossible day": Bad(
        _with_sidecar(b"observed_at: 2026-02-30T10:00:00Z", 2), "its observed_at is '2026-02-30"
    ),
    "a sidecar of nested aliases": Bad(
        _with_sidecar(_ALIASES.encode(), 3), "beside-3.csv.yaml was passed over"
    ),
    "a huge sidecar": Bad(_with_sidecar(b"# \n" * 10**6, 4), "it is larger than 16 KiB"),
    "a folder in place of a sidecar": Bad(_with_folder_for_sidecar, "it is a folder"),
    "a name that is no UTF-8": Bad(_named(b"caf\xe9.csv", 140), ""),
    "a name of 252 bytes": Bad(_named(b"n" * 248 + b".csv", 141), ""),
    "a name of 255 bytes": Bad(_named(b"m" * 251 + b".csv", 142), ""),
    "a link": Bad(
        lambda workspace: (workspace.inbox / "link.csv").symlink_to("/proc/self/environ"),
        "link.csv (a link)", new_files=0,
    ),
    "a linked folder": Bad(
        lambda workspace: (workspace.inbox / "etc").symlink_to("/etc"), "etc (a link)", new_files=0
    ),
    "a pipe": Bad(
        lambda workspace: os.mkfifo(workspace.inbox / "pipe.csv"), "pipe.csv (a pipe)", new_files=0
    ),
}  # fmt: skip


class _Killed(Exception):
    """The night ended before it published."""


def _short_of_publishing(name: str, stage: Callable[..., T], *args: object) -> T:
    if stage is publish_if_sound:
        raise _Killed
    return unshaped(name, stage, *args)


def _unmeasured(name: str, stage: Callable[..., Any], *args: object) -> Any:
    return None if stage is measure_progress else unshaped(name, stage, *args)


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace that stored nine good files and published nothing yet."""
    workspace = workspace_in(tmp_path_factory.mktemp("nine") / "w")
    for n, name in enumerate(_GOOD):
        put(workspace, name, _posts(n))
    with pytest.raises(_Killed):
        run_night(workspace, AS_OF, step=_short_of_publishing)
    assert not workspace.published.exists()
    return workspace


@pytest.fixture
def workspace(nine: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(nine.root, tmp_path / "w")
    return Workspace(tmp_path / "w")


def _published_files(workspace: Workspace) -> dict[str, str]:
    with duckdb.connect(workspace.published, read_only=True) as published:
        return dict(published.execute("select name, status from core.exports").fetchall())


def _said(verdict: Verdict, workspace: Workspace) -> str:
    """All that a person is told of files and rows."""
    with duckdb.connect(workspace.published, read_only=True) as published:
        rejected = published.execute("select reason from core.rejections").fetchall()
    refused = [file.reason or "" for file in verdict.refused]
    return "\n".join([*verdict.warnings, *refused, *(reason for (reason,) in rejected)])


def _assert_the_nine_are_published(workspace: Workspace) -> None:
    status = _published_files(workspace)
    assert {name: status.get(name) for name in _GOOD} == dict.fromkeys(_GOOD, "read")


@pytest.mark.parametrize("what", _BAD)
def test_among_nine_good_files_the_nine_are_published(workspace: Workspace, what: str) -> None:
    bad = _BAD[what]
    bad.put_in(workspace)
    verdict = run_night(workspace, AS_OF, step=_unmeasured)
    _assert_the_nine_are_published(workspace)
    assert bad.told in _said(verdict, workspace)
    assert len(_published_files(workspace)) == 9 + bad.new_files
    assert "Rhumbline made a mistake" not in _said(verdict, workspace)


def test_a_file_that_goes_away_leaves_the_nine(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = put(workspace, "gone.csv", _posts(150))

    def and_then_gone(of: Workspace) -> Listing:
        listing = list_inbox(of)
        gone.unlink()
        return listing

    monkeypatch.setattr(inbox, "list_inbox", and_then_gone)
    verdict = run_night(workspace, AS_OF, step=_unmeasured)
    _assert_the_nine_are_published(workspace)
    assert "gone.csv was not read: it went away." in verdict.warnings


def test_a_file_that_may_not_be_read_leaves_the_nine(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = put(workspace, "locked.csv", _posts(151))

    def forbidden(path: Path) -> Any:
        if path == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return open_regular(path)

    monkeypatch.setattr(inbox, "open_regular", forbidden)
    verdict = run_night(workspace, AS_OF, step=_unmeasured)
    _assert_the_nine_are_published(workspace)
    assert "locked.csv was not read: Permission denied." in verdict.warnings
    assert locked.exists()


@pytest.mark.parametrize(
    "error",
    [
        duckdb.ConversionException("Conversion Error: no such day"),
        duckdb.OutOfRangeException("Out of Range Error: too much"),
        duckdb.ConstraintException("Constraint Error: NOT NULL constraint failed"),
        duckdb.InvalidInputException("Invalid Input Error: no UTF-8"),
        OverflowError("ours"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_breaks_at_the_database_because_of_data_refuses_that_file(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    put(workspace, "breaks.csv", _posts(152))

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(exports, "store_part", broken)
    verdict = run_night(workspace, AS_OF, step=_unmeasured)
    _assert_the_nine_are_published(workspace)
    (refused,) = verdict.refused
    assert refused.name == "breaks.csv"
    assert str(error).splitlines()[0] in (refused.reason or "")


@pytest.mark.parametrize(
    "error",
    [
        duckdb.IOException("IO Error: No space left on device"),
        duckdb.OutOfMemoryException("Out of Memory Error"),
        duckdb.InternalException("INTERNAL Error: corrupt"),
        duckdb.FatalException("FATAL Error"),
        OSError(28, "No space left on device"),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_only_the_machine_ends_a_night(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    put(workspace, "later.csv", _posts(153))
    with monkeypatch.context() as patched:

        def broken(*_: object) -> None:
            raise error

        patched.setattr(exports, "store_part", broken)
        with pytest.raises(type(error)):
            run_night(workspace, AS_OF, step=_unmeasured)
    run_night(workspace, AS_OF, step=_unmeasured)
    _assert_the_nine_are_published(workspace)
    assert _published_files(workspace)["later.csv"] == "read", "nothing was lost"


def _stored(workspace: Workspace) -> Content:
    return content(workspace.published, "core", "raw")


def test_all_of_them_at_once_run_again_and_rebuilt_give_the_same(workspace: Workspace) -> None:
    for bad in _BAD.values():
        bad.put_in(workspace)
    first = run_night(workspace, AS_OF, step=unshaped)
    _assert_the_nine_are_published(workspace)
    told = _said(first, workspace)
    assert [what for what, bad in _BAD.items() if bad.told not in told] == []
    once = _stored(workspace)
    assert run_night(workspace, AS_OF, step=unshaped).read == ()
    assert _stored(workspace) == once
    rebuild(workspace, step=unshaped)
    assert _stored(workspace) == once
