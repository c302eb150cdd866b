"""The command that serves a workspace: a server with its pages, the schedule, the watch over inbox/."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from rhumbline.archive.inbox import files_waiting
from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir
from rhumbline.cli.saying import command, console, near
from rhumbline.server.address import pages
from rhumbline.settings import Settings
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace


@app.command()
def serve(
    workspace: WorkspaceDir = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of the server; 4200 by default.")
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(help="Address to bind to; beyond this machine only with a password."),
    ] = None,
    watch_only: Annotated[
        bool, typer.Option("--watch-only", help="Only watch inbox/: server and workers are yours.")
    ] = False,
) -> None:
    """Run nights by themselves: a Prefect server with its pages, the schedule, the watch over inbox/.

    Joins the server of PREFECT_API_URL where that is set. Ctrl-C ends it.
    Example: `rhumbline serve --workspace riverside`
    """
    from rhumbline.server.host import Ending, alone, hosted

    where = Workspace.find(workspace)
    load(where.strategy)
    settings = Settings()  # type: ignore[call-arg]
    screen = console(soft_wrap=True)
    screen.print("Starting; the first start of a workspace takes half a minute.", style="dim")
    with (
        Ending().by_signal() as ending,
        alone(where),
        hosted(where, host or settings.host, port or settings.port, ending) as api_url,
    ):
        if not ending.is_asked():
            from flows.serving import serve_flows

            def greet(last: str | None, run_id: str | None) -> None:
                _greet(screen, where, pages(api_url), last, run_id)

            def say(text: str) -> None:
                screen.print(text, markup=False)

            serve_flows(where, ending, say, greet, watch_only=watch_only)
    screen.print("Ended. Nothing is half done.")


def _greet(
    say: Console, workspace: Workspace, ui_url: str, last: str | None, run_id: str | None
) -> None:
    """Print the addresses, and what to do next."""
    strategy = load(workspace.strategy).strategy
    say.print(f"\n[bold]{escape(strategy.organisation)}[/] is served")
    say.print(f"  runs, verdicts, decisions   {ui_url}/runs")
    say.print(f"  what can be run             {ui_url}/deployments")
    say.print(f"  the night runs at           {strategy.schedule}, {strategy.timezone} time")
    say.print(f"  exports are read from       {escape(str(near(workspace.inbox)))}")
    lying = len(files_waiting(workspace))
    say.print("\n[bold]What to do next[/]")
    if last:
        say.print(f"  Open the last night, {escape(last)}:")
        say.print(f"    {ui_url}/runs/flow-run/{run_id}")
        say.print("  If it is red, its tab Artifacts has failing-activities: each with its remedy.")
    if lying:
        say.print(f"  {lying} export{'s' * (lying != 1)} in inbox/: a run reads them at once.")
    else:
        say.print("  Drop an export into inbox/: a run starts by itself.")
    say.print(f"  From another terminal: {escape(command('run', workspace=workspace))}")
    say.print("  Ctrl-C ends it.\n")
