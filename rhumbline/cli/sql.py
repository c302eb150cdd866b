"""`rhumbline sql`: SQL over what is published, or a question by its name."""

from datetime import date
from typing import Annotated

import typer
from rich.table import Table

from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir, parse_day
from rhumbline.errors import UserError
from rhumbline.reports.console import console
from rhumbline.reports.query_result import OutputFormat
from rhumbline.workspace import Workspace


def _complete_question(begun: str) -> list[tuple[str, str]]:
    """The questions whose names begin so, for the shell."""
    from rhumbline.reports.questions import list_questions

    return [pair for pair in list_questions().items() if pair[0].startswith(begun)]


@app.command()
def sql(
    query: Annotated[
        str | None,
        typer.Argument(
            help="SQL, or the name of a question; without it, the questions are listed.",
            autocompletion=_complete_question,
        ),
    ] = None,
    workspace: WorkspaceDir = None,
    question: Annotated[
        str | None,
        typer.Option(
            "--question",
            metavar="NAME",
            help="The name of a question.",
            autocompletion=_complete_question,
        ),
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            parser=parse_day,
            metavar="DATE",
            help="For questions of what was known on a day, 2026-10-13.",
        ),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option("--measure", metavar="ID", help="For questions about one measure or all."),
    ] = None,
    format_: Annotated[
        OutputFormat, typer.Option("--format", help="How to print it.")
    ] = OutputFormat.TABLE,
) -> None:
    """Ask what is published, in SQL or by the name of a question; read-only, never blocked.

    Examples: `rhumbline sql "from marts.measure_progress" --format csv`,
    `rhumbline sql --question top-posts --measure volunteer-signups`
    """
    from rhumbline.reports.query_result import in_zone_of_the_organisation, print_result
    from rhumbline.reports.questions import Narrowing, ask, read_question
    from rhumbline.warehouse.access import open_published

    if question is not None and query is not None:
        raise UserError(
            "Two questions are asked at once.", query, "Leave the SQL or --question out."
        )
    asked = query if question is None else question
    if asked is None or not asked.strip():
        _print_questions()
        return
    text = read_question(asked, is_name=question is not None) or asked
    with open_published(Workspace.find(workspace)) as published:
        result = ask(published, text, Narrowing(as_of, measure))
        if format_ is OutputFormat.TABLE:
            result = in_zone_of_the_organisation(published, result)
    print_result(result, format_)


def _print_questions() -> None:
    from rhumbline.reports.questions import list_questions, options_of_questions

    options = options_of_questions()
    table = Table("name", "question", "takes", box=None, padding=(0, 2, 0, 0))
    for name, question in list_questions().items():
        table.add_row(name, question, " ".join(options[name]))
    console().print(table)
