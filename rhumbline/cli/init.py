"""`rhumbline init`: begins a workspace."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.reports.console import console, copyable_command
from rhumbline.workspace import Workspace


@app.command()
def init(
    directory: Annotated[
        Path, typer.Argument(help="The folder; it is made where it is missing.")
    ] = Path(),
) -> None:
    """Begin a workspace: a commented strategy to fill in, templates, and an inbox.

    Example: `rhumbline init riverside`
    """
    from rhumbline.start import new_workspace

    screen = console(soft_wrap=True)
    for path, state in new_workspace.init(directory):
        screen.print(f"  {state:<8} {escape(str(path))}")
    lint = copyable_command("lint", workspace=Workspace(directory.resolve()))
    screen.print(
        f"\nNow write in [bold]{escape(str(directory / 'strategy.yaml'))}[/] why anyone should care,\n"
        f"then run [bold]{escape(lint)}[/]; it lists what is missing."
    )
