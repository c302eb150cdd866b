"""`rhumbline open`: the workbench in the browser, on this machine alone."""

from typing import Annotated

import typer

from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir
from rhumbline.reports.console import console
from rhumbline.workspace import Workspace


@app.command("open")
def open_(
    workspace: WorkspaceDir = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port on this machine; 4201 by default."),
    ] = None,
    browser: Annotated[
        bool, typer.Option(help="Open the browser, or only say which file opens it.")
    ] = True,
) -> None:
    """Open the workbench in the browser: today, posts to decide, exports to drop.

    Only you on this machine can open it, and nothing it shows leaves the machine. Ctrl-C ends it.
    Example: `rhumbline open --workspace riverside`
    """
    from rhumbline.workbench.serving import open_workbench

    folder = Workspace.find(workspace)
    screen = console(soft_wrap=True)
    open_workbench(folder, port, lambda text: screen.print(text, markup=False), browser=browser)
