"""`rhumbline run`: a night, as a flow run where a Prefect server answers, else in this process."""

from datetime import date
from typing import Annotated, Final

import typer

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, AsOf, WorkspaceDir
from rhumbline.cli.spinner import run_silently, run_with_spinner
from rhumbline.reports.verdict import Verdict
from rhumbline.settings import Settings
from rhumbline.workspace import Workspace

NIGHT_COST: Final = "1.2"
"""What a night with nothing new costs on the demonstration, in multiples of what importing Great
Expectations, polars and DuckDB costs; as docs/performance.md has it from `make bench`."""
_HELP: Final = f"""Run a night: read the inbox, align, check, publish, and print the verdict.

Where a Prefect server answers, the night is a flow run of it; where none does, the same stages
run here, in seconds: with nothing new, {NIGHT_COST} times what importing its libraries costs.

Example: `rhumbline run --workspace riverside`"""


@app.command(help=_HELP)
def run(
    workspace: WorkspaceDir = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    prefect: Annotated[
        bool, typer.Option("--prefect", help="Run as a Prefect flow in any case.")
    ] = False,
) -> None:
    """Run a night, print its verdict, and exit as it says."""
    from rhumbline.reports.query_result import print_json
    from rhumbline.reports.terminal import print_verdict

    folder = Workspace.find(workspace)
    verdict = run_night_or_flow(folder, as_of, prefect=prefect, quiet=as_json)
    if as_json:
        print_json(verdict.as_json())
    else:
        print_verdict(verdict, folder)
    raise typer.Exit(verdict.exit_code)


def run_night_or_flow(
    workspace: Workspace, as_of: date | None, *, prefect: bool = False, quiet: bool = False
) -> Verdict:
    """Run a night and return its verdict: as a flow run where a server answers or `prefect` is set."""
    from rhumbline.server.address import find_server, prepare_environment

    step = run_silently if quiet else run_with_spinner
    api_url = find_server(workspace)
    if prefect or api_url:
        prepare_environment(workspace, api_url)
        from flows.run_night import run_night_as_flow

        return run_night_as_flow(workspace, as_of, api_url, step)
    from rhumbline.night import run_night

    wait = Settings().lock_wait_seconds  # type: ignore[call-arg]
    return run_night(workspace, as_of, step, wait)
