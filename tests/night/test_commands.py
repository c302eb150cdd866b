"""The command line: exit codes, texts without a traceback, and help that shows an example."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
import typer

from rhumbline.cli import main
from rhumbline.cli.commands import app
from rhumbline.cli.failures import machine_at_fault
from rhumbline.night import run_night
from rhumbline.workspace import Workspace
from tests.night.workspaces import AS_OF, STRATEGY, X, drop, put, unshaped, workspace_in

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
Told = tuple[int, str, str]


@pytest.fixture
def rhumbline(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Told]:
    """Run a command in this process: its exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["rhumbline", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return run


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = workspace_in(tmp_path_factory.mktemp("asked") / "w", X)
    run_night(workspace, AS_OF, step=unshaped)
    return workspace


def test_help_lists_every_command(rhumbline: Callable[..., Told]) -> None:
    code, out, _ = rhumbline("--help")
    assert code == 0
    for command in COMMANDS:
        assert re.search(rf"\b{command}\b", out), command


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_no_type_of_python_where_a_flag_takes_nothing(
    rhumbline: Callable[..., Told], command: str
) -> None:
    assert not re.search(r"<(bool|str|int)>", rhumbline(command, "--help")[1].split("Options")[-1])


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(rhumbline: Callable[..., Told], command: str) -> None:
    code, out, _ = rhumbline(command, "--help")
    assert code == 0
    if command != "formats":
        assert f"rhumbline {command}" in out.replace("Usage: rhumbline", "")


def test_the_version_is_that_of_the_package(rhumbline: Callable[..., Told]) -> None:
    from rhumbline import __version__

    assert rhumbline("--version")[:2] == (0, f"rhumbline {__version__}\n")


def _user_error(told: Told, *says: str) -> None:
    code, _, err = told
    assert code == 2
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) >= 2, "what, where, what next"
    for word in says:
        assert word in err


def test_a_folder_without_a_strategy(rhumbline: Callable[..., Told], tmp_path: Path) -> None:
    _user_error(rhumbline("run", "-w", tmp_path), "no strategy.yaml", "rhumbline init")
    _user_error(rhumbline("lint", "-w", tmp_path / "nowhere"), "not a folder")


