"""The organisation's own files, archived as they are each night and put back from there."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rhumbline.archive.content import (
    UnreadableFileError,
    copy_and_hash,
    keep_copy,
    make_archive,
    moment_of,
    scratch_for,
)
from rhumbline.archive.journal import OWN_FILES, OwnFileChanged, append_to_journal, read_journal
from rhumbline.archive.notes import Archived, DamagedNoteError, read_note
from rhumbline.errors import UserError
from rhumbline.workspace import Workspace

Check = Callable[[Path, str], None]


def archive_own_files(workspace: Workspace, check: Check) -> None:
    """Archive the own files as they are now, where they changed since the journal's last word.

    `check` gets a copy of each one that changed, and its role; where it raises, nothing is noted.
    """
    in_force = read_journal(workspace).own_files
    paths = {role: workspace.root / f"{role}.csv" for role in OWN_FILES}
    copies = {role: _copy(workspace, path, role) for role, path in paths.items() if path.is_file()}
    try:
        for role, copy in copies.items():
            if in_force.get(role) != copy.sha256:
                check(scratch_for(workspace, role), role)
    except BaseException:
        for role in copies:
            scratch_for(workspace, role).unlink()
        raise
    for role, copy in copies.items():
        keep_copy(workspace, scratch_for(workspace, role), copy)
        if in_force.get(role) != copy.sha256:
            append_to_journal(workspace, OwnFileChanged(role, copy.sha256))
    for role in in_force:
        if role not in copies:
            append_to_journal(workspace, OwnFileChanged(role, None))


def _copy(workspace: Workspace, path: Path, role: str) -> Archived:
    """Copy an own file to its scratch; what the archive will note of it."""
    make_archive(workspace)
    try:
        state = path.stat()
        source = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    with source:
        try:
            sha256 = copy_and_hash(source, scratch_for(workspace, role))
        except UnreadableFileError as error:
            raise _unreadable(path, error) from error
    return Archived(
        sha256=sha256,
        name=path.name,
        folder="",
        role=role,
        bytes=state.st_size,
        modified_at=moment_of(state.st_mtime_ns),
        archived_as=f"{sha256}.csv",
    )


def _unreadable(path: Path, error: Exception) -> UserError:
    why = error.strerror if isinstance(error, OSError) else None
    return UserError(
        f"{path.name} cannot be read: {why or error}.",
        str(path),
        "Put it right, or move it away and run it again.",
    )


def restore_own_files(workspace: Workspace) -> list[Path]:
    """Put back the own files that the archive has and the workspace lost; those put back."""
    restored = []
    for role, archived in own_files_in_force(workspace).items():
        path = workspace.root / f"{role}.csv"
        if not path.exists():
            shutil.copyfile(workspace.archive / archived.archived_as, path)
            restored.append(path)
    return restored


def own_files_in_force(workspace: Workspace) -> dict[str, Archived]:
    """Role → the archived copy of each own file in force.

    Raises UserError where the archive has lost one.
    """
    in_force = read_journal(workspace).own_files
    return {
        role: _archived_copy(workspace, role, in_force[role])
        for role in OWN_FILES
        if role in in_force
    }


def _archived_copy(workspace: Workspace, role: str, sha256: str) -> Archived:
    note = workspace.archive / f"{sha256}.json"
    try:
        archived = read_note(note)
        if not (workspace.archive / archived.archived_as).is_file():
            raise FileNotFoundError
    except (FileNotFoundError, DamagedNoteError):
        raise UserError(
            f"archive/ has lost its copy of {role}.csv, or what it noted of it.",
            str(note),
            f"Put {role}.csv back beside strategy.yaml and run `rhumbline run`: it is noted anew.",
        ) from None
    return replace(archived, role=role)
