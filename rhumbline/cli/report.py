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
    for_sharing: Annotated[
        bool,
        typer.Option(
            "--for-sharing", help="Write site-for-sharing/ too, without texts and handles."
        ),
    ] = False,
) -> None:
    """Write site/ anew: the scorecard and failed.csv, and on request the results of all checks.

    A browser prints index.html on two pages of A4. With --for-sharing a second folder,
    site-for-sharing/, holds the same pages without words of posts, accounts, addresses and names of files.

    Example: `rhumbline report --workspace riverside --checks riverside/site/checks`
    """
    from rhumbline.night import write_report

    folder = Workspace.find(workspace)
    verdict = write_report(folder, run_with_spinner, data_docs=data_docs, for_sharing=for_sharing)
    written = [folder.site / "index.html"]
    if for_sharing:
        written.append(folder.site_for_sharing / "index.html")
    if data_docs is not None:
        written.append(data_docs / "index.html")
    lines = [verdict.headline, *(f"{relative_path(path)} is written." for path in written)]
    console(soft_wrap=True).print(escape("\n".join(lines)))
