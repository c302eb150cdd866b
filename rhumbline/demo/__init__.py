"""The demonstration: thirty weeks of a small non-profit that does not exist, in two downloads.

Between them, on 1 September, it changes its course: the second version of its strategy.
"""

import os
import shutil
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from rhumbline.errors import UserError
from rhumbline.workspace import Workspace

# A file keeps its moment of export in its modification time, which packages do not carry.
DOWNLOADS: Final = {
    "first": datetime(2026, 9, 1, 10, 0, tzinfo=UTC),
    "second": datetime(2026, 10, 13, 10, 0, tzinfo=UTC),
}
_MARK: Final = "demonstration"


def nights() -> tuple[tuple[str, date], ...]:
    """The two downloads in order, each with the day whose night reads it."""
    return tuple((download, moment.date()) for download, moment in DOWNLOADS.items())


def begin(directory: Path) -> Workspace:
    """Lay the workspace out afresh; an earlier demonstration there is replaced.

    It keeps the day of its last night as its today: judged in another year, its figures stay.
    Raises UserError where the folder holds something else.
    """
    if directory.exists() and not directory.is_dir():
        raise UserError("That is a file.", str(directory), "Name a folder: `rhumbline demo DIR`.")
    if directory.exists() and any(directory.iterdir()):
        if not (directory / ".rhumbline" / _MARK).is_file():
            raise UserError(
                "The folder is not empty, and it holds no earlier demonstration.",
                str(directory),
                "Name another one: `rhumbline demo DIR`.",
            )
        shutil.rmtree(directory)
    with as_file(files("rhumbline.demo") / "workspace") as source:
        shutil.copytree(source, directory, dirs_exist_ok=True)
    for own in directory.glob("*.csv"):
        _date(own, DOWNLOADS["first"])
    workspace = Workspace(directory.resolve())
    workspace.inbox.mkdir()
    workspace.state.mkdir()
    (workspace.state / _MARK).touch()
    workspace.keep_today(nights()[-1][1])
    return workspace


def drop(workspace: Workspace, download: str) -> None:
    """Put the files of a download into the inbox, as of their moment."""
    with as_file(files("rhumbline.demo") / download) as source:
        for export in sorted(source.iterdir()):
            copy = workspace.inbox / export.name
            shutil.copyfile(export, copy)
            _date(copy, DOWNLOADS[download])


def change_course(workspace: Workspace) -> None:
    """Put the second version of the strategy, and the tables as of October, in place of the first."""
    with as_file(files("rhumbline.demo") / "second_course") as source:
        for own in source.iterdir():
            shutil.copyfile(own, workspace.root / own.name)
            _date(workspace.root / own.name, DOWNLOADS["second"])


def _date(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))
