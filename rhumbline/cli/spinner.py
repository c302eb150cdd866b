"""A step that shows which stage is under way, for commands that run a night's stages."""

import sys
from collections.abc import Callable
from typing import TypeVar

from rhumbline.reports.console import console

T = TypeVar("T")


def run_with_spinner(name: str, stage: Callable[..., T], *args: object) -> T:
    """Run a stage under a spinner and tick it off; in silence where stderr is no terminal."""
    if not sys.stderr.isatty():
        return stage(*args)
    screen = console(stderr=True)
    with screen.status(name):
        result = stage(*args)
    screen.print(f"  [green]✓[/] {name}")
    return result


def run_silently(name: str, stage: Callable[..., T], *args: object) -> T:
    """Run a stage and show nothing, for output that programs read."""
    return stage(*args)
