"""`rhumbline what-if`: what another strategy would change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.reports.console import console
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    from rhumbline.reports.what_if import WhatIf


@app.command("what-if")
def what_if_command(
    new: Annotated[Path, typer.Argument(metavar="NEW.yaml", help="The strategy to try.")],
    workspace: WorkspaceDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what a changed strategy would change, in alignment and measures; writes nothing.

    Example: `rhumbline what-if next-year.yaml`
    """
    from rhumbline.reports.query_result import print_json
    from rhumbline.reports.what_if import compare_strategy

    changes = compare_strategy(Workspace.find(workspace), new)
    if as_json:
        print_json(changes.as_dict())
    else:
        _print_changes(changes)


def _print_changes(changes: "WhatIf") -> None:
    from rhumbline.reports.query_result import print_table

    screen = console()
    if changes.is_ahead:
        screen.print(
            f"It begins after the last night; judged as if in force since {changes.begins}."
        )
    screen.print(
        f"Posts that fail: {changes.failing_before:,} now, {changes.failing_after:,} then."
    )
    day = f"As of {changes.as_of}, "
    activities, measures = changes.activities, changes.measures
    if activities.height:
        noun = "activity" if activities.height == 1 else "activities"
        screen.print(f"{day}{activities.height:,} {noun} would change:")
        print_table(activities.drop("text", "reason"))
    else:
        screen.print(f"{day}no activities would change.")
    if measures.height:
        noun = "measure" if measures.height == 1 else "measures"
        screen.print(f"{measures.height:,} {noun} would move:")
        print_table(measures)
    else:
        screen.print("no measures would move.")
    for finding in changes.findings:
        screen.print(escape(str(finding)))
