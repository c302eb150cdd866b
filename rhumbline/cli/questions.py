"""Commands that ask: SQL over what is published, questions by name, and the chain behind one activity."""

import csv
import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.cli.saying import cell, console
from rhumbline.errors import UserError
from rhumbline.warehouse.access import open_published
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
    from rhumbline.reports.questions import read_question

    if query is None or not query.strip():
        _list_questions()
        return
    with open_published(Workspace.find(workspace)) as published:
        result = _asked(published.frame, read_question(query) or query)
    _print(result, format_)


def _asked(ask: Any, query: str) -> pl.DataFrame:
    import duckdb

    try:
        result: pl.DataFrame = ask(query)
    except AttributeError:  # DuckDB gives nothing back for a comment alone
        raise UserError("There is no question in that.", query.strip(), "Write a select.") from None
    except duckdb.Error as error:
        raise UserError(
            f"DuckDB cannot answer that: {error}",
            query.strip().splitlines()[0][:200],
            "`rhumbline sql` lists the questions; docs/data-dictionary.md lists tables and columns.",
        ) from None
    return result


def _list_questions() -> None:
    from rhumbline.reports.questions import list_questions

    table = Table("name", "question", box=None, padding=(0, 2, 0, 0))
    for name, asks in list_questions().items():
        table.add_row(name, asks)
    console().print(table)


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
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name, kind in result.schema.items():
        table.add_column(cell(name), justify="right" if kind.is_numeric() else "left")
    for row in result.head(1000).iter_rows():
        table.add_row(*(cell(_read_at_a_glance(value)) for value in row))
    say = console()
    needed = Measurement.get(say, say.options.update(max_width=_UNBOUNDED), table)
    if not say.is_terminal and "COLUMNS" not in os.environ:
        say.width = max(needed.maximum, 80)
    if needed.minimum <= say.width:
        say.print(table)
    else:
        _print_records(say, result.head(1000))
    if not result.height:
        say.print("No rows.", style="dim")
    if result.height > 1000:
        say.print(f"… and {result.height - 1000:,} more rows; --format csv prints them all.")


_UNBOUNDED: Final = 100_000


def _print_records(say: Console, result: pl.DataFrame) -> None:
    """Each row as a list of its columns, where the screen is too narrow for them side by side."""
    for row in result.iter_rows():
        record = Table.grid(padding=(0, 2, 0, 0))
        for name, value in zip(result.columns, row, strict=True):
            record.add_row(Text(name, style="bold"), cell(_read_at_a_glance(value)))
        say.print(record)
        say.print()


def _read_at_a_glance(value: Any) -> Any:
    """A value for the eye: six digits of a fraction; csv and json have all of them."""
    plain = _plain(value)
    if not isinstance(plain, float):
        return plain
    return f"{plain:.6g}" if abs(plain) < 1e6 else f"{plain:.2f}"


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
    from rhumbline.reports.trace import chain, tree

    with open_published(Workspace.find(workspace)) as published:
        found = chain(published, activity)
    if as_json:
        typer.echo(json.dumps(found, default=_plain, ensure_ascii=False, indent=2))
    else:
        console().print(tree(found))


@app.command("what-if")
def what_if_command(
    new: Annotated[Path, typer.Argument(metavar="NEW.yaml", help="The strategy to try.")],
    workspace: WorkspaceDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what a changed strategy would change, in alignment and measures; writes nothing.

    Example: `rhumbline what-if next-year.yaml`
    """
    from rhumbline.reports.what_if import what_if

    found = what_if(Workspace.find(workspace), new)
    if as_json:
        typer.echo(json.dumps(found.as_dict(), default=_plain, ensure_ascii=False, indent=2))
        return
    say = console()
    if found.is_ahead:
        say.print(f"It begins after the last night; judged as if in force since {found.begins}.")
    _say_changes(f"As of {found.as_of}, ", "activities", "change", found.activities)
    _say_changes("", "measures", "move", found.measures)
    for finding in found.findings:
        say.print(escape(str(finding)))


def _say_changes(day: str, things: str, verb: str, changes: pl.DataFrame) -> None:
    say = console()
    if not changes.height:
        say.print(f"{day}no {things} would {verb}.")
        return
    one = {"activities": "activity", "measures": "measure"}[things]
    say.print(f"{day}{changes.height:,} {things if changes.height != 1 else one} would {verb}:")
    _print_table(changes.drop("text", "reason", strict=False))
