"""How commands say things: consoles that take no text for markup, and commands to copy as they stand."""

import shlex
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.text import Text

from rhumbline.workspace import Workspace


def console(*, stderr: bool = False, soft_wrap: bool = False) -> Console:
    """A console that colours nothing by itself and makes no picture of `:x:`, which ids contain.

    With `soft_wrap` it breaks no line, so that addresses and commands can be copied whole.
    """
    return Console(stderr=stderr, highlight=False, emoji=False, soft_wrap=soft_wrap)


def cell(value: object) -> Text:
    """A value as the text it is, brackets included, for a cell of a table."""
    return Text("" if value is None else str(value))


def command(*arguments: str, workspace: Workspace | None = None) -> str:
    """A command as a person can copy it here: Rhumbline as this shell finds it, paths quoted.

    `workspace` is named where the person does not stand in it.
    """
    words = [*_rhumbline(), *arguments]
    if workspace is not None and workspace.root not in (Path.cwd(), *Path.cwd().parents):
        words += ["--workspace", str(near(workspace.root))]
    return shlex.join(words)


def _rhumbline() -> list[str]:
    """By its name where a shell finds it, else the way to the program that runs."""
    if shutil.which("rhumbline"):
        return ["rhumbline"]
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return [str(near(Path(sys.executable))), "-m", "rhumbline"]
    return [str(near(program.absolute()))]


def near(path: Path) -> Path:
    """A path as seen from here, where it lies below; else whole."""
    with suppress(ValueError):
        return path.relative_to(Path.cwd())
    return path
