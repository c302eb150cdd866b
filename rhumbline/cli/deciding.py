"""The command that decides: one activity, many by a condition, or those filled into a spreadsheet."""

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.cli.nights import run_night
from rhumbline.cli.options import WorkspaceDir
from rhumbline.cli.saying import console
from rhumbline.decisions.batches import filled_in, selected
from rhumbline.decisions.proposed_tie import propose
from rhumbline.decisions.record import Request, record_all
from rhumbline.errors import UserError
from rhumbline.workspace import Workspace


@app.command()
def decide(
    activities: Annotated[
        list[str] | None, typer.Argument(metavar="ACTIVITY_ID", help="Such as x:186000….")
    ] = None,
    workspace: WorkspaceDir = None,
    action: Annotated[str, typer.Option(help="tie, waive, confirm or withdraw.")] = "tie",
    measure: Annotated[str | None, typer.Option(help="The measure they serve.")] = None,
    why: Annotated[str | None, typer.Option(help="The reason; a waiver needs one.")] = None,
    owner: Annotated[
        str | None, typer.Option(help="Who answers for it; a waiver needs one.")
    ] = None,
    expires: Annotated[str | None, typer.Option(help="Last day of it, 2027-01-31.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides; you by default.")] = None,
    where: Annotated[
        str | None,
        typer.Option(
            help="Those a SQL condition selects, over marts.activity_alignment, type and cause."
        ),
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option("--from", help="A copy of site/failed.csv with columns filled in."),
    ] = None,
    as_tie: Annotated[
        bool,
        typer.Option(
            "--as-tie",
            help="Print the tie that would catch them, as a patch of strategy.yaml, and decide nothing.",
        ),
    ] = False,
) -> None:
    """Decide on activities: tie them to a measure, waive, confirm or withdraw; then judge again.

    Example: `rhumbline decide x:1860000000000000000 --measure volunteer-signups`.
    Many: `rhumbline decide --where "cause = 'reply without a tie'" --action waive --why "small
    talk" --owner Ana --expires 2027-01-31`
    """
    here = Workspace.find(workspace)
    ids = [*(activities or []), *(selected(here, where) if where else [])]
    if as_tie:
        typer.echo(propose(here, ids, measure or ""), nl=False)
        typer.echo(_HOW_TO_APPLY, err=True)
        return
    who = by or getpass.getuser()
    requests = [Request(i, action, who, measure, why, owner, expires) for i in ids]
    if from_ is not None:
        if not from_.is_file():
            raise UserError(
                "There is no such file.", str(from_), "Fill in a copy of site/failed.csv."
            )
        requests += filled_in(from_, who)
    decided = record_all(here, requests, by_rule=where is not None)
    verdict = run_night(here, None)
    say = console()
    say.print(f"Recorded {len(decided)} decision{'s' * (len(decided) != 1)}.")
    say.print(escape(verdict.headline))


_HOW_TO_APPLY = """
Nothing is changed yet. Put the line with + into strategy.yaml, or apply it in the workspace by
adding ` | patch -p1` to this command; then run `rhumbline run`."""
