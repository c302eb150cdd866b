"""Where files are unpacked and transcoded while they are read: below the workspace's run state."""

import shutil
from pathlib import Path

from rhumbline.workspace import Workspace


def scratch_folder(workspace: Workspace) -> Path:
    """The folder, made where it is missing; only the writer of the workspace uses it."""
    folder = workspace.state / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sweep_scratch(workspace: Workspace) -> None:
    """Remove what a killed run left there; the caller holds the lock."""
    for leftover in scratch_folder(workspace).iterdir():
        shutil.rmtree(leftover, ignore_errors=True)
