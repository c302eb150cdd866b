"""Commands to begin with: a new workspace, a look at its strategy, and the demonstration."""

import json
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.errors import EXIT_FAILED
from rhumbline.warehouse import reading
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    from rhumbline.lint import Evidence, Finding


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(help="Where; made if it is not there.")] = Path(),
) -> None:
    """Begin a workspace: a commented strategy to fill in, templates, and an inbox.

    Example: `rhumbline init riverside`
    """
    from rhumbline.init import init as begin

    console = Console()
    for path, what in begin(directory):
        console.print(f"  {what:<8} {path}", highlight=False)
    console.print(
        f"\nNow say in [bold]{directory / 'strategy.yaml'}[/] why anyone should care,\n"
        "then run [bold]rhumbline lint[/] there; it tells you what is missing.",
        highlight=False,
    )


@app.command()
def demo(
    directory: Annotated[
        Path, typer.Argument(help="Where; replaced if it is an earlier one.")
    ] = Path("demo"),
) -> None:
    """Run two nights of a small non-profit, which fail on purpose, and say where to look.

    Example: `rhumbline demo`
    """
    from rhumbline import demo as demonstration
    from rhumbline.cli.nights import run_night, tell

    console = Console()
    workspace = demonstration.begin(directory)
    console.print(f"[bold]Riverside Food Bank[/], a workspace in {directory}/", highlight=False)
    verdict = None
    for download, day in demonstration.nights():
        demonstration.drop(workspace, download)
        console.print(
            f"\nThe night of {day}: the {download} download lies in inbox/.", highlight=False
        )
        verdict = run_night(workspace, day, prefect=True)
    if verdict is not None:
        tell(verdict, workspace)
    console.print(
        _THE_POINT.format(command=_command(), directory=directory), highlight=False, soft_wrap=True
    )


_THE_POINT = """
[bold]The night failed, and that is the point.[/] These posts took work and serve no measure of the \
strategy: nobody could say whether they helped. Stop them, or say in strategy.yaml what they are for.

Next
  {command} serve --workspace {directory}
      opens the failed night in the Prefect UI, where each post has a form to decide it
  or edit {directory}/strategy.yaml, and judge again
      {command} run --workspace {directory}
"""


def _command() -> str:
    """How a person calls Rhumbline from here: by its name where a shell finds it."""
    if shutil.which("rhumbline"):
        return "rhumbline"
    script = Path(sys.argv[0])
    with suppress(ValueError):
        return str(script.absolute().relative_to(Path.cwd()))
    return str(script)


@app.command()
def lint(workspace: WorkspaceDir = None, as_json: AsJson = False) -> None:
    """Read the strategy as a strategist would: what is missing, vain or contradictory.

    Example: `rhumbline lint --workspace riverside`
    """
    from rhumbline.lint import has_errors
    from rhumbline.lint import lint as read_as_a_strategist
    from rhumbline.strategy import load

    where = Workspace.find(workspace)
    findings = read_as_a_strategist(load(where.strategy, check_references=False), _evidence(where))
    if as_json:
        typer.echo(json.dumps([f.as_dict() for f in findings], ensure_ascii=False, indent=2))
    else:
        _show(findings)
    if has_errors(findings):
        raise typer.Exit(EXIT_FAILED)


def _evidence(workspace: Workspace) -> "Evidence":
    """What past nights saw, for the findings a file alone cannot give."""
    from rhumbline.lint import Evidence, LinkCounts

    if not workspace.published.is_file():
        return Evidence()
    with reading(workspace) as published:
        ties = published.rows(
            """
            select tie_id
            from core.traces
            union
            select unnest(also_tied_by)
            from core.traces
            """
        )
        links = published.rows(
            """
            select
                activities.platform,
                count_if(not activity_references.is_shortened),
                count_if(activity_references.is_shortened)
            from core.activity_references
            inner join core.activities using (activity_key)
            where activity_references.kind = 'link'
            group by activities.platform
            """
        )
    counts = {name: LinkCounts(plain, short) for name, plain, short in links}
    return Evidence({tie for (tie,) in ties}, counts)


def _show(findings: "list[Finding]") -> None:
    console = Console()
    for finding in findings:
        colour = "red" if finding.severity == "error" else "yellow"
        console.print(f"[bold]{finding.place}[/] [{colour}]{finding.code}[/] ", end="")
        console.print(f"{finding.message}.", markup=False, highlight=False)
        console.print(f"    {finding.what_to_do}", markup=False, highlight=False)
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    console.print(
        f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}."
        if findings
        else "Nothing to remark: every goal has a measure, and every measure a way to be reached."
    )
