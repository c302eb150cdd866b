"""The watch over inbox/: told once, after the last one has stopped growing, and none is missed."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rhumbline.server.inbox_watch import (
    InboxWatch,
    is_being_written,
    is_worth_a_run,
    ticks,
    was_cut_off,
)
from rhumbline.warehouse.lock import hold_lock
from rhumbline.workspace import Workspace


def _put(workspace: Workspace, name: str, content: str = "a,b\n") -> Path:
    path = workspace.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_ten_at_once_are_told_of_together(workspace: Workspace) -> None:
    watch = InboxWatch(workspace, quiet=3)
    files = [_put(workspace, f"{number}.csv") for number in range(10)]
    assert watch.find_ready_files(100) == ()
    assert sorted(watch.find_ready_files(103)) == sorted(files)


def test_one_that_grows_is_waited_for(workspace: Workspace) -> None:
    watch = InboxWatch(workspace, quiet=3)
    done, growing = _put(workspace, "done.csv"), _put(workspace, "growing.csv")
    watch.find_ready_files(100)
    growing.write_text("a,b\n1,2\n", encoding="utf-8")
    assert watch.find_ready_files(103) == ()
    assert sorted(watch.find_ready_files(106)) == sorted([done, growing])


def test_one_that_grows_for_long_does_not_hold_up_the_others(workspace: Workspace) -> None:
    watch = InboxWatch(workspace, quiet=3)
    done, growing = _put(workspace, "done.csv"), _put(workspace, "growing.csv")
    told: tuple[Path, ...] = ()
    for second in range(100, 140):
        growing.write_text("x" * second, encoding="utf-8")
        told = told or watch.find_ready_files(second)
    assert told == (done,)


def test_a_file_is_told_of_once_and_again_when_it_changed(workspace: Workspace) -> None:
    watch = InboxWatch(workspace, quiet=0)
    path = _put(workspace, "stays.csv")  # as after a night that could not begin
    watch.mark_announced(watch.find_ready_files(100))
    assert watch.find_ready_files(200) == ()
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    watch.find_ready_files(300)
    assert watch.find_ready_files(301) == (path,)


def test_what_lies_there_is_told_of_again_once_the_strategy_changed(workspace: Workspace) -> None:
    watch = InboxWatch(workspace, quiet=0)
    path = _put(workspace, "stays.csv")
    watch.mark_announced(watch.find_ready_files(100))
    watch.forget_announced()
    assert watch.find_ready_files(101) == (path,)


@pytest.mark.parametrize(
    "name", [".hidden.csv", "~$book.xlsx", "Thumbs.db", "posts.csv.crdownload", "README.md"]
)
def test_what_a_night_leaves_alone_starts_no_run(workspace: Workspace, name: str) -> None:
    watch = InboxWatch(workspace, quiet=0)
    _put(workspace, name)
    assert watch.find_ready_files(100) == ()


def test_files_of_an_account_folder_are_seen(workspace: Workspace) -> None:
    watch = InboxWatch(workspace, quiet=0)
    path = _put(workspace, "youth/posts.csv")
    assert watch.find_ready_files(100) == (path,)


def test_a_file_that_is_gone_is_forgotten(workspace: Workspace) -> None:
    watch = InboxWatch(workspace, quiet=0)
    path = _put(workspace, "posts.csv")
    watch.mark_announced(watch.find_ready_files(100))
    path.unlink()
    assert watch.find_ready_files(101) == ()
    stamp = path.parent.stat().st_mtime
    _put(workspace, "posts.csv")
    os.utime(path, (stamp, stamp))
    assert watch.find_ready_files(102) == (path,)


def test_the_watch_ticks_without_changes_and_ends_when_asked(workspace: Workspace) -> None:
    ending = threading.Event()
    ticking = ticks(workspace, ending)
    next(ticking)
    ending.set()
    assert list(ticking) == []
    assert workspace.inbox.is_dir()


def test_a_writer_is_seen_and_a_dead_one_too(workspace: Workspace) -> None:
    assert not is_being_written(workspace)
    script = (
        "import os, sys; from pathlib import Path; from rhumbline.warehouse.lock import hold_lock; "
        "from rhumbline.workspace import Workspace\n"
        "with hold_lock(Workspace(Path(sys.argv[1]))): print('in', flush=True); sys.stdin.read()"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script, str(workspace.root)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert writer.stdout
    writer.stdout.readline()
    assert is_being_written(workspace)
    assert not was_cut_off(workspace)
    writer.kill()
    writer.wait()
    assert not is_being_written(workspace)
    assert was_cut_off(workspace)
    assert is_worth_a_run(workspace, wait=5)
    assert not was_cut_off(workspace), "whoever looks goes on where it stopped"


def test_nothing_new_is_not_worth_a_run(workspace: Workspace) -> None:
    assert not is_worth_a_run(workspace, wait=5)
    _put(workspace, "posts.csv")
    assert is_worth_a_run(workspace, wait=5)
    with hold_lock(workspace):
        pass
    assert not was_cut_off(workspace)
