"""Commands about one file: what it is, and a first mapping for one nobody knows."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.cli.saying import cell, console
from rhumbline.errors import EXIT_USER, BadExport, UserError
from rhumbline.formats import load_formats, suggest
from rhumbline.ingest.inspect import inspect, refused
from rhumbline.opening import open_documents
from rhumbline.reading.reader import Reader
from rhumbline.workspace import Workspace


@app.command("inspect")
def inspect_command(
    file: Annotated[Path, typer.Argument(help="An export as downloaded.")],
    workspace: WorkspaceDir = None,
    as_json: AsJson = False,
    draft: Annotated[
        bool, typer.Option("--suggest", help="Draft a mapping for formats/ instead.")
    ] = False,
) -> None:
    """Say what an export is and holds, without storing anything.

    Example: `rhumbline inspect ~/Downloads/account_analytics_content.csv --json`
    """
    if file.is_dir():
        raise UserError("That is a folder.", str(file), "Name one file in it.")
    if not file.is_file():
        raise UserError("There is no such file.", str(file), "Check the path; quote spaces.")
    if draft:
        with open_documents(file) as documents:
            typer.echo(suggest(documents[0]))
        return
    try:
        found = inspect(file, declared=_declared(workspace))
    except BadExport as error:
        if as_json:
            typer.echo(json.dumps(refused(file, error), ensure_ascii=False, indent=2))
            raise typer.Exit(EXIT_USER) from error
        raise
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(file, found)


def _declared(given: Path | None) -> tuple[Reader, ...]:
    """The mappings of the workspace, where there is one; inspect works without."""
    formats = None
    with suppress(UserError):  # only that there is no workspace; a mistake in a mapping is said
        formats = Workspace.find(given).formats
    return load_formats(formats)


def _show(file: Path, found: dict[str, Any]) -> None:
    say = console()
    whose = f" of {found['account']}" if found["account"] else ""
    what = escape(f"{found['platform']} {found['kind']}{whose}")
    say.print(f"[bold]{escape(file.name)}[/]: {what}")
    table = Table(show_header=False, box=None, padding=(0, 2))
    for name in (
        "rows",
        "posts",
        "rejected",
        "first_published",
        "last_published",
        "days",
        "observed_at",
    ):
        if found[name] is not None:
            table.add_row(name.replace("_", " "), cell(found[name]))
    for metric, total in found["metrics"].items():
        table.add_row(metric, f"{total:,.2f}".removesuffix(".00"))
    say.print(table)
    for rejection in found["rejections"]:
        say.print(escape(f"  line {rejection['line']}: {rejection['reason']}"))
    if found["unmapped_columns"]:
        say.print(escape(f"Columns not read: {', '.join(found['unmapped_columns'])}"))


@app.command()
def formats() -> None:
    """List the formats that Rhumbline reads."""
    from rhumbline.readers import READERS

    table = Table("platform", "format", "kind", "basis", box=None, padding=(0, 2, 0, 0))
    declared = {reader.format for reader in load_formats(None)}
    for reader in sorted([*READERS, *load_formats(None)], key=lambda r: (r.platform, r.format)):
        note = " (unverified)" if reader.format in declared else ""
        table.add_row(reader.platform, reader.format + note, str(reader.kind), str(reader.basis))
    console().print(table)
