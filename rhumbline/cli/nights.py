"""Commands that run the night, and the text a night ends with."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, AsOf, WorkspaceDir
from rhumbline.cli.saying import command, console, near
from rhumbline.reports.verdict import Verdict
from rhumbline.server.address import prepare
from rhumbline.settings import Settings
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
    verdict = run_night(where, as_of, prefect=prefect, quiet=as_json)
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
    from rhumbline.server.address import address

    return address(workspace)


def _spinning(*, quiet: bool) -> Callable[..., T]:
    """Runs each stage under a spinner where a person watches; silently where nobody does."""
    said = console(stderr=True)

    def step(name: str, stage: Callable[..., T], *args: object) -> T:
        if quiet or not sys.stderr.isatty():
            return stage(*args)
        with said.status(name):
            result = stage(*args)
        said.print(f"  [green]✓[/] {name}")
        return result

    return step


def tell(verdict: Verdict, workspace: Workspace) -> None:
    """Print what a night says: the verdict, why, what to do, and where to look."""
    say = console()
    _say_what_was_read(say, verdict, workspace)
    colour = "green" if verdict.is_good else "red"
    say.print(f"\n[bold {colour}]{escape(verdict.headline)}[/]")
    if early := verdict.counts.get("predates_strategy"):
        say.print(f"{early:,} more predate the strategy (in_force_from) and are not judged.")
    say.print()
    for cause in verdict.main_causes:
        say.print(f"  [bold]{cause.activities:>5,}[/]  {escape(cause.cause)}")
        example = f"e.g. {cause.example_id}  {_short(cause.example_text)}"
        say.print(Padding(escape(example), _UNDER), style="dim")
        say.print(Padding(escape(cause.todo), _UNDER))
    if others := verdict.other_causes:
        count = sum(cause.activities for cause in others)
        ask = escape(command("sql", "failing-causes", workspace=workspace))
        say.print(f"  [bold]{count:>5,}[/]  of {len(others):,} other causes, each smaller")
        say.print(f"         {ask}  [dim]lists them all[/]", soft_wrap=True)
    for line in verdict.integrity:
        say.print(f"[red]Broken[/] {escape(line)}")
    for line in verdict.warnings:
        say.print(f"[yellow]Warning[/] {escape(line)}")
    _where_to_look(verdict, workspace)


def _say_what_was_read(say: Console, verdict: Verdict, workspace: Workspace) -> None:
    for each in verdict.refused:
        say.print(f"[red]Refused[/] {escape(each.name)}")
        say.print(Padding(escape(each.reason or ""), (0, 0, 0, 4)))
        if each.archived_as:
            kept = f"    It is kept as {near(workspace.archive / each.archived_as)}"
            say.print(escape(kept), soft_wrap=True)
    if verdict.left_alone:
        names = ", ".join(verdict.left_alone)
        say.print(f"Still growing, left for the next run: {escape(names)}")
    if verdict.known:
        say.print(f"Read before, nothing new in it: {escape(', '.join(verdict.known))}")
    read = [each for each in verdict.read if each.status == "read"]
    news = [each for each in read if each.rows or each.platform != "log"]  # not bare templates
    rows, rejected = sum(each.rows for each in news), sum(each.rejected for each in news)
    say.print(
        f"Read {len(news)} new file{'s' * (len(news) != 1)}, {rows:,} rows, {rejected:,} rejected."
        if news
        else "Nothing new in the inbox; this judges what is stored."
        if not verdict.refused
        else "Nothing new could be read; this judges what is stored."
    )
    if rejected:
        ask = escape(command("sql", "rejected-rows", workspace=workspace))
        say.print(f"  {ask}  [dim]lists the rejected rows, each with its reason[/]", soft_wrap=True)


def _where_to_look(verdict: Verdict, workspace: Workspace) -> None:
    say = console(soft_wrap=True)
    if not verdict.published:
        say.print("\nNothing was published: people still see the last good database.")
        return
    say.print("\n[bold]Where to look[/]")
    look = [(f"{near(workspace.site / 'index.html')}", "the scorecard")]
    if verdict.failing:
        failed = f"{near(workspace.site / 'failed.csv')}"
        look.insert(0, (failed, "every failing activity, with columns to decide in"))
    if verdict.causes:
        example = verdict.causes[0].example_id
        look.append((command("trace", example, workspace=workspace), "the chain behind one"))
    look.append((command("sql", workspace=workspace), "questions to ask, by name"))
    for where, what in look:
        say.print(f"  {escape(where)}  [dim]{what}[/]")


def _short(text: str, length: int = 70) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[: length - 1] + "…"


@app.command()
def rebuild(workspace: WorkspaceDir = None) -> None:
    """Build the warehouse anew from archive/, decisions.jsonl and the strategy alone.

    Example: `rhumbline rebuild --workspace riverside`
    """
    from rhumbline.night import rebuild

    where = Workspace.find(workspace)
    wait = Settings().lock_wait_seconds  # type: ignore[call-arg]
    verdict = rebuild(where, step=_spinning(quiet=False), wait=wait)
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
    from rhumbline.night import write_report

    where = Workspace.find(workspace)
    verdict = write_report(where, step=_spinning(quiet=False), data_docs=data_docs)
    console(soft_wrap=True).print(
        escape(f"{verdict.headline}\n{near(where.site / 'index.html')} is written.")
    )
