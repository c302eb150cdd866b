"""The watch over inbox/: which files have stopped growing, and whether a run is worth starting."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
from filelock import FileLock, Timeout

from rhumbline.archive.listing import files_waiting
from rhumbline.warehouse.lock import hold_lock
from rhumbline.workspace import Workspace

TICK_SECONDS: Final = 1.0
_PATIENCE: Final = 10  # times `quiet` that a growing file may hold up those that are ready

Stamp = tuple[int, int]  # size and modification time


@dataclass
class InboxWatch:
    """The files of inbox/ as of the last look, and which of them were announced."""

    workspace: Workspace
    quiet: float  # seconds that a file must lie unchanged
    _unchanged_since: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)
    _announced: dict[Path, Stamp] = field(default_factory=dict)

    def find_ready_files(self, now: float) -> tuple[Path, ...]:
        """The files to announce, `now` by a monotonic clock; none while others are still arriving.

        A file that grows for long does not hold up those that are ready.
        """
        stamps = {path: stamp for path in files_waiting(self.workspace) if (stamp := _stamp(path))}
        self._note_changes(stamps, now)
        fresh = [path for path, stamp in stamps.items() if self._announced.get(path) != stamp]
        ages = {path: now - self._unchanged_since[path][1] for path in fresh}
        ready = [path for path in fresh if ages[path] >= self.quiet]
        longest = max((ages[path] for path in ready), default=0.0)
        if len(ready) == len(fresh) or longest >= self.quiet * _PATIENCE:
            return tuple(ready)
        return ()

    def _note_changes(self, stamps: dict[Path, Stamp], now: float) -> None:
        """Begin the quiet time anew for files that changed; drop those that are gone."""
        known = self._unchanged_since
        self._unchanged_since = {
            path: known[path] if path in known and known[path][0] == stamp else (stamp, now)
            for path, stamp in stamps.items()
        }
        self._announced = {path: s for path, s in self._announced.items() if path in stamps}

    def mark_announced(self, files: tuple[Path, ...]) -> None:
        """Leave these files out of later looks for as long as they lie there unchanged."""
        since = self._unchanged_since
        self._announced |= {path: since[path][0] for path in files if path in since}

    def forget_announced(self) -> None:
        """Find all files ready again, since what kept a run from reading them may be put right."""
        self._announced.clear()


def _stamp(path: Path) -> Stamp | None:
    try:
        state = path.stat()
    except OSError:  # gone between the listing and the look
        return None
    return state.st_size, state.st_mtime_ns


def ticks(workspace: Workspace, stop: threading.Event) -> Iterator[None]:
    """A tick for every change in inbox/, and at least one a second, until `stop` is set.

    The seconds matter: some file systems report no changes, and a file that stops growing makes none.
    """
    from watchfiles import watch

    while not stop.is_set():
        workspace.inbox.mkdir(parents=True, exist_ok=True)
        try:
            for _ in watch(
                workspace.inbox,
                watch_filter=None,
                stop_event=stop,
                rust_timeout=int(TICK_SECONDS * 1000),
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                yield
        except (OSError, RuntimeError):  # the file system has no watches, or none are left
            stop.wait(TICK_SECONDS)
            yield


def is_being_written(workspace: Workspace) -> bool:
    """Whether a process holds the workspace's lock: its run reads what lies in inbox/, or has."""
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


def content_hash(path: Path) -> str:
    """The SHA-256 of a file; empty for one that cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def was_cut_off(workspace: Workspace) -> bool:
    """Whether the last writer died before its end, so that a run has to finish what it began."""
    note = workspace.state / "lock-holder.json"
    return note.is_file() and not is_being_written(workspace)


def is_worth_a_run(workspace: Workspace, wait: float) -> bool:
    """Whether files lie in inbox/ or a run was cut off, once nobody writes any more.

    Waits up to `wait` seconds for a writer; raises WarehouseBusy after that.
    """
    is_unfinished = was_cut_off(workspace)
    with hold_lock(workspace, wait):
        return is_unfinished or bool(files_waiting(workspace))
