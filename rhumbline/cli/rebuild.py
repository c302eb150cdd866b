"""`rhumbline rebuild`: the warehouse made anew from the archive."""

import typer

from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir
from rhumbline.cli.spinner import run_with_spinner
from rhumbline.settings import Settings
from rhumbline.workspace import Workspace


@app.command()
def rebuild(workspace: WorkspaceDir = None) -> None:
    """Build the warehouse anew from archive/, decisions.jsonl and the strategy alone.

    Example: `rhumbline rebuild --workspace riverside`
    """
    from rhumbline import night
    from rhumbline.reports.terminal import print_verdict

    folder = Workspace.find(workspace)
    verdict = night.rebuild(folder, run_with_spinner, Settings().lock_wait_seconds)  # type: ignore[call-arg]
    print_verdict(verdict, folder)
    raise typer.Exit(verdict.exit_code)
