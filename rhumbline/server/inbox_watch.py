"""The watch over inbox/: which files have stopped growing and are worth a run, each told of once."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
from filelock import FileLock, Timeout

from rhumbline.archive.inbox import files_waiting
from rhumbline.warehouse.lock import hold_lock
from rhumbline.workspace import Workspace

TICK_SECONDS: Final = 1.0
_PATIENCE: Final = 10  # times `quiet` that a file still growing may hold up those that lie ready

Stamp = tuple[int, int]  # size and modification time


@dataclass
class Watch:
    """What lies in inbox/ as of the last look, and what was told of it."""

    workspace: Workspace
    quiet: float  # seconds a file must lie unchanged
    _since: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)
    _told: dict[Path, Stamp] = field(default_factory=dict)

    def look(self, now: float) -> tuple[Path, ...]:
        """The files worth a run, by a monotonic clock; none while others are still arriving.

        A file that grows for long does not hold up those that lie ready.
        """
        stamps = {path: stamp for path in files_waiting(self.workspace) if (stamp := _stamp(path))}
        self._since = {
            path: known if (known := self._since.get(path)) and known[0] == stamp else (stamp, now)
            for path, stamp in stamps.items()
        }
        self._told = {path: stamp for path, stamp in self._told.items() if path in stamps}
        fresh = [path for path, stamp in stamps.items() if self._told.get(path) != stamp]
        still = [path for path in fresh if now - self._since[path][1] >= self.quiet]
        longest = max((now - self._since[path][1] for path in still), default=0.0)
        if len(still) == len(fresh) or longest >= self.quiet * _PATIENCE:
            return tuple(still)
        return ()

    def told(self, files: tuple[Path, ...]) -> None:
        """Remember that these were told of: they start no second run while they lie there."""
        self._told |= {path: self._since[path][0] for path in files if path in self._since}

    def forget(self) -> None:
        """Tell of everything again, since what kept it from being read may have been put right."""
        self._told.clear()


def _stamp(path: Path) -> Stamp | None:
    try:
        state = path.stat()
    except OSError:  # gone between the listing and the look
        return None
    return state.st_size, state.st_mtime_ns


def ticks(workspace: Workspace, ending: threading.Event) -> Iterator[None]:
    """A tick whenever something moves in inbox/, and every second in any case, until the end.

    The seconds matter: not every file system tells of changes, and quiet makes none.
    """
    from watchfiles import watch

    while not ending.is_set():
        workspace.inbox.mkdir(parents=True, exist_ok=True)
        try:
            for _ in watch(
                workspace.inbox,
                watch_filter=None,
                stop_event=ending,
                rust_timeout=int(TICK_SECONDS * 1000),
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                yield
        except (
            OSError,
            RuntimeError,
        ):  # no watches left, or a file system without them: look every second
            ending.wait(TICK_SECONDS)
            yield


def is_being_written(workspace: Workspace) -> bool:
    """Whether somebody holds the workspace's lock now: a night will see what lies in inbox/, or has."""
    note = workspace.state / "lock-holder.json"
    try:
        holder = json.loads(note.read_text(encoding="utf-8"))["pid"]
    except (OSError, ValueError, KeyError):
        return False
    if not psutil.pid_exists(holder):
        return False
    lock = FileLock(workspace.state / "lock")
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True


def imprint(path: Path) -> str:
    """A hash that changes when the file does; the same for one that is missing."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def was_cut_off(workspace: Workspace) -> bool:
    """Whether the last writer died before its end, so that what it began waits to be finished."""
    note = workspace.state / "lock-holder.json"
    return note.is_file() and not is_being_written(workspace)


def is_worth_a_run(workspace: Workspace, wait: float) -> bool:
    """Whether there is anything to do once nobody writes: files in inbox/, or a run cut off.

    Waits up to `wait` seconds for a writer; raises WarehouseBusy after that.
    """
    is_unfinished = was_cut_off(workspace)
    with hold_lock(workspace, wait):
        return is_unfinished or bool(files_waiting(workspace))
