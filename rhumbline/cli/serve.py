"""`rhumbline serve`: a Prefect server with its pages, the schedule, and a watch over inbox/."""

from typing import Annotated

import typer

from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir
from rhumbline.reports.console import console
from rhumbline.settings import Settings
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
    from rhumbline.reports.greeting import RunLink, print_greeting
    from rhumbline.server.address import pages_url
    from rhumbline.server.host import hold_serve_lock, host_server
    from rhumbline.server.stop_signal import StopSignal
    from rhumbline.strategy.file import load

    folder = Workspace.find(workspace)
    load(folder.strategy)  # a strategy that cannot be read ends it here
    settings = Settings()  # type: ignore[call-arg]
    screen = console(soft_wrap=True)
    screen.print("Starting; the first start of a workspace takes half a minute.", style="dim")
    with (
        StopSignal().listening() as stop,
        hold_serve_lock(folder),
        host_server(folder, host or settings.host, port or settings.port, stop) as api_url,
    ):
        if not stop.is_set():
            from flows.serve import serve_flows

            def say(text: str) -> None:
                screen.print(text, markup=False)

            def greet(last_night: RunLink | None) -> None:
                print_greeting(folder, pages_url(api_url), last_night)

            serve_flows(folder, stop, say, greet, watch_only=watch_only)
    screen.print("Ended. Nothing is half done.")
