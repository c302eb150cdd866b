"""What lies in inbox/: the files that a night would take, and what else it names and leaves there."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rhumbline.archive.regular import what_else_it_is
from rhumbline.workspace import Workspace

_OF_THE_SYSTEM: Final = ("thumbs.db", "desktop.ini", "readme.md", "readme.txt")
_UNFINISHED: Final = (".crdownload", ".part", ".partial", ".download", ".tmp")


@dataclass(frozen=True)
class Listing:
    """What lies in inbox/ and its folders; what links lead to is not looked at."""

    files: tuple[Path, ...]  # those that a night would take, sidecars left out, in order of name
    not_taken: tuple[str, ...]  # what is no file or cannot be looked into, each with what it is


def list_inbox(workspace: Workspace) -> Listing:
    """The files of inbox/ that a night would take, and what else lies there.

    Hidden and unfinished files, and those of the system, count as neither.
    """
    files: list[Path] = []
    not_taken: list[str] = []
    for path, why_not in sorted(_entries(workspace.inbox)):
        if why_not is None:
            files.append(path)
        else:
            place = printable(path.relative_to(workspace.inbox).as_posix())
            not_taken.append(f"{place} ({why_not})")
    names = {str(path) for path in files}
    exports = [path for path in files if not _is_sidecar(path, names)]
    return Listing(tuple(exports), tuple(not_taken))


def files_waiting(workspace: Workspace) -> list[Path]:
    """The files in inbox/ that a night would take, oldest name first; sidecars go with their file."""
    return list(list_inbox(workspace).files)


def printable(name: str) -> str:
    """A file name as text: bytes in it that are no UTF-8 become �."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def _is_sidecar(path: Path, names: set[str]) -> bool:
    return path.suffix in (".yaml", ".json") and str(path.with_suffix("")) in names


def _entries(inbox: Path) -> Iterator[tuple[Path, str | None]]:
    """Each file below a folder, and None; whatever else lies there, and what it is."""
    folders = [inbox] if inbox.is_dir() else []
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listed:
                entries = [entry for entry in listed if not _is_left_alone(entry)]
        except OSError as error:
            if folder == inbox:
                raise
            yield folder, error.strerror or str(error)
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry))
            else:
                yield Path(entry), _why_not_taken(entry)


def _why_not_taken(entry: "os.DirEntry[str]") -> str | None:
    """What an entry is that is no regular file; None for a file, and for one that just went away."""
    try:
        return what_else_it_is(entry.stat(follow_symlinks=False).st_mode)
    except OSError:
        return None  # what takes it says so


def _is_left_alone(entry: "os.DirEntry[str]") -> bool:
    name = entry.name.lower()
    return (
        name.startswith((".", "~$"))
        or name.endswith(_UNFINISHED)
        or (name in _OF_THE_SYSTEM and not entry.is_dir(follow_symlinks=False))
    )
