"""`rhumbline sql`: SQL over what is published, or a question by its name."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from rhumbline.cli.app import app
from rhumbline.cli.options import WorkspaceDir
from rhumbline.errors import UserError
from rhumbline.reports.console import console
from rhumbline.reports.query_result import OutputFormat
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    import polars as pl

    from rhumbline.warehouse.connection import Warehouse


@app.command()
def sql(
    query: Annotated[
        str | None,
        typer.Argument(
            help="SQL, or the name of a question; without it, the questions are listed."
        ),
    ] = None,
    workspace: WorkspaceDir = None,
    format_: Annotated[
        OutputFormat, typer.Option("--format", help="How to print it.")
    ] = OutputFormat.TABLE,
) -> None:
    """Ask what is published, in SQL or by the name of a question; read-only, never blocked.

    Example: `rhumbline sql "from marts.measure_progress" --format csv`
    """
    from rhumbline.reports.query_result import print_result
    from rhumbline.reports.questions import read_question
    from rhumbline.warehouse.access import open_published

    if query is None or not query.strip():
        _print_questions()
        return
    with open_published(Workspace.find(workspace)) as published:
        result = _answer(published, read_question(query) or query)
    print_result(result, format_)


def _answer(published: "Warehouse", query: str) -> "pl.DataFrame":
    """The result of a query. Raises UserError where DuckDB has none."""
    import duckdb

    try:
        return published.frame(query)
    except AttributeError:  # DuckDB returns no relation for a comment alone
        raise UserError("There is no question in that.", query.strip(), "Write a select.") from None
    except duckdb.Error as error:
        raise UserError(
            f"DuckDB cannot answer that: {error}",
            query.strip().splitlines()[0][:200],
            "`rhumbline sql` lists the questions; docs/data-dictionary.md lists tables and columns.",
        ) from None


def _print_questions() -> None:
    from rhumbline.reports.questions import list_questions

    table = Table("name", "question", box=None, padding=(0, 2, 0, 0))
    for name, question in list_questions().items():
        table.add_row(name, question)
    console().print(table)
