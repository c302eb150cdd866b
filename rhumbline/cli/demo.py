"""`rhumbline demo`: two nights of a small non-profit that does not exist."""

import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.reports.console import console, copyable_command
from rhumbline.reports.verdict import Verdict
from rhumbline.workspace import Workspace


@app.command()
def demo(
    directory: Annotated[
        Path, typer.Argument(help="The folder; an earlier demonstration in it is replaced.")
    ] = Path("demo"),
) -> None:
    """Run two nights of a small non-profit, which fail on purpose, and say where to look.

    Example: `rhumbline demo`
    """
    from rhumbline import demo as demonstration
    from rhumbline.reports.terminal import print_verdict

    screen = console(soft_wrap=True)
    workspace = demonstration.begin(directory)
    screen.print(f"[bold]Riverside Food Bank[/], a workspace in {escape(str(directory))}/")
    verdict = _run_both_nights(workspace)
    logging.getLogger("prefect").setLevel(logging.WARNING)  # so that what to do next stands last
    print_verdict(verdict, workspace)
    screen.print(
        _WHAT_TO_DO_NEXT.format(
            serve=escape(copyable_command("serve", workspace=workspace)),
            run=escape(copyable_command("run", workspace=workspace)),
            strategy=escape(str(directory / "strategy.yaml")),
        )
    )


def _run_both_nights(workspace: Workspace) -> Verdict:
    """Run the two nights as Prefect flow runs; the verdict of the second."""
    from rhumbline import demo as demonstration
    from rhumbline.cli.run import run_night_or_flow

    screen = console(soft_wrap=True)
    screen.print("Two flow runs of Prefect; its first start takes half a minute.", style="dim")
    verdicts = []
    for download, day in demonstration.nights():
        demonstration.drop(workspace, download)
        screen.print(f"\nThe night of {day}: the {download} download lies in inbox/.")
        verdicts.append(run_night_or_flow(workspace, day, prefect=True))
    return verdicts[-1]


_WHAT_TO_DO_NEXT = """
[bold]The night failed, and that is the point.[/]
These posts took work and serve no measure of the strategy: nobody could say
whether they helped. Stop them, or say in strategy.yaml what they are for.

[bold]What to do next[/]
  See the failed night in the Prefect UI, where each post has a form to decide it:
    {serve}
  Or edit {strategy}, and judge again:
    {run}
"""
