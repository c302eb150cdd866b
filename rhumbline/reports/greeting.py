"""What `serve` prints once everything runs: the addresses, and what to do next."""

from typing import NamedTuple

from rich.console import Console
from rich.markup import escape

from rhumbline.archive.listing import files_waiting
from rhumbline.reports.console import console, copyable_command, relative_path
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace


class RunLink(NamedTuple):
    """A flow run by its name and by the id in its address."""

    name: str
    run_id: str


def print_greeting(workspace: Workspace, ui_url: str, last_night: RunLink | None) -> None:
    """Print where the pages are, when nights run, and what to do next."""
    screen = console(soft_wrap=True)
    strategy = load(workspace.strategy).strategy
    screen.print(f"\n[bold]{escape(strategy.organisation)}[/] is served")
    screen.print(f"  runs, verdicts, decisions   {ui_url}/runs")
    screen.print(f"  what can be run             {ui_url}/deployments")
    screen.print(f"  the night runs at           {strategy.schedule}, {strategy.timezone} time")
    screen.print(f"  exports are read from       {escape(str(relative_path(workspace.inbox)))}")
    screen.print("\n[bold]What to do next[/]")
    if last_night:
        _print_last_night(screen, ui_url, last_night)
    waiting = len(files_waiting(workspace))
    if waiting:
        exports = f"{waiting} export{'s' * (waiting != 1)}"
        screen.print(f"  {exports} in inbox/: a run reads them at once.")
    else:
        screen.print("  Drop an export into inbox/: a run starts by itself.")
    judge_again = escape(copyable_command("run", workspace=workspace))
    screen.print(f"  From another terminal: {judge_again}")
    screen.print("  Ctrl-C ends it.\n")


def _print_last_night(screen: Console, ui_url: str, last_night: RunLink) -> None:
    screen.print(f"  Open the last night, {escape(last_night.name)}:")
    screen.print(f"    {ui_url}/runs/flow-run/{last_night.run_id}")
    screen.print("  If it is red, its tab Artifacts has failing-activities: each with its remedy.")
