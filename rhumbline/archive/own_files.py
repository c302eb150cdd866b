"""The organisation's own files, archived as they are each night and put back from there."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

from rhumbline.archive.content import archive_copy, copy_and_hash
from rhumbline.archive.journal import append_to_journal, read_journal
from rhumbline.archive.notes import Archived, read_note
from rhumbline.workspace import Workspace

OWN_FILES: Final = ("activities", "plan", "outcomes", "links")


def archive_own_files(workspace: Workspace) -> None:
    """Archive the own files as they are now, where they changed since the journal's last word."""
    last = {line["what"]: line.get("sha256") for line in read_journal(workspace)}
    for role in OWN_FILES:
        path = workspace.root / f"{role}.csv"
        if path.is_file():
            workspace.archive.mkdir(parents=True, exist_ok=True)
            sha256 = copy_and_hash(path, workspace.archive / f".arriving-{os.getpid()}")
            archived, _ = archive_copy(workspace, path, role, sha256)
            if last.get(role) != archived.sha256:
                append_to_journal(workspace, what=role, sha256=archived.sha256)
        elif last.get(role):
            append_to_journal(workspace, what=role, sha256=None)


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
    """Role → the archived copy of each own file in force."""
    last = {line["what"]: line.get("sha256") for line in read_journal(workspace)}
    return {
        role: replace(read_note(workspace.archive / f"{last[role]}.json"), role=role)
        for role in OWN_FILES
        if last.get(role)
    }
