"""Commands to begin with: a new workspace, a look at its strategy, and the demonstration."""

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.padding import Padding

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.cli.saying import command, console
from rhumbline.errors import EXIT_FAILED
from rhumbline.warehouse.access import open_published
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

    say = console(soft_wrap=True)
    for path, what in begin(directory):
        say.print(f"  {what:<8} {escape(str(path))}")
    lint_it = command("lint", workspace=Workspace(directory.resolve()))
    say.print(
        f"\nNow say in [bold]{escape(str(directory / 'strategy.yaml'))}[/] why anyone should care,\n"
        f"then run [bold]{escape(lint_it)}[/]; it tells you what is missing."
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

    say = console(soft_wrap=True)
    workspace = demonstration.begin(directory)
    say.print(f"[bold]Riverside Food Bank[/], a workspace in {escape(str(directory))}/")
    say.print("Two nights as runs of Prefect, whose first start takes half a minute.", style="dim")
    verdict = None
    for download, day in demonstration.nights():
        demonstration.drop(workspace, download)
        say.print(f"\nThe night of {day}: the {download} download lies in inbox/.")
        verdict = run_night(workspace, day, prefect=True)
    logging.getLogger("prefect").setLevel(logging.WARNING)  # what to do next is the last word
    if verdict is not None:
        tell(verdict, workspace)
    serve = command("serve", workspace=workspace)
    judge_again = command("run", workspace=workspace)
    say.print(
        _THE_POINT.format(
            serve=escape(serve),
            run=escape(judge_again),
            strategy=escape(str(directory / "strategy.yaml")),
        )
    )


_THE_POINT = """
[bold]The night failed, and that is the point.[/]
These posts took work and serve no measure of the strategy: nobody could say
whether they helped. Stop them, or say in strategy.yaml what they are for.

[bold]What to do next[/]
  See the failed night in the Prefect UI, where each post has a form to decide it:
    {serve}
  Or edit {strategy}, and judge again:
    {run}
"""


@app.command()
def lint(workspace: WorkspaceDir = None, as_json: AsJson = False) -> None:
    """Read the strategy as a strategist would: what is missing, vain or contradictory.

    Example: `rhumbline lint --workspace riverside`
    """
    from rhumbline.lint import has_errors
    from rhumbline.lint import lint as read_as_a_strategist
    from rhumbline.strategy.file import load

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
    with open_published(workspace) as published:
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
    say = console()
    for finding in findings:
        colour = "red" if finding.severity == "error" else "yellow"
        what = f"[bold]{escape(str(finding.place))}[/] [{colour}]{finding.code}[/]"
        say.print(f"{what} {escape(finding.message)}.")
        say.print(Padding(escape(finding.what_to_do), (0, 0, 0, 4)))
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    say.print(
        f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}."
        if findings
        else "Nothing to remark: every goal has a measure, and every measure a way to be reached."
    )
