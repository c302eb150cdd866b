"""`rhumbline docs`: the data dictionary with lineage in a browser, or a page of the manual here."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.errors import UserError
from rhumbline.reports.console import console


@app.command()
def docs(
    page: Annotated[
        str | None,
        typer.Argument(help="A page of the manual, such as tutorial; it is printed here."),
    ] = None,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print where the data dictionary is; open nothing.")
    ] = False,
) -> None:
    """Open the data dictionary: every table and column that can be queried, and what each is made of.

    Example: `rhumbline docs`
    """
    if page is not None:
        _print_page(page)
        return
    dictionary = _dictionary()
    screen = console(soft_wrap=True)
    screen.print(escape(dictionary.as_uri()))
    if not only_print:
        import webbrowser

        webbrowser.open(dictionary.as_uri())
    names = ", ".join(sorted(_pages()))
    screen.print(f"Pages of the manual, with `rhumbline docs PAGE`: {escape(names)}")


def _dictionary() -> Path:
    """The page that dbt made. Raises UserError where it was never made."""
    path = Path(str(files("dbt_like"))) / "docs" / "index.html"
    if not path.is_file():
        raise UserError(
            "The data dictionary with lineage was not made here.",
            str(path),
            "Run `make docs-site` in the repository; a wheel of `make dist` has it."
            " `rhumbline docs data-dictionary` prints the same tables and columns.",
        )
    return path


def _pages() -> dict[str, Path]:
    """Name → page of the manual: from the wheel, or from the repository that is installed in place."""
    room = Path(str(files("rhumbline")))
    folders = (room / "manual", room.parent / "docs")
    manual = next((folder for folder in folders if folder.is_dir()), None)
    if manual is None:
        return {}
    pages = sorted(
        manual.rglob("*.md"), reverse=True
    )  # of two with one name the upper folder's stays
    return {path.stem: path for path in pages if "decisions" not in path.parts}


def _print_page(name: str) -> None:
    pages = _pages()
    if name not in pages:
        raise UserError(
            f"The manual has no page {name}.",
            None,
            f"There are {', '.join(sorted(pages))}."
            if pages
            else "It did not come with this copy.",
        )
    text = pages[name].read_text(encoding="utf-8")
    screen = console()
    if screen.is_terminal:
        from rich.markdown import Markdown

        screen.print(Markdown(text))
    else:
        typer.echo(text, nl=False)
