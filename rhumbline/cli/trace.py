"""`rhumbline trace`: the chain behind one activity."""

from typing import Annotated

import typer

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.reports.console import console
from rhumbline.workspace import Workspace


@app.command()
def trace(
    activity: Annotated[
        str, typer.Argument(metavar="ACTIVITY_ID", help="Such as x:1860000000000000000.")
    ],
    workspace: WorkspaceDir = None,
    as_json: AsJson = False,
) -> None:
    """Show the chain behind one activity: why, goal, measure, tie, evidence, snapshots, file and line.

    Example: `rhumbline trace x:1860000000000000000`
    """
    from rhumbline.reports.query_result import print_json
    from rhumbline.reports.trace import read_chain, render_tree
    from rhumbline.warehouse.access import open_published

    with open_published(Workspace.find(workspace)) as published:
        chain = read_chain(published, activity)
    if as_json:
        print_json(chain)
    else:
        console().print(render_tree(chain))