def test_an_empty_inbox(rhumbline: Callable[..., Told], tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    _user_error(rhumbline("run", "-w", workspace.root), "inbox is empty", str(workspace.inbox))


def test_a_broken_strategy(rhumbline: Callable[..., Told], tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    workspace.strategy.write_bytes(STRATEGY.replace(b"tier: output", b"tier: vanity", 1))
    _user_error(rhumbline("run", "-w", workspace.root), "strategy.yaml:", "vanity")
    assert len(list(workspace.inbox.iterdir())) == 1


def test_a_file_that_is_not_there(rhumbline: Callable[..., Told], tmp_path: Path) -> None:
    _user_error(rhumbline("inspect", tmp_path / "gone.csv"), "no such file")


def test_a_file_nobody_knows(rhumbline: Callable[..., Told], tmp_path: Path) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text("colour,weight\nred,3\n")
    _user_error(rhumbline("inspect", path), "No reader recognises unknown.csv", "--suggest")
    code, out, _ = rhumbline("inspect", path, "--json")
    assert (code, json.loads(out)["recognised"]) == (2, False)


def test_an_unknown_command_and_option(rhumbline: Callable[..., Told]) -> None:
    for wrong in (["audit"], ["run", "--loud"], ["run", "--as-of", "yesterday"], ["inspect"]):
        code, _, err = rhumbline(*wrong)
        assert code == 2
        assert "Traceback" not in err
        assert "Usage:" in err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c(
    rhumbline: Callable[..., Told],
    published: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
) -> None:
    """DuckDB tells of it by an error of its own."""

    def interrupted(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr("rhumbline.cli.run.run_night_or_flow", interrupted)
    code, _, err = rhumbline("run", "-w", published.root)
    assert code == 130
    assert "Nothing is half done" in err


def test_nothing_published(rhumbline: Callable[..., Told], tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    _user_error(rhumbline("sql", "select 1", "-w", workspace.root), "Nothing is published yet")
    _user_error(rhumbline("trace", "x:1", "-w", workspace.root), "Nothing is published yet")


def test_sql_prints_a_table_csv_and_json(
    rhumbline: Callable[..., Told], published: Workspace
) -> None:
    query = "select count(*) as posts, max(published_at) as last from core.activities"
    code, out, _ = rhumbline("sql", query, "-w", published.root, "--format", "json")
    (row,) = json.loads(out)
    assert code == 0
    assert isinstance(row["posts"], int)
    assert re.match(r"2026-09-\d\dT", row["last"])
    _, out, _ = rhumbline("sql", query, "-w", published.root, "--format", "csv")
    assert out.splitlines()[0] == "posts,last"
    _, out, _ = rhumbline("sql", query, "-w", published.root)
    assert str(row["posts"]) in out


@pytest.mark.parametrize(
    "query", ["selec 1", "select * from nowhere", "delete from core.activities"]
)
def test_sql_that_cannot_be_answered(
    rhumbline: Callable[..., Told], published: Workspace, query: str
) -> None:
    _user_error(rhumbline("sql", query, "-w", published.root), "DuckDB cannot answer that", query)


def test_an_unknown_activity(rhumbline: Callable[..., Told], published: Workspace) -> None:
    _user_error(rhumbline("trace", "x:1", "-w", published.root), "x:1")


def test_a_busy_workspace(
    rhumbline: Callable[..., Told], published: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rhumbline.warehouse.lock import hold_lock

    monkeypatch.setenv("RHUMBLINE_LOCK_WAIT_SECONDS", "0.1")
    with hold_lock(published):
        for command in ("run", "rebuild"):
            told = rhumbline(command, "-w", published.root)
            _user_error(told, f"process {os.getpid()}", "nothing is lost")


def test_our_own_mistake_is_3_and_says_so(
    rhumbline: Callable[..., Told], published: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr("rhumbline.cli.run.run_night_or_flow", fails)
    code, _, err = rhumbline("run", "-w", published.root)
    assert code == 3
    assert "mistake of Rhumbline's" in err
    assert "ZeroDivisionError" in err


def test_a_folder_one_may_not_write_to(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    workspace.archive.mkdir()
    try:
        _forbid(workspace.root)
        with pytest.raises(Exception, match=r"[Pp]ermission|Read-only|may not") as raised:
            run_night(workspace, AS_OF, step=unshaped)
        assert "may not read or write here" in str(machine_at_fault(raised.value))
        assert len(list(workspace.inbox.iterdir())) == 1
    finally:
        _allow(workspace.root)


def _forbid(folder: Path) -> None:
    """Take the right to write, of root too, for whom a mount must be read-only."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        return
    for options in (["--bind", str(folder), str(folder)], ["-o", "remount,ro,bind", str(folder)]):
        if not shutil.which("mount") or subprocess.run(["mount", *options], check=False).returncode:
            pytest.skip("root may write anywhere here")


def _allow(folder: Path) -> None:
    if os.geteuid() != 0:
        folder.chmod(0o700)
    else:  # is_mount() does not see one that is bound within its own disk
        subprocess.run(["umount", str(folder)], check=False, stderr=subprocess.DEVNULL)


@pytest.mark.slow
def test_run_as_a_program_says_the_verdict_as_json(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w", X)
    drop(workspace, X, "second")
    command = [sys.executable, "-m", "rhumbline", "run", "--json", "--as-of", AS_OF.isoformat()]
    told = subprocess.run(
        [*command, "--workspace", str(workspace.root)], capture_output=True, text=True, check=False
    )
    verdict = json.loads(told.stdout)
    assert told.returncode == verdict["exit_code"] == 1
    assert verdict["verdict"] == "failed"
    assert verdict["failing"] == sum(cause["activities"] for cause in verdict["causes"])
    assert [read["platform"] for read in verdict["read"]] == ["x", "x"]
    assert "Traceback" not in told.stderr


def test_a_folder_for_a_file(rhumbline: Callable[..., Told], tmp_path: Path) -> None:
    _user_error(rhumbline("inspect", tmp_path), "That is a folder")


def test_a_day_that_is_none(rhumbline: Callable[..., Told], published: Workspace) -> None:
    for wrong in ("2026-13-45", "yesterday"):
        _user_error(rhumbline("run", "-w", published.root, "--as-of", wrong), wrong, "2026-10-13")


def test_sql_without_a_question(rhumbline: Callable[..., Told], published: Workspace) -> None:
    assert "failing-posts" in rhumbline("sql", " ", "-w", published.root)[1]
    told = rhumbline("sql", "/* nothing */", "-w", published.root)
    _user_error(told, "no question in that")


def test_a_table_shows_texts_as_they_are(
    rhumbline: Callable[..., Told], published: Workspace
) -> None:
    """Neither marks of a terminal nor pictures are made of what somebody posted."""
    query = "select '[/b] [red]a :x:1' as \"[bold]\""
    code, out, _ = rhumbline("sql", query, "-w", published.root)
    assert code == 0
    assert [line.strip() for line in out.splitlines()] == ["[bold]", "[/b] [red]a :x:1"]


def test_a_table_too_wide_for_the_screen_is_shown_row_by_row(
    rhumbline: Callable[..., Told], published: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    _, out, _ = rhumbline("sql", "from core.activities limit 1", "-w", published.root)
    assert re.search(r"^activity_id +x:\d+", out, re.MULTILINE)
    assert max(map(len, out.splitlines())) <= 40


def test_a_reader_that_goes_away_is_no_failed_check(published: Workspace) -> None:
    query = "select repeat('long ', 100) from range(10000)"
    told = subprocess.run(
        f'{sys.executable} -m rhumbline sql "{query}" --format csv | head -1; exit ${{PIPESTATUS[0]}}',
        shell=True, executable="/bin/bash", cwd=published.root, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (141, "")


def test_a_terminal_that_lacks_signs(published: Workspace) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "rhumbline", "sql", "select 'é… ✓' as a"],
        cwd=published.root, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert r"\xe9\u2026 \u2713" in told.stdout


def test_a_file_dropped_again_is_told_of(
    rhumbline: Callable[..., Told], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "rhumbline.cli.run.run_night_or_flow",
        lambda where, *_, **__: run_night(where, AS_OF, unshaped),
    )
    workspace = workspace_in(tmp_path / "w", X)
    for _ in range(2):
        drop(workspace, X)
        put(workspace, "notes [1].csv", b"colour,weight\nred,3\n")
        code, out, _ = rhumbline("run", "-w", workspace.root)
        assert code == 2
        assert "Refused notes [1].csv" in out
        (kept,) = re.findall(r"It is kept as (\S+)", out)
        assert (Path.cwd() / kept).read_bytes() == b"colour,weight\nred,3\n"
    assert "It was refused before" in out
    assert re.search(r"Read before, nothing new in it: account_analytics\S+\.csv", out)
    drop(workspace, X)
    assert rhumbline("run", "-w", workspace.root)[0] < 2
