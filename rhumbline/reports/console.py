"""Consoles that print text as it is, and commands and paths as a person can copy them here."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from rhumbline.reading.plain_text import without_controls
from rhumbline.workspace import Workspace

_TEXT_SHOWN: Final = 70  # characters of a post
UNBOUNDED: Final = 10_000  # columns of a screen that breaks no line


class PlainConsole(Console):
    """A console through which no text of a post, a file or a campaign can act on the terminal."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render as rich does, and leave control characters out of all texts but rich's own codes."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else without_controls(text), style, control)


def console(*, stderr: bool = False, soft_wrap: bool = False) -> Console:
    """A console without automatic colours, and without emoji for `:x:`, which ids contain.

    With `soft_wrap` it breaks no line, so that addresses and commands can be copied whole. Where a
    program reads the output it breaks none in any case, unless COLUMNS says how wide it is.
    """
    screen = PlainConsole(stderr=stderr, highlight=False, emoji=False, soft_wrap=soft_wrap)
    if not screen.is_terminal and "COLUMNS" not in os.environ:
        screen.width = UNBOUNDED
    return screen


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


def shortened(text: str) -> str:
    """The first words of a post on one line, at most 70 characters."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _TEXT_SHOWN else plain[: _TEXT_SHOWN - 1] + "…"
