"""Files kept by the SHA-256 of their content."""

import hashlib
import os
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from rhumbline.archive.notes import (
    EARLIEST,
    LATEST,
    Archived,
    DamagedNoteError,
    read_note,
    write_note,
)
from rhumbline.errors import UserError
from rhumbline.workspace import Workspace

_BLOCK = 1024 * 1024


class UnreadableFileError(Exception):
    """A file cannot be read on to its end, through no fault of the disk it is copied to."""


def copy_and_hash(source: BinaryIO, scratch: Path) -> str:
    """Copy a file to `scratch`, flushed to the disk; the SHA-256 of what was copied.

    Raises UnreadableFileError where the source cannot be read on, OSError where the copy cannot be
    written.
    """
    digest = hashlib.sha256()
    with scratch.open("wb") as copy:
        while block := _next_block(source):
            digest.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _next_block(source: BinaryIO) -> bytes:
    try:
        return source.read(_BLOCK)
    except OSError as error:
        raise UnreadableFileError(error.strerror or str(error)) from error


def scratch_for(workspace: Workspace, role: str = "export") -> Path:
    """Where a copy lies while it is made; what a killed run leaves of it is swept."""
    return workspace.archive / f".arriving-{os.getpid()}-{role}"


def keep_copy(workspace: Workspace, scratch: Path, arrival: Archived) -> tuple[Archived, bool]:
    """The note of the content in `scratch`, and whether it is new to the archive.

    What the archive knows stays under its first name; an own file or a sidecar that arrives as an
    export becomes one.
    """
    known = _known(workspace, arrival.sha256)
    if known is None:
        write_note(workspace, arrival)
        scratch.replace(workspace.archive / arrival.archived_as)
        return arrival, True
    scratch.unlink()
    if known.role == arrival.role or arrival.role != "export":
        return replace(known, role=arrival.role), False
    as_export = replace(known, role="export")
    write_note(workspace, as_export)
    return as_export, True


def _known(workspace: Workspace, sha256: str) -> Archived | None:
    """The note of content that the archive holds; None where note or file is missing or damaged."""
    with suppress(FileNotFoundError, DamagedNoteError):
        note = read_note(workspace.archive / f"{sha256}.json")
        if (workspace.archive / note.archived_as).is_file():
            return note
    return None


def moment_of(modified_ns: int) -> datetime:
    """A modification time in nanoseconds as a moment; one no file can be of becomes the nearest."""
    seconds = min(max(modified_ns / 1e9, EARLIEST.timestamp()), LATEST.timestamp())
    return datetime.fromtimestamp(seconds, UTC)


def archived_suffix(path: Path) -> str:
    """The suffix of a file's copy in the archive: its own, without what file systems trip over."""
    suffix = "".join(c for c in path.suffix.lower() if c.isalnum() or c == ".")[:12]
    return ".export" if suffix == ".json" else suffix  # the note beside it has that name


def keep_text(workspace: Workspace, text: bytes, suffix: str) -> str:
    """Keep a text (a strategy version) in the archive; its SHA-256."""
    sha256 = hashlib.sha256(text).hexdigest()
    target = workspace.archive / f"{sha256}{suffix}"
    if not target.is_file():
        make_archive(workspace)
        scratch = scratch_for(workspace)
        with scratch.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    return sha256


def make_archive(workspace: Workspace) -> None:
    """Make the folder; UserError where something else has its name."""
    try:
        workspace.archive.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UserError(
            "archive is no folder.",
            str(workspace.archive),
            "Move it away: Rhumbline keeps every file it reads in a folder of that name.",
        ) from None
