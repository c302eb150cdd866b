"""`rhumbline decide`: on activities by id, by a condition, or as filled into a spreadsheet."""

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir
from rhumbline.errors import UserError
from rhumbline.reading.plain_text import without_controls
from rhumbline.reports.console import console
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    from rhumbline.decisions.record import Request

Activities = Annotated[
    list[str] | None, typer.Argument(metavar="ACTIVITY_ID", help="Such as x:186000….")
]
Action = Annotated[str, typer.Option(help="tie, waive, confirm or withdraw.")]
Measure = Annotated[str | None, typer.Option(help="The measure they serve.")]
Why = Annotated[str | None, typer.Option(help="The reason; a waiver needs one.")]
Owner = Annotated[str | None, typer.Option(help="Who answers for it; a waiver needs one.")]
Expires = Annotated[str | None, typer.Option(help="The last day it holds, 2027-01-31.")]
By = Annotated[str | None, typer.Option("--by", help="Who decides; you by default.")]
Where = Annotated[
    str | None,
    typer.Option(
        help="All that meet a SQL condition over marts.activity_alignment, type and cause."
    ),
]
From = Annotated[
    Path | None, typer.Option("--from", help="A copy of site/failed.csv with columns filled in.")
]
AsTie = Annotated[
    bool,
    typer.Option(
        "--as-tie",
        help="Print the tie that would trace most of them, or of all that fail; decide nothing.",
    ),
]


@app.command()
def decide(
    activities: Activities = None,
    workspace: WorkspaceDir = None,
    action: Action = "tie",
    measure: Measure = None,
    why: Why = None,
    owner: Owner = None,
    expires: Expires = None,
    by: By = None,
    where: Where = None,
    from_: From = None,
    as_tie: AsTie = False,
) -> None:
    """Decide on activities: tie them to a measure, waive, confirm or withdraw; then judge again.

    Example: `rhumbline decide x:1860000000000000000 --measure volunteer-signups`.
    Many: `rhumbline decide --where "cause = 'reply without a tie'" --action waive --why "small
    talk" --owner Ana --expires 2027-01-31`
    """
    from rhumbline.decisions.record import Request

    folder = Workspace.find(workspace)
    ids = _chosen_ids(folder, activities or (), where)
    if as_tie:
        _print_proposed_tie(folder, ids, measure)
        return
    decided_by = by or getpass.getuser()
    requests = [Request(i, action, decided_by, measure, why, owner, expires) for i in ids]
    requests += _requests_of_file(from_, decided_by)
    _record_and_judge(folder, requests, by_rule=where is not None)


def _chosen_ids(workspace: Workspace, named: Sequence[str], where: str | None) -> list[str]:
    """The activities named one by one, then those that meet the condition."""
    from rhumbline.decisions.batches import selected

    return [*named, *(selected(workspace, where) if where else ())]


def _print_proposed_tie(workspace: Workspace, ids: Sequence[str], measure: str | None) -> None:
    """Print a patch of strategy.yaml to stdout, and how to apply it to stderr."""
    from rhumbline.decisions.proposed_tie import propose

    proposed = propose(workspace, ids, measure)
    typer.echo(without_controls(proposed.patch), nl=False)
    typer.echo(_HOW_TO_APPLY.format(traces=proposed.traces, of=proposed.of), err=True)


def _requests_of_file(path: Path | None, decided_by: str) -> "list[Request]":
    """The rows that a person filled in; none without a file. Raises UserError where it is missing."""
    from rhumbline.decisions.batches import filled_in

    if path is None:
        return []
    if not path.is_file():
        raise UserError("There is no such file.", str(path), "Fill in a copy of site/failed.csv.")
    return filled_in(path, decided_by)


def _record_and_judge(
    workspace: Workspace, requests: "Sequence[Request]", *, by_rule: bool
) -> None:
    """Record all decisions or none, run a night, and print the count and the new headline."""
    from rhumbline.cli.run import run_night_or_flow
    from rhumbline.decisions.record import record_all

    decided = record_all(workspace, requests, by_rule=by_rule)
    verdict = run_night_or_flow(workspace, None)
    screen = console()
    screen.print(f"Recorded {len(decided)} decision{'s' * (len(decided) != 1)}.")
    screen.print(escape(verdict.headline))


_HOW_TO_APPLY = """
This line would trace {traces} of {of}. Nothing is changed yet: put the line with + into
strategy.yaml, or apply it in the workspace by adding ` | patch -p1` to this command; then run
`rhumbline run`."""
