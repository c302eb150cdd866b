"""Commands that run the night, and the text a night ends with."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console
from rich.padding import Padding

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, AsOf, WorkspaceDir
from rhumbline.server import prepare
from rhumbline.settings import Settings
from rhumbline.verdict import Verdict
from rhumbline.workspace import Workspace

T = TypeVar("T")
_UNDER: Final = (0, 0, 0, 9)  # padding that puts text below a cause


@app.command()
def run(
    workspace: WorkspaceDir = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    prefect: Annotated[
        bool, typer.Option("--prefect", help="Run as a Prefect flow in any case.")
    ] = False,
) -> None:
    """Run a night: read the inbox, align, check, publish, and say the verdict.

    Where a Prefect server answers it is a flow run of it; where none does, the same stages run
    here, in seconds. Example: `rhumbline run --workspace riverside`
    """
    where = Workspace.find(workspace)
    verdict = run_night(where, as_of.date() if as_of else None, prefect=prefect, quiet=as_json)
    if as_json:
        typer.echo(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2))
    else:
        tell(verdict, where)
    raise typer.Exit(verdict.exit_code)


def run_night(
    workspace: Workspace, day: date | None, *, prefect: bool = False, quiet: bool = False
) -> Verdict:
    """The verdict of a night: a flow run where Prefect is asked for or answers, else run here."""
    address = _server_of(workspace)
    if prefect or address:
        prepare(workspace, address)
        from flows.here import run_here

        return run_here(workspace, day, address)
    from rhumbline.night import night

    wait = Settings().lock_wait_seconds  # type: ignore[call-arg]
    return night(workspace, day, step=_spinning(quiet=quiet), wait=wait)


def _server_of(workspace: Workspace) -> str | None:
    """The address of a Prefect server that answers: PREFECT_API_URL, or the one `serve` started."""
    from rhumbline.server import address

    return address(workspace)


def _spinning(*, quiet: bool) -> Callable[..., T]:
    """Runs each stage under a spinner where a person watches; silently where nobody does."""
    console = Console(stderr=True)

    def step(name: str, stage: Callable[..., T], *args: object) -> T:
        if quiet or not sys.stderr.isatty():
            return stage(*args)
        with console.status(name):
            result = stage(*args)
        console.print(f"  [green]✓[/] {name}", highlight=False)
        return result

    return step


def tell(verdict: Verdict, workspace: Workspace) -> None:
    """Print what a night says: the verdict, why, what to do, and where to look."""
    console = Console()
    colour = "green" if verdict.is_good else "red"
    for read in verdict.refused:
        console.print("[red]Refused[/]", read.name, highlight=False)
        console.print(Padding(read.reason or "", (0, 0, 0, 4)), markup=False, highlight=False)
    if verdict.left_alone:
        console.print(f"Still growing, left for the next run: {', '.join(verdict.left_alone)}")
    news = [read for read in verdict.read if read.status == "read"]
    rows = sum(read.rows for read in news)
    console.print(
        f"Read {len(news)} new file{'s' * (len(news) != 1)}, {rows:,} rows, "
        f"{sum(read.rejected for read in news):,} rejected."
        if news
        else "Nothing new in the inbox; this judges what is stored.",
        highlight=False,
    )
    console.print(f"\n[bold {colour}]{verdict.headline}[/]\n", highlight=False)
    for cause in verdict.causes:
        console.print(f"  [bold]{cause.activities:>5}[/]  {cause.cause}", highlight=False)
        example = f"e.g. {cause.example_id}  {_short(cause.example_text)}"
        console.print(Padding(example, _UNDER), style="dim", markup=False, highlight=False)
        console.print(Padding(cause.todo, _UNDER), markup=False, highlight=False)
    for line in verdict.integrity:
        console.print(f"[red]Broken[/] {line}", highlight=False)
    for line in verdict.warnings:
        console.print(f"[yellow]Warning[/] {line}", highlight=False)
    _where_to_look(console, verdict, workspace)


def _where_to_look(console: Console, verdict: Verdict, workspace: Workspace) -> None:
    if not verdict.published:
        console.print(
            "\nNothing was published: people still see the last good database.", highlight=False
        )
        return
    here = "" if workspace.root == Path.cwd() else f" --workspace {workspace.root}"
    console.print("\nWhere to look", style="bold")
    if verdict.failing:
        console.print(f"  {workspace.site / 'failed.csv'}  every failing activity", soft_wrap=True)
    console.print(f"  {workspace.site / 'index.html'}  the scorecard", soft_wrap=True)
    console.print(f'  rhumbline sql "from marts.measure_progress"{here}', soft_wrap=True)
    if verdict.causes:
        example = verdict.causes[0].example_id
        console.print(f"  rhumbline trace {example}{here}", soft_wrap=True)


def _short(text: str, length: int = 70) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[: length - 1] + "…"


@app.command()
def rebuild(workspace: WorkspaceDir = None) -> None:
    """Build the warehouse anew from archive/, decisions.jsonl and the strategy alone.

    Example: `rhumbline rebuild --workspace riverside`
    """
    from rhumbline.night import rebuilt

    where = Workspace.find(workspace)
    wait = Settings().lock_wait_seconds  # type: ignore[call-arg]
    verdict = rebuilt(where, step=_spinning(quiet=False), wait=wait)
    tell(verdict, where)
    raise typer.Exit(verdict.exit_code)


@app.command()
def report(
    workspace: WorkspaceDir = None,
    data_docs: Annotated[
        Path | None,
        typer.Option("--checks", metavar="DIR", help="Write the results of all checks there."),
    ] = None,
) -> None:
    """Write site/ anew: the scorecard and failed.csv, and on request the results of all checks.

    Example: `rhumbline report --workspace riverside --checks riverside/site/checks`
    """
    from rhumbline.reporting import reported

    where = Workspace.find(workspace)
    verdict = reported(where, step=_spinning(quiet=False), data_docs=data_docs)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{verdict.headline}\n{where.site / 'index.html'} is written.")
