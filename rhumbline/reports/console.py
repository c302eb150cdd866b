"""Consoles that print text as it is, and commands and paths as a person can copy them here."""

import shlex
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.text import Text

from rhumbline.workspace import Workspace


def console(*, stderr: bool = False, soft_wrap: bool = False) -> Console:
    """A console without automatic colours, and without emoji for `:x:`, which ids contain.

    With `soft_wrap` it breaks no line, so that addresses and commands can be copied whole.
    """
    return Console(stderr=stderr, highlight=False, emoji=False, soft_wrap=soft_wrap)


def cell(value: object) -> Text:
    """A value for a table, its brackets shown and not read as markup; None is empty."""
    return Text("" if value is None else str(value))


def copyable_command(*arguments: str, workspace: Workspace | None = None) -> str:
    """A command line for this shell: Rhumbline as the shell finds it, arguments quoted.

    It names `workspace` where the current folder is not in it.
    """
    words = [*_program(), *arguments]
    if workspace is not None and workspace.root not in (Path.cwd(), *Path.cwd().parents):
        words += ["--workspace", str(relative_path(workspace.root))]
    return shlex.join(words)


def _program() -> list[str]:
    """`rhumbline` where the shell finds it, else the path of the program that runs."""
    if shutil.which("rhumbline"):
        return ["rhumbline"]
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return [str(relative_path(Path(sys.executable))), "-m", "rhumbline"]
    return [str(relative_path(program.absolute()))]


def relative_path(path: Path) -> Path:
    """The path from the current folder where it lies below it, else the whole path."""
    with suppress(ValueError):
        return path.relative_to(Path.cwd())
    return path
