"""`rhumbline report`: site/ written anew from what is stored."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir
from rhumbline.cli.spinner import run_with_spinner
from rhumbline.reports.console import console, relative_path
from rhumbline.workspace import Workspace


@app.command()
def report(
    workspace: WorkspaceDir = None,
    data_docs: Annotated[
        Path | None,
        typer.Option(
            "--checks", metavar="DIR", help="Write the results of all checks to this folder too."
        ),
    ] = None,
) -> None:
    """Write site/ anew: the scorecard and failed.csv, and on request the results of all checks.

    Example: `rhumbline report --workspace riverside --checks riverside/site/checks`
    """
    from rhumbline.night import write_report

    folder = Workspace.find(workspace)
    verdict = write_report(folder, run_with_spinner, data_docs=data_docs)
    console(soft_wrap=True).print(
        escape(f"{verdict.headline}\n{relative_path(folder.site / 'index.html')} is written.")
    )
