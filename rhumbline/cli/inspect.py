"""`rhumbline inspect`: what one file is and holds, or a first mapping for one that nobody knows."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.markup import escape
from rich.table import Table

from rhumbline.cli.app import app
from rhumbline.cli.options import AsJson, WorkspaceDir
from rhumbline.errors import EXIT_USER, BadExport, UserError
from rhumbline.reports.console import cell, console
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    from rhumbline.reading.reader import Reader


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
    from rhumbline.reports.query_result import print_json

    _refuse_what_is_no_file(file)
    if draft:
        _print_draft_mapping(file)
        return
    contents = _inspect(file, workspace, as_json=as_json)
    if as_json:
        print_json(contents)
    else:
        _print_contents(file, contents)


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise UserError("That is a folder.", str(path), "Name one file in it.")
    if not path.is_file():
        raise UserError("There is no such file.", str(path), "Check the path; quote spaces.")


def _print_draft_mapping(file: Path) -> None:
    from rhumbline.formats import draft_mapping
    from rhumbline.opening import open_documents

    with open_documents(file) as documents:
        typer.echo(draft_mapping(documents[0]))


def _inspect(file: Path, workspace: Path | None, *, as_json: bool) -> dict[str, Any]:
    """What the file is and holds. For a file that cannot be read `--json` prints that, and exits 2."""
    from rhumbline.ingest.inspect import inspect, refused
    from rhumbline.reports.query_result import print_json

    try:
        return inspect(file, declared=_declared_readers(workspace))
    except BadExport as error:
        if not as_json:
            raise
        print_json(refused(file, error))
        raise typer.Exit(EXIT_USER) from error


def _declared_readers(given: Path | None) -> "tuple[Reader, ...]":
    """The mappings of the workspace where there is one; inspect works without."""
    from rhumbline.formats import load_formats

    formats = None
    with suppress(UserError):  # that there is no workspace; a mistake in a mapping is raised below
        formats = Workspace.find(given).formats
    return load_formats(formats)


_SHOWN: Final = (
    "rows", "posts", "rejected", "first_published", "last_published", "days", "observed_at",
)  # fmt: skip


def _print_contents(file: Path, contents: dict[str, Any]) -> None:
    screen = console()
    account = f" of {contents['account']}" if contents["account"] else ""
    what = escape(f"{contents['platform']} {contents['kind']}{account}")
    screen.print(f"[bold]{escape(file.name)}[/]: {what}")
    table = Table(show_header=False, box=None, padding=(0, 2))
    for name in _SHOWN:
        if contents[name] is not None:
            table.add_row(name.replace("_", " "), cell(contents[name]))
    for metric, total in contents["metrics"].items():
        table.add_row(metric, f"{total:,.2f}".removesuffix(".00"))
    screen.print(table)
    for rejection in contents["rejections"]:
        screen.print(escape(f"  line {rejection['line']}: {rejection['reason']}"))
    for remark in contents["remarks"]:
        screen.print(escape(f"  {remark}"))
    if contents["unmapped_columns"]:
        screen.print(escape(f"Columns not read: {', '.join(contents['unmapped_columns'])}"))
