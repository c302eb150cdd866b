"""`rhumbline demo`: two nights of a small non-profit that does not exist."""

import os
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
    show_log: Annotated[
        bool, typer.Option("--show-log", help="Print what Prefect logs of each stage.")
    ] = False,
) -> None:
    """Show thirty weeks of a small non-profit in two nights, which fail on purpose.

    The folder keeps the day of the second night as its today, so that nothing in it grows old.
    Example: `rhumbline demo`
    """
    from rhumbline import demo as demonstration
    from rhumbline.reports.terminal import print_verdict

    screen = console(soft_wrap=True)
    if not show_log:  # of the terminal alone: the pages of Prefect keep every line
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    workspace = demonstration.begin(directory)
    screen.print(f"[bold]Riverside Food Bank[/], a workspace in {escape(str(directory))}/")
    verdict = _run_both_nights(workspace)
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
    screen.print("Two nights, each a flow run of Prefect, whose first start takes half a minute.")
    (first, spring), (second, autumn) = demonstration.nights()
    demonstration.drop(workspace, first)
    screen.print(f"\nThe night of {spring}: the first downloads lie in inbox/.")
    verdict = run_night_or_flow(workspace, spring, prefect=True)
    screen.print(f"  {escape(verdict.headline)}.")
    screen.print(_CHANGE_OF_COURSE)
    demonstration.change_course(workspace)
    demonstration.drop(workspace, second)
    screen.print(f"The night of {autumn}: the second downloads lie in inbox/.\n")
    return run_night_or_flow(workspace, autumn, prefect=True)


_CHANGE_OF_COURSE = """
On 1 September the strategy changes its course. Friday fun, which drew laughs and
no help, is a measure no more; monthly gifts become one.
"""
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
