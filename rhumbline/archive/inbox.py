"""Arrivals: every file of the inbox moves to the archive by its content hash; nothing is lost on the way."""

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rhumbline.archive.content import archive_copy, copy_and_hash
from rhumbline.archive.notes import Archived
from rhumbline.workspace import Workspace

SETTLED_SECONDS: Final = 2.0  # a file untouched for so long has stopped growing
_Seen = tuple[int, int, int]  # what changes when a file does: its inode, size and moment
_LEFT_ALONE: Final = ("thumbs.db", "desktop.ini", "readme.md", "readme.txt")
_UNFINISHED: Final = (".crdownload", ".part", ".partial", ".download", ".tmp")


@dataclass(frozen=True)
class Collected:
    """What a night found in the inbox."""

    new: tuple[Archived, ...]
    known: tuple[Archived, ...]  # files whose content was archived before, as they are called now
    left_alone: tuple[str, ...]  # names of files that are still growing


def collect_inbox(workspace: Workspace, settle: float = SETTLED_SECONDS) -> Collected:
    """Move every finished file of inbox/ to archive/: those untouched for `settle` seconds.

    Safe to kill anywhere: a file leaves the inbox only after its copy is on the disk, and one that
    changed under the copy stays for the next run.
    """
    workspace.archive.mkdir(parents=True, exist_ok=True)
    _sweep(workspace)
    new: list[Archived] = []
    known: list[Archived] = []
    growing: list[str] = []
    for path in files_waiting(workspace):
        settled = _settled(path, settle)
        scratch = workspace.archive / f".arriving-{os.getpid()}"
        sha256 = copy_and_hash(path, scratch) if settled else ""
        if settled is None or _seen(path) != settled:
            scratch.unlink(missing_ok=True)
            growing.append(path.name)
            continue
        archived, is_new = archive_copy(workspace, path, "export", sha256)
        if is_new:
            new.append(archived)
        else:
            known.append(replace(archived, name=path.name))
        _leave_inbox(path)
    return Collected(tuple(new), tuple(known), tuple(growing))


def files_waiting(workspace: Workspace) -> list[Path]:
    """The files in inbox/ that a night would take, oldest name first; sidecars go with their file."""
    if not workspace.inbox.is_dir():
        return []
    found = sorted(
        p for p in workspace.inbox.rglob("*") if p.is_file() and not _is_left_alone(p, workspace)
    )
    names = {str(p) for p in found}
    return [
        p for p in found if not (p.suffix in (".yaml", ".json") and str(p.with_suffix("")) in names)
    ]


def _is_left_alone(path: Path, workspace: Workspace) -> bool:
    parts = path.relative_to(workspace.inbox).parts
    name = path.name.lower()
    return (
        any(part.startswith((".", "~$")) for part in parts)
        or name in _LEFT_ALONE
        or name.endswith(_UNFINISHED)
    )


def _settled(path: Path, settle: float) -> _Seen | None:
    """What is seen of a file that has stopped growing, else None; waits for one just written."""
    before = _seen(path)
    age = time.time() - path.stat().st_mtime
    if 0 <= age < settle:  # a time in the future says nothing of growth
        time.sleep(settle - age)
    return before if _seen(path) == before else None


def _seen(path: Path) -> _Seen:
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


def _leave_inbox(path: Path) -> None:
    """Remove the file and its sidecar; folders left empty stay, since they name accounts."""
    for gone in (path, path.with_name(path.name + ".yaml"), path.with_name(path.name + ".json")):
        gone.unlink(missing_ok=True)


def _sweep(workspace: Workspace) -> None:
    for pattern in (".arriving-*", "*.json.new"):
        for leftover in workspace.archive.glob(pattern):
            leftover.unlink()
