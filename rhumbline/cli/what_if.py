"""`rhumbline what-if`: what another strategy would change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.reports.console import console, shortened
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console

    from rhumbline.reports.what_if import WhatIf

_POSTS_SHOWN: Final = 3  # of each tie; --json has all of them


@app.command("what-if")
def what_if_command(
    new: Annotated[Path, typer.Argument(metavar="NEW.yaml", help="The strategy to try.")],
    workspace: WorkspaceDir = None,
    as_json: AsJson = False,
) -> None:
    """Show how many posts would fail under another strategy, which, and what moves; writes nothing.

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
    """Print the verdict before and after, then the posts by the tie that changes them, then measures."""
    from rhumbline.reports.query_result import print_table

    screen = console()
    if changes.is_ahead:
        screen.print(
            f"It begins after the last night; judged as if in force since {changes.begins}."
        )
    screen.print(
        f"[bold]As of {changes.as_of}: {changes.failing_before:,} posts fail now, "
        f"{changes.failing_after:,} would.[/]"
    )
    _print_activities(screen, changes)
    if changes.measures.height:
        noun = "measure" if changes.measures.height == 1 else "measures"
        screen.print(f"\n{changes.measures.height:,} {noun} would move:")
        print_table(changes.measures)
    else:
        screen.print("\nNo measure would move.")
    for finding in changes.findings:
        screen.print(escape(str(finding)))


def _print_activities(screen: "Console", changes: "WhatIf") -> None:
    """Print the posts that would change, three of each tie, in their own words."""
    import polars as pl

    if not changes.activities.height:
        screen.print("No post would change.")
        return
    by_tie = pl.coalesce("tie_after", "tie_before").fill_null("no tie").alias("tie")
    keys = ["alignment_before", "alignment_after", "tie"]
    groups = changes.activities.with_columns(by_tie).group_by(keys, maintain_order=True)
    for (was, becomes, tie), posts in sorted(groups, key=lambda group: -group[1].height):
        noun = "post" if posts.height == 1 else "posts"
        change = f"{was or 'not judged'} → {becomes}" if was != becomes else f"still {becomes}"
        screen.print(f"\n  [bold]{posts.height:,}[/] {noun}, {change}, by {escape(str(tie))}")
        for activity_id, text in posts.select("activity_id", "text").head(_POSTS_SHOWN).iter_rows():
            screen.print(escape(f"      {activity_id}  {shortened(text or '')}"), style="dim")
        if posts.height > _POSTS_SHOWN:
            screen.print(f"      … and {posts.height - _POSTS_SHOWN:,} more", style="dim")
