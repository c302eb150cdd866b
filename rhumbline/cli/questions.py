"""Commands that ask: SQL over what is published, questions by name, and the chain behind one activity."""

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.errors import UserError
from rhumbline.warehouse import reading
from rhumbline.workspace import Workspace


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="SQL, or the name of a question; none lists the questions.")
    ] = None,
    workspace: WorkspaceDir = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Ask what is published, in SQL or by the name of a question; read-only, never blocked.

    Example: `rhumbline sql "from marts.measure_progress" --format csv`
    """
    from rhumbline.questions import question

    if query is None:
        _list_questions()
        return
    with reading(Workspace.find(workspace)) as published:
        result = _asked(published.frame, question(query) or query)
    _print(result, format_)


def _asked(ask: Any, query: str) -> pl.DataFrame:
    import duckdb

    try:
        result: pl.DataFrame = ask(query)
    except duckdb.Error as error:
        raise UserError(
            f"DuckDB cannot answer that: {error}",
            query.strip().splitlines()[0][:200],
            "`rhumbline sql` lists the questions; docs/data-dictionary.md lists tables and columns.",
        ) from None
    return result


def _list_questions() -> None:
    from rhumbline.questions import questions

    table = Table("name", "question", box=None, padding=(0, 2, 0, 0))
    for name, asks in questions().items():
        table.add_row(name, asks)
    Console().print(table)


def _print(result: pl.DataFrame, format_: Format) -> None:
    if format_ is Format.JSON:
        typer.echo(json.dumps(result.to_dicts(), default=_plain, ensure_ascii=False, indent=2))
    elif format_ is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([_plain(cell) for cell in row] for row in result.iter_rows())
    else:
        _print_table(result)


def _print_table(result: pl.DataFrame) -> None:
    table = Table(*result.columns, box=None, padding=(0, 2, 0, 0), header_style="bold")
    for row in result.head(1000).iter_rows():
        table.add_row(*("" if cell is None else str(_plain(cell)) for cell in row))
    console = Console()
    console.print(table)
    if result.height > 1000:
        console.print(f"… and {result.height - 1000:,} more rows; --format csv prints them all.")


def _plain(value: Any) -> Any:
    """A value as JSON knows it: moments as text, numbers as numbers."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "as_integer_ratio"):
        return value if isinstance(value, int | float) else float(value)
    return value


@app.command()
def trace(
    activity: Annotated[
        str, typer.Argument(metavar="ACTIVITY_ID", help="Such as x:1860000000000000000.")
    ],
    workspace: WorkspaceDir = None,
    as_json: AsJson = False,
) -> None:
    """Show the chain behind one activity: why, goal, measure, tie, evidence, snapshots, file and line.

    Example: `rhumbline trace x:1860000000000000000`
    """
    from rhumbline.tracing import chain, tree

    with reading(Workspace.find(workspace)) as published:
        found = chain(published, activity)
    if as_json:
        typer.echo(json.dumps(found, default=_plain, ensure_ascii=False, indent=2))
    else:
        Console().print(tree(found))


@app.command("what-if")
def what_if_command(
    new: Annotated[Path, typer.Argument(metavar="NEW.yaml", help="The strategy to try.")],
    workspace: WorkspaceDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what a changed strategy would change, in alignment and measures; writes nothing.

    Example: `rhumbline what-if next-year.yaml`
    """
    from rhumbline.what_if import what_if

    found = what_if(Workspace.find(workspace), new)
    if as_json:
        typer.echo(json.dumps(found.as_dict(), default=_plain, ensure_ascii=False, indent=2))
        return
    console = Console()
    if found.is_ahead:
        console.print(
            f"It begins after the last night; judged as if in force since {found.begins}."
        )
    console.print(f"As of {found.as_of}, {found.activities.height:,} activities would change:")
    _print_table(found.activities.drop("text", "reason"))
    console.print(f"{found.measures.height:,} measures would move:")
    _print_table(found.measures)
    for finding in found.findings:
        console.print(str(finding), markup=False)
